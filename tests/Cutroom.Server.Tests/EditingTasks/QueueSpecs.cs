using System.Runtime.CompilerServices;
using Cutroom.Server.EditingTasks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Settings of the queue and the signal that wakes its workers.</summary>
public sealed class QueueSpecs
{
    [Fact]
    public void Nothing_set_means_the_defaults() => Assert.Equal(new QueueOptions(), QueueOptions.Read(_ => null));

    [Theory]
    [InlineData("CUTROOM_WORKER_SLOTS", "0", "from 1 to 64")]
    [InlineData("CUTROOM_WORKER_SLOTS", "65", "from 1 to 64")]
    [InlineData("CUTROOM_LEASE_SECONDS", "2.9", "from 3 to 3600")]
    [InlineData("CUTROOM_LEASE_SECONDS", "30s", "from 3 to 3600")]
    [InlineData("CUTROOM_ATTEMPTS", "-1", "from 1 to 20")]
    [InlineData("CUTROOM_POLL_SECONDS", "0", "from 0.1 to 60")]
    [InlineData("CUTROOM_MIN_FREE_MIB", "1.5", "from 0 to 2147483647")]
    public void A_bad_value_is_refused_with_key_value_and_range(string key, string value, string range)
    {
        var refusal = Assert.Throws<FormatException>(() => QueueOptions.Read(asked => asked == key ? value : null));

        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(range, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_in_range_are_taken()
    {
        var options = QueueOptions.Read(key =>
            key switch
            {
                "CUTROOM_WORKER_SLOTS" => "64",
                "CUTROOM_LEASE_SECONDS" => "4.5",
                "CUTROOM_MIN_FREE_MIB" => "3",
                _ => "",
            }
        );

        Assert.Equal((64, TimeSpan.FromSeconds(4.5), 3L << 20), (options.Slots, options.Lease, options.MinFreeBytes));
    }

    [Fact]
    public void Every_setting_is_described_for_operators()
    {
        var keys = new List<string>();
        QueueOptions.Read(key =>
        {
            keys.Add(key);
            return null;
        });

        var page = File.ReadAllText(OperatingPage());

        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Pauses_between_attempts_double_up_to_a_limit()
    {
        var options = new QueueOptions { RetryDelay = TimeSpan.FromSeconds(5) };

        Assert.Equal(
            [5, 10, 20, 320, 320],
            new[] { 1, 2, 3, 7, 19 }.Select(attempt => (int)options.RetryDelayAfter(attempt).TotalSeconds)
        );
    }

    [Fact]
    public async Task A_ring_is_kept_for_who_comes_later()
    {
        using var signal = new QueueSignal(new QueueOptions(), new FakeTimeProvider());

        signal.Ring();
        signal.Ring();

        await signal.WaitAsync(CancellationToken.None);
        Assert.False(signal.WaitAsync(CancellationToken.None).IsCompleted);
    }

    /// <summary>I7: what another process queued is seen within the poll.</summary>
    [Fact(Timeout = 30_000)]
    public async Task The_signal_rings_by_itself()
    {
        var (options, time) = (new QueueOptions(), new FakeTimeProvider());
        using var signal = new QueueSignal(options, time);
        var waiting = signal.WaitAsync(CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        time.Advance(options.Poll);

        await waiting.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static string OperatingPage([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/operating.md"); // a source file has a folder
}
