using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;

namespace Cutroom.Rendering.Planning;

/// <summary>What came of looking for pictures to copy.</summary>
internal abstract record CopyPlanResult
{
    private CopyPlanResult() { }

    /// <param name="Reasons">One sentence for each thing that is not copied.</param>
    public sealed record Planned(CopyPlan Plan, IReadOnlyList<string> Reasons) : CopyPlanResult;

    /// <param name="Reasons">Why everything is encoded.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : CopyPlanResult;
}

/// <summary>From the steps of an exact plan to pieces, copied where nothing is lost by it. Pure.</summary>
internal static class CopyPlanner
{
    /// <param name="sources">By source: its index, or why there is none.</param>
    public static CopyPlanResult Plan(RenderPlan plan, IReadOnlyList<IndexResult> sources)
    {
        if (CopyRules.Objection(plan) is { } objection)
        {
            return new CopyPlanResult.Refused([objection]);
        }

        var objections = plan.Steps.Select(step => CopyRules.Objection(plan, step, sources[step.Source])).ToList();
        var alike = Alike(plan, sources, objections);
        var (pieces, reasons) = (new List<VideoPiece>(), new List<string>());
        long frame = 0;
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            var reason = objections[i] ?? (alike.Contains(step.Source) ? null : CopyRules.NotAlike(step.Source));
            var frames = step.Pictures!.Frames(); // CopyRules refuses a plan without pictures
            AddStep(pieces, reasons, i, step, sources[step.Source], new StepFrames(frame, frames), reason);
            frame += frames;
        }

        return pieces.OfType<VideoPiece.Copy>().FirstOrDefault() is { Source: var model }
            ? new CopyPlanResult.Planned(new CopyPlan(pieces, model), [.. reasons.Distinct()])
            : new CopyPlanResult.Refused([.. reasons.Distinct()]);
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
                reasons.AddRange(cut.OfType<VideoPiece.Encode>().Select(piece => Sentence(step.Source, piece.Reason)));
                return;
            }

            reason = Sentence(step.Source, $"no keyframe lies within {SegmentCutter.MaxPreroll} frames before a cut");
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
        reasons.Add(reason!);
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

    private static string Sentence(int source, string reason) => $"Source {source}: {reason}.";

    private readonly record struct StepFrames(long First, long Count);
}
