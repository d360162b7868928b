namespace Cutroom.Rendering.Execution;

/// <summary>Turns the end of an engine call into a failure that names its cause.</summary>
internal static class EngineFailures
{
    // 128 + SIGXFSZ: the kernel stopped a file that grew past its limit.
    private const int FileTooLarge = 128 + 25;

    public static RenderFailure Of(EngineExit exit, string doing) =>
        exit switch
        {
            { End: EngineEnd.Missing } => new(
                RenderFailureKind.EngineMissing,
                $"The engine could not be started: {Last(exit)}.",
                null,
                exit.Log
            ),
            { End: EngineEnd.TimedOut or EngineEnd.Stalled } => new(
                RenderFailureKind.TimedOut,
                Sentence(exit, doing),
                null,
                exit.Log
            ),
            _ when IsDiskFull(exit.Log) => new(
                RenderFailureKind.DiskFull,
                $"The disk is full: {doing} could not write.",
                null,
                exit.Log
            ),
            { ExitCode: FileTooLarge } => new(
                RenderFailureKind.DiskFull,
                $"The output grew past its size limit: {doing} was stopped.",
                null,
                exit.Log
            ),
            _ => new(RenderFailureKind.EncoderFailed, Sentence(exit, doing), null, exit.Log),
        };

    /// <summary>What happened, in half a sentence that can stand behind a colon.</summary>
    public static string Sentence(EngineExit exit, string doing) =>
        exit.End switch
        {
            EngineEnd.TimedOut => $"{doing} (the time limit passed)",
            EngineEnd.Stalled => $"{doing} (no progress within the limit)",
            EngineEnd.Missing => $"{doing} (the engine is missing)",
            EngineEnd.Exited => $"{doing} (exit code {exit.ExitCode}: {Last(exit)})",
        };

    private static string Last(EngineExit exit) => exit.Log is [.., var line] ? line : "no message";

    private static bool IsDiskFull(IReadOnlyList<string> log) =>
        log.Any(line => line.Contains("No space left on device", StringComparison.Ordinal));
}
