using Cutroom.Server.EditingTasks;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Whose turn it is, without a store: I22.</summary>
public sealed class FairSharesSpecs
{
    private static readonly WaitingProject Flood = Project("flood");
    private static readonly WaitingProject Single = Project("single");

    private readonly FairShares shares = new();

    [Fact]
    public void A_project_that_comes_new_is_served_before_a_flood_however_much_was_served()
    {
        for (var task = 0; task < 1000; task++)
            shares.Serve(Flood, 60_000);

        var first = Assert.Single(shares.Allot([Flood, Single], 1));

        Assert.Equal((Single, 1), first);
    }

    [Fact]
    public void A_project_alone_gets_every_turn() => Assert.Equal([(Flood, 8)], shares.Allot([Flood], 8));

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(3, 1, 3.0)]
    [InlineData(10, 4, 2.5)]
    public void Media_seconds_are_shared_by_weight(long weight, long other, double ratio)
    {
        var (heavy, light) = (Project("heavy", weight), Project("light", other));
        var random = new Random(1);

        var served = ServeInTurns(4000, [heavy, light], () => random.Next(1_000, 120_000));

        Assert.InRange((double)served[heavy] / served[light], ratio * 0.97, ratio * 1.03);
    }

    [Fact]
    public void Long_tasks_get_fewer_turns_than_short_ones()
    {
        var served = ServeInTurns(1000, [Flood, Single], project => project == Flood ? 100_000 : 1_000);

        Assert.InRange((double)served[Flood] / served[Single], 0.85, 1.15);
    }

    /// <summary>Who was away gets no credit for it.</summary>
    [Fact]
    public void A_project_that_was_away_does_not_starve_the_others_when_it_comes_back()
    {
        shares.Serve(Single, 1_000);
        for (var task = 0; task < 100; task++)
            shares.Serve(Flood, 1_000);

        var served = ServeInTurns(100, [Flood, Single], () => 1_000);

        Assert.InRange(served[Single], 49_000, 51_000);
    }

    [Fact]
    public void Who_is_ahead_is_not_forgotten()
    {
        shares.Serve(Single, 1_000);
        shares.Serve(Flood, 1_000_000);
        shares.Forget(unlessWaiting: new HashSet<Cutroom.Server.Storage.ProjectId>());

        Assert.Equal([(Single, 5)], shares.Allot([Flood, Single], 5));
    }

    private Dictionary<WaitingProject, long> ServeInTurns(
        int turns,
        IReadOnlyList<WaitingProject> waiting,
        Func<WaitingProject, long> length
    )
    {
        var served = waiting.ToDictionary(project => project, _ => 0L);
        for (var turn = 0; turn < turns; turn++)
        {
            var (project, _) = shares.Allot(waiting, 1)[0];
            var cost = length(project);
            shares.Serve(project, cost);
            served[project] += cost;
        }

        return served;
    }

    private Dictionary<WaitingProject, long> ServeInTurns(
        int turns,
        IReadOnlyList<WaitingProject> waiting,
        Func<long> length
    ) => ServeInTurns(turns, waiting, _ => length());

    private static WaitingProject Project(string name, long weight = 1) => new(new(name), weight, null);
}
