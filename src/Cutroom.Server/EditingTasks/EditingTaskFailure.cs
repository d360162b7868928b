using Cutroom.Rendering;
using Cutroom.Wire;

namespace Cutroom.Server.EditingTasks;

/// <summary>Why a task failed, as its caller is told.</summary>
/// <param name="Code">Of the error table.</param>
/// <param name="Message">Names the thing, the value and the limit; no path, no stack.</param>
internal sealed record EditingTaskFailure(string Code, string Message)
{
    /// <summary>The bytes of an input are gone, although they were frozen: somebody removed them by hand.</summary>
    public static readonly EditingTaskFailure InputVanished = new(
        WireError.UnknownResource.Code,
        "The stored file of an input no longer exists."
    );

    /// <summary>What the sweeper writes when no worker lived to say why.</summary>
    public static readonly EditingTaskFailure NoAttemptLeft = new(
        WireError.Internal.Code,
        "Every worker that rendered the task stopped before it was done; no attempt is left."
    );

    /// <summary>An exception nobody expected. The log has the stack, the caller gets none.</summary>
    public static readonly EditingTaskFailure Bug = new(WireError.Internal.Code, WireError.Internal.Text);

    /// <summary>Faults of the input carry a code of the client's, faults of ours the internal error (I6).</summary>
    /// <param name="input">Names the input at fault in the request; null where it is none.</param>
    public static EditingTaskFailure Of(RenderFailure failure, string? input)
    {
        var message = failure.Kind switch
        {
            // Texts of the system, which name paths of ours: for the log alone.
            RenderFailureKind.DiskFull => "The worker's disk was full.",
            RenderFailureKind.SourceUnavailable => "The worker could not read its bytes.",
            RenderFailureKind.EngineMissing => "The worker's render engine did not start.",
            _ => failure.Message,
        };
        return new(CodeOf(failure.Kind).Code, input is null ? message : $"{input}: {message}");
    }

    public static WireError CodeOf(RenderFailureKind kind) =>
        kind switch
        {
            RenderFailureKind.SourceUnreadable => WireError.UnsupportedAsset,
            RenderFailureKind.UnsupportedStream => WireError.UnsupportedAsset,
            RenderFailureKind.UnsupportedOutput => WireError.IllegalParameter,
            // Times were checked against the duration at create: what is left is a segment between two frames.
            RenderFailureKind.SegmentOutOfRange => WireError.SegmentTooShort,
            RenderFailureKind.SourceUnavailable => WireError.Internal,
            RenderFailureKind.EncoderFailed => WireError.Internal,
            RenderFailureKind.VerificationFailed => WireError.Internal,
            RenderFailureKind.DiskFull => WireError.Internal,
            RenderFailureKind.TimedOut => WireError.Internal,
            RenderFailureKind.EngineMissing => WireError.Internal,
        };
}
