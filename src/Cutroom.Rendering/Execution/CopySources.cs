using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>Reads the indexes of a plan's sources as far as the plan needs them: tables, and the keyframes around its cuts.</summary>
internal static class CopySources
{
    /// <summary>By source of the plan.</summary>
    public static IReadOnlyList<IndexResult> Read(RenderPlan plan) =>
        [.. plan.Sources.Select((source, number) => Read(source, plan.Steps.Where(step => step.Source == number)))];

    private static IndexResult Read(PlannedSource source, IEnumerable<RenderStep> steps)
    {
        if (source.Demuxer != "mov")
        {
            return new IndexResult.NotIndexed($"it is no MP4 or MOV file but {source.Media.Container}");
        }

        try
        {
            using var file = File.OpenRead(source.Path);
            var result = Mp4Indexer.Read(file);
            if (result is IndexResult.Indexed { Index: var index })
            {
                foreach (var pictures in steps.Select(step => step.Pictures).OfType<PictureCut>())
                {
                    Resolve(index, file, pictures);
                }
            }

            return result;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return new IndexResult.NotIndexed(fault.Message);
        }
    }

    private static void Resolve(VideoIndex index, Stream file, PictureCut pictures)
    {
        var (first, end) = (index.RankAt(pictures.FirstPts), index.RankAt(pictures.EndPts));
        if (first < end)
        {
            KeyframeScan.Resolve(index, file, first, end);
        }
    }
}
