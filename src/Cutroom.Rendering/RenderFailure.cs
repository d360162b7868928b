using System.Text.Json.Serialization;

namespace Cutroom.Rendering;

/// <summary>Why a probe, a plan or a render ended without a result.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RenderFailureKind>))]
public enum RenderFailureKind
{
    /// <summary>The file is not media, is truncated, or is damaged.</summary>
    SourceUnreadable,

    /// <summary>The bytes of a source behind a network, or room for them, cannot be had now.</summary>
    SourceUnavailable,

    /// <summary>Media, but a container, codec or size that is not accepted, or inputs that cannot be joined.</summary>
    UnsupportedStream,

    /// <summary>The settings ask for something that no output of that format can be.</summary>
    UnsupportedOutput,

    /// <summary>A segment lies outside its source or holds no frame.</summary>
    SegmentOutOfRange,

    /// <summary>The engine ended with an error that the sources do not explain.</summary>
    EncoderFailed,

    /// <summary>The output was made but is not what the plan says; it was thrown away.</summary>
    VerificationFailed,
    DiskFull,
    TimedOut,

    /// <summary>ffmpeg or ffprobe could not be started.</summary>
    EngineMissing,
}

/// <summary>A failure as data.</summary>
/// <param name="Message">One sentence for the user that names the thing, the value and the limit.</param>
/// <param name="SourceIndex">The source at fault, counted from 0; null when it is none.</param>
/// <param name="LogLines">The last lines the engine wrote, for the operator; may be empty.</param>
public sealed record RenderFailure(
    RenderFailureKind Kind,
    string Message,
    int? SourceIndex,
    IReadOnlyList<string> LogLines
)
{
    /// <summary>True for faults of the machine, which another attempt may not meet; false for faults of the input.</summary>
    public bool IsRetryable =>
        Kind switch
        {
            RenderFailureKind.SourceUnreadable => false,
            RenderFailureKind.SourceUnavailable => true,
            RenderFailureKind.UnsupportedStream => false,
            RenderFailureKind.UnsupportedOutput => false,
            RenderFailureKind.SegmentOutOfRange => false,
            RenderFailureKind.VerificationFailed => false,
            RenderFailureKind.EncoderFailed => true,
            RenderFailureKind.DiskFull => true,
            RenderFailureKind.TimedOut => true,
            RenderFailureKind.EngineMissing => true,
        };

    internal static RenderFailure Of(RenderFailureKind kind, string message, int? source = null) =>
        new(kind, message, source, []);
}
