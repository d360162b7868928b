using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>
/// What the default mode owes: to copy all that key frames allow, or to say why not. Worked out from the fixtures alone, not from the
/// planner's own index.
/// </summary>
internal static class CopyExpectation
{
    /// <summary>The most pictures that a segment's tail may lose to reordering: the B-frames in a row that the fixtures' encoders make.</summary>
    private const int ReorderDepth = 4;

    private const string Container = "MP4 or MOV";

    /// <summary>Containers whose tables are not read.</summary>
    private static readonly HashSet<Fixture> InOtherContainers =
    [
        FixturesOfCallers.Flv,
        FixturesOfCallers.Mkv,
        FixturesOfCallers.Ts,
        FixturesOfCallers.Avi,
        FixturesOfCallers.ProgramStream,
        FixturesOfCallers.Vob,
        FixturesOfCallers.Mpeg4Avi,
        FixturesOfCallers.WebM,
        FixturesOfCallers.LateBoth,
    ];

    /// <summary>By input: words of the reason for which it need not be copied. Where it is copied all the same, the law holds for it too.</summary>
    private static readonly Dictionary<Fixture, string> Exempt = new()
    {
        [Fixtures.Rotated] = "turned",
        [Fixtures.BaselineWide] = "turned, scaled or converted",
        [Fixtures.Interlaced] = "interlaced",
        [Fixtures.TenBitH264] = "pixel format",
        [Fixtures.TenBitHevc] = "pixel format",
    };

    private static readonly HashSet<Fixture> H265 = [Fixtures.HevcOpenGop, Fixtures.TenBitHevc];

    /// <summary>The one in which the input might be copied.</summary>
    public static VideoCodec CodecOf(Fixture input) => H265.Contains(input) ? VideoCodec.H265 : VideoCodec.H264;

    /// <summary>Nothing is ever copied of these, whatever is cut.</summary>
    public static bool IsInOtherContainer(Fixture input) => InOtherContainers.Contains(input);

    /// <summary>Null where copying is owed.</summary>
    public static string? Exemption(Fixture input, Operation operation, OutputSettings settings) =>
        settings.Format == OutputFormat.Avi ? "AVI has no timestamps"
        : IsInOtherContainer(input) ? Container
        : CodecOf(input) != settings.Codec ? "is coded as"
        : Exempt.GetValueOrDefault(input) is { } reason ? reason
        : input == Fixtures.HevcOpenGop && settings.Format == OutputFormat.Hls && HasKeyframes(operation)
            ? "must stand alone"
        : input.IsVariable && operation == Operation.TwentyAlike ? "frame rate changes"
        : null;

    /// <summary>Where a segment has none, that is the reason.</summary>
    private static bool HasKeyframes(Operation operation) =>
        operation is not (Operation.OneFrame or Operation.InsideOneGroup);

    /// <summary>Empty when a plan for one input does what is owed, with its reasons.</summary>
    public static IEnumerable<string> Faults(
        RenderPlan plan,
        IReadOnlyList<(SourceFile Source, Stretch Stretch)> parts,
        string? exemption
    )
    {
        if (plan.CopiedFrames + plan.EncodedFrames != plan.Frames)
        {
            yield return $"{plan.CopiedFrames} copied and {plan.EncodedFrames} encoded are not {plan.Frames} frames";
        }

        if (exemption is not null && plan.CopiedFrames == 0)
        {
            if (!plan.Reasons.Any(reason => reason.Contains(exemption, StringComparison.Ordinal)))
            {
                yield return $"nothing is copied, and no reason says '{exemption}': {string.Join(' ', plan.Reasons)}";
            }

            yield break;
        }

        var most = parts.Sum(part => MostEncoded(part.Source, part.Stretch));
        if (plan.EncodedFrames > most)
        {
            yield return $"{plan.EncodedFrames} frames are encoded, at most {most} need be: {string.Join(' ', plan.Reasons)}";
        }

        foreach (var unsaid in UnsaidReasons(plan))
        {
            yield return unsaid;
        }
    }

    /// <summary>Every source of which something is encoded is named with a reason.</summary>
    public static IEnumerable<string> UnsaidReasons(RenderPlan plan)
    {
        if (plan.Reasons.Any(reason => reason.StartsWith("Everything is encoded:", StringComparison.Ordinal)))
        {
            return [];
        }

        var pieces = plan.Copying?.Pieces ?? [];
        var encoded = plan.Copying is null
            ? plan.Steps.Select(step => step.Source)
            : pieces
                .OfType<VideoPiece.Encode>()
                .Select(piece => piece.Source)
                .Concat(pieces.OfType<VideoPiece.Adapt>().Select(piece => plan.Steps[piece.Step].Source));
        return encoded
            .Distinct()
            .Select(source => $"Source {source + 1}:")
            .Where(name => !plan.Reasons.Any(reason => reason.StartsWith(name, StringComparison.Ordinal)))
            .Select(name => $"no reason for what is encoded of {name} {string.Join(' ', plan.Reasons)}");
    }

    /// <summary>The pictures before the first key frame that can be spliced at, and those that reordering takes from the tail.</summary>
    private static int MostEncoded(SourceFile source, Stretch stretch)
    {
        var first = source.Frames.TakeWhile(frame => frame.Time < stretch.Start).Count();
        var end = source.Frames.TakeWhile(frame => stretch.End is not { } limit || frame.Time < limit).Count();
        // Later "key frames" of this one are recovery points in open groups: nothing may be spliced there.
        var splices = source.Fixture == Fixtures.OpenGop ? source.Keyframes.Take(1) : source.Keyframes;
        var head = splices
            .Where(key => key >= first && key < end)
            .Select(key => key - first)
            .FirstOrDefault(end - first);
        return Math.Min(end - first, head + ReorderDepth);
    }
}
