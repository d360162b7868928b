using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;

namespace Cutroom.Rendering.Planning;

/// <summary>From the steps of an exact plan to pieces, copied where nothing is lost by it. Pure.</summary>
internal static class CopyPlanner
{
    /// <summary>The plan with what can be copied, and in any case with the reasons.</summary>
    /// <param name="sources">By source: its index, or why there is none.</param>
    public static RenderPlan Apply(RenderPlan plan, IReadOnlyList<IndexResult> sources)
    {
        if (CopyRules.Objection(plan) is { } objection)
        {
            return plan with { Reasons = [.. plan.Reasons, $"Everything is encoded: {objection}."] };
        }

        var objections = plan.Steps.Select(step => CopyRules.Objection(plan, step, sources[step.Source])).ToList();
        var alike = Alike(plan, sources, objections);
        var (pieces, reasons) = (new List<VideoPiece>(), new List<string>());
        long frame = 0;
        foreach (var (number, step) in plan.Steps.Index())
        {
            var reason = objections[number] ?? (alike.Contains(step.Source) ? null : CopyRules.NotAlike);
            var frames = step.Pictures!.Frames(); // CopyRules refuses a plan without pictures
            AddStep(pieces, reasons, number, step, sources[step.Source], new StepFrames(frame, frames), reason);
            frame += frames;
        }

        reasons = [.. reasons.Distinct()];
        var copied = pieces.OfType<VideoPiece.Copy>().Sum(piece => (long)piece.FrameCount);
        if (copied == 0)
        {
            return plan with { Reasons = [.. plan.Reasons, "Everything is encoded.", .. reasons] };
        }

        reasons.Insert(0, $"{copied} of {plan.Frames} frames are copied.");
        return plan with
        {
            Copying = new CopyPlan(pieces, pieces.OfType<VideoPiece.Copy>().First().Source, reasons),
            Reasons = [.. plan.Reasons, .. reasons],
        };
    }

    private static void AddStep(
        List<VideoPiece> pieces,
        List<string> reasons,
        int position,
        RenderStep step,
        IndexResult source,
        StepFrames frames,
        string? reason
    )
    {
        if (reason is null && source is IndexResult.Indexed { Index: var index })
        {
            var cut = SegmentCutter.Cut(index, CopyRules.RangeOf(index, step, frames.First));
            if (cut is not null)
            {
                pieces.AddRange(cut);
                reasons.AddRange(cut.OfType<VideoPiece.Encode>().Select(piece => Sentence(step, piece.Reason)));
                return;
            }

            reason = $"no keyframe lies within {SegmentCutter.MaxPreroll} frames before a cut";
        }

        pieces.Add(
            new VideoPiece.Adapt
            {
                FirstFrame = frames.First,
                FrameCount = checked((int)frames.Count),
                Step = position,
                Reason = reason!, // null was replaced above
            }
        );
        reasons.Add(Sentence(step, reason!)); // as above
    }

    /// <summary>The sources whose parameter sets fit into one track, those with most pictures first.</summary>
    private static HashSet<int> Alike(RenderPlan plan, IReadOnlyList<IndexResult> sources, List<string?> objections)
    {
        var candidates = plan
            .Steps.Where((_, i) => objections[i] is null)
            .GroupBy(step => step.Source, step => step.Pictures!.SourceFrames)
            .OrderByDescending(group => group.Sum())
            .ThenBy(group => group.Key)
            .Select(group => (Source: group.Key, ((IndexResult.Indexed)sources[group.Key]).Index));
        var accepted = new List<(int Source, VideoIndex Index)>();
        foreach (var candidate in candidates)
        {
            if (MergedConfiguration.Fits([.. accepted.Select(other => other.Index), candidate.Index]))
            {
                accepted.Add(candidate);
            }
        }

        return [.. accepted.Select(one => one.Source)];
    }

    // People count from 1.
    private static string Sentence(RenderStep step, string reason) => $"Source {step.Source + 1}: {reason}.";

    private readonly record struct StepFrames(long First, long Count);
}
