using Cutroom.Testing.Linearizability;
using Xunit;

namespace Cutroom.Server.Tests.Testing;

/// <summary>The checker on a register, whose good and bad histories are plain to see.</summary>
public sealed class HistoryCheckerSpecs
{
    [Fact]
    public void Calls_one_after_the_other_are_judged_in_their_order()
    {
        Assert.True(IsLinearizable(Write(1, 0, 1), Read(1, 2, 3), Write(2, 4, 5), Read(2, 6, 7)));
        Assert.False(IsLinearizable(Write(1, 0, 1), Write(2, 2, 3), Read(1, 4, 5)));
    }

    [Fact]
    public void Calls_at_the_same_time_may_stand_in_either_order()
    {
        Assert.True(IsLinearizable(Write(1, 0, 10), Read(0, 1, 2), Read(1, 3, 4)));
        Assert.True(IsLinearizable(Write(1, 0, 10), Write(2, 0, 10), Read(1, 11, 12)));
        Assert.True(IsLinearizable(Write(1, 0, 10), Write(2, 0, 10), Read(2, 11, 12)));
    }

    [Fact]
    public void What_was_seen_once_cannot_be_unseen()
    {
        Assert.False(IsLinearizable(Write(1, 0, 10), Read(1, 1, 2), Read(0, 3, 4)));
    }

    [Fact]
    public void A_read_after_an_answered_write_sees_it()
    {
        Assert.False(IsLinearizable(Write(1, 0, 1), Read(0, 2, 3)));
    }

    [Fact]
    public void A_write_without_answer_may_have_happened_late_or_never()
    {
        Assert.True(IsLinearizable(Write(1, 0, null), Read(0, 5, 6)));
        Assert.True(IsLinearizable(Write(1, 0, null), Read(0, 5, 6), Read(1, 7, 8)));
        Assert.False(IsLinearizable(Write(1, 0, null), Read(1, 5, 6), Read(0, 7, 8)));
        Assert.False(IsLinearizable(Write(1, 4, null), Read(1, 2, 3)));
    }

    /// <summary>Without its memory the search would go through 20! orders.</summary>
    [Fact]
    public void Many_calls_at_the_same_time_are_judged_quickly()
    {
        var writes = Enumerable.Range(1, 20).Select(value => Write(value % 2, 0, 100));

        Assert.False(IsLinearizable([.. writes, Read(7, 101, 102)]));
    }

    private static bool IsLinearizable(params HistoryCall<Access>[] history) =>
        HistoryChecker.IsLinearizable(history, "0", Apply);

    private static string? Apply(string register, HistoryCall<Access> call) =>
        call.What switch
        {
            { IsWrite: true } write => $"{write.Value}",
            { IsWrite: false } read => register == $"{read.Value}" ? register : null,
        };

    private static HistoryCall<Access> Write(int value, long start, long? end) => new(new(true, value), start, end);

    private static HistoryCall<Access> Read(int value, long start, long end) => new(new(false, value), start, end);

    private readonly record struct Access(bool IsWrite, int Value);
}
