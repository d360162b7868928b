using Cutroom.Server.Hosting;

namespace Cutroom.Server.EditingTasks;

/// <summary>How tasks wait and how workers take them. Every key is described in docs/operating.md.</summary>
internal sealed record QueueOptions
{
    /// <summary>Renders at a time in this process. The engine uses several cores for each, hence a quarter of them.</summary>
    public int Slots { get; init; } = Math.Max(1, Environment.ProcessorCount / 4);

    /// <summary>
    /// What the renders of this process may take together. A quarter of the machine, or of its container, is left to everything else.
    /// </summary>
    public int MemoryMib { get; init; } = (int)((GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3) >> 20);

    /// <summary>How long a worker may be silent before another takes its task over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a task is tried before faults of the machine fail it.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The longest an idle worker waits before it looks again, should no signal reach it.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause after the first fault of the machine; doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a worker that is told to stop lets its renders go on before it hands them back.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Workers claim nothing while the media disk has less free.</summary>
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>What finished pieces of renders may take on the media disk, shared by its workers; 0 keeps none.</summary>
    public long PieceCacheBytes { get; init; } = 2L << 30;

    /// <summary>Media are kept in a bucket: renders copy them to the disk first.</summary>
    public bool BringsSources { get; init; }

    /// <summary>Between two renewals of a lease.</summary>
    public TimeSpan RenewEvery => Lease / 3;

    /// <summary>After the last sure renewal the render is stopped; earlier than the lease ends, for the clocks need not agree.</summary>
    public TimeSpan LocalDeadline => Lease * 5 / 6;

    /// <exception cref="FormatException">Names the key, the value and the range.</exception>
    public static QueueOptions Read(Func<string, string?> environment)
    {
        var (values, defaults) = (new EnvironmentValues(environment), new QueueOptions());
        return new()
        {
            Slots = values.Whole("CUTROOM_WORKER_SLOTS", defaults.Slots, 1, 64),
            MemoryMib = values.Whole("CUTROOM_WORKER_MEMORY_MIB", defaults.MemoryMib, 256, int.MaxValue),
            Lease = values.Seconds("CUTROOM_LEASE_SECONDS", defaults.Lease, Seconds(3), Seconds(3600)),
            Attempts = values.Whole("CUTROOM_ATTEMPTS", defaults.Attempts, 1, 20),
            Poll = values.Seconds("CUTROOM_POLL_SECONDS", defaults.Poll, Seconds(0.1), Seconds(60)),
            RetryDelay = values.Seconds("CUTROOM_RETRY_SECONDS", defaults.RetryDelay, Seconds(0), Seconds(3600)),
            Drain = values.Seconds("CUTROOM_DRAIN_SECONDS", defaults.Drain, Seconds(0), Seconds(3600)),
            PieceCacheBytes = values.Mebibytes("CUTROOM_PIECE_CACHE_MIB", defaults.PieceCacheBytes, 0, int.MaxValue),
            MinFreeBytes = values.Mebibytes("CUTROOM_MIN_FREE_MIB", defaults.MinFreeBytes, 0, int.MaxValue),
        };
    }

    /// <summary>Grows with the attempts made, so that a fault that lasts does not keep a worker busy.</summary>
    public TimeSpan RetryDelayAfter(int attempt) => RetryDelay * Math.Pow(2, Math.Min(attempt, 7) - 1);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
