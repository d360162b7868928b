namespace Cutroom.Rendering.Execution;

/// <summary>Which program of the engine a command runs.</summary>
internal enum EngineProgram
{
    Ffmpeg,
    Ffprobe,
}

/// <summary>One call of the engine: an argument vector and the limits around it.</summary>
/// <param name="WallLimit">The longest it may run.</param>
/// <param name="StallLimit">The longest it may stay silent on standard output.</param>
internal sealed record EngineCommand(
    EngineProgram Program,
    IReadOnlyList<string> Arguments,
    TimeSpan WallLimit,
    TimeSpan StallLimit
)
{
    /// <summary>The largest file it may write, in bytes; the kernel kills it beyond.</summary>
    public long MaxFileBytes { get; init; } = 1 << 20;

    /// <summary>Address space in bytes; null leaves it open.</summary>
    public long? MemoryBytes { get; init; }
}

/// <summary>Why a call of the engine ended.</summary>
internal enum EngineEnd
{
    Exited,
    TimedOut,
    Stalled,
    Missing,
}

/// <param name="ExitCode">128 + n when signal n ended it; meaningless unless <see cref="EngineEnd.Exited"/>.</param>
/// <param name="Log">The last lines of its standard error.</param>
internal sealed record EngineExit(EngineEnd End, int ExitCode, IReadOnlyList<string> Log)
{
    public bool Succeeded => End == EngineEnd.Exited && ExitCode == 0;
}
