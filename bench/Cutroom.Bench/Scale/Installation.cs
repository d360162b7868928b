namespace Cutroom.Bench.Scale;

/// <summary>What is set up, and what comes.</summary>
/// <param name="TasksPerSecond">Come at random moments.</param>
/// <param name="RenderCoreSeconds">Of a worker, for each task.</param>
/// <param name="Databases">Each has its part of the projects, and of the workers.</param>
internal sealed record Installation(double TasksPerSecond, double RenderCoreSeconds, int Databases = 1)
{
    public const int WorkerCores = 4;

    /// <summary>At a time on one worker.</summary>
    public const int Slots = 2;

    public int DatabaseCores { get; init; } = 8;

    public int ApiNodes { get; init; } = 2;

    /// <summary>False: all tasks are of one project, whose creates take turns.</summary>
    public bool HasManyProjects { get; init; } = true;

    /// <summary>Every notice, not only a part of the workers.</summary>
    public bool WakesAll { get; init; }

    /// <summary>Which keeps them 70 % busy.</summary>
    public int Workers => (int)Math.Max(2, Math.Ceiling(TasksPerSecond * RenderCoreSeconds / WorkerCores / 0.7));

    /// <summary>Seconds from a claim to the end: the slots of a worker share its cores.</summary>
    public double RenderSeconds => RenderCoreSeconds * Slots / WorkerCores;
}

/// <summary>What came of it.</summary>
/// <param name="Database">Busy, 0 to 1, the busiest of them.</param>
/// <param name="CreateP99">Seconds until a create was answered.</param>
/// <param name="WaitP50">Seconds from there to the claim.</param>
/// <param name="LeftWaiting">Tasks that wait at the end.</param>
internal sealed record Outcome(
    double Database,
    double Api,
    double CreateP99,
    double WaitP50,
    double WaitP99,
    int LeftWaiting
);
