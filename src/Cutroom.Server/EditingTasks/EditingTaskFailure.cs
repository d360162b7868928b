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
    public static EditingTaskFailure Of(RenderFailure failure) => new(CodeOf(failure.Kind).Code, failure.Message);

    private static WireError CodeOf(RenderFailureKind kind) =>
        kind switch
        {
            RenderFailureKind.SourceUnreadable => WireError.UnsupportedAsset,
            RenderFailureKind.UnsupportedStream => WireError.UnsupportedAsset,
            RenderFailureKind.UnsupportedOutput => WireError.IllegalParameter,
            // Times were checked against the duration at create: what is left is a segment between two frames.
            RenderFailureKind.SegmentOutOfRange => WireError.SegmentTooShort,
            RenderFailureKind.EncoderFailed => WireError.Internal,
            RenderFailureKind.VerificationFailed => WireError.Internal,
            RenderFailureKind.DiskFull => WireError.Internal,
            RenderFailureKind.TimedOut => WireError.Internal,
            RenderFailureKind.EngineMissing => WireError.Internal,
        };
}
