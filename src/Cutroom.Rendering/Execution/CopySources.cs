using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>Reads the indexes of a plan's sources as far as the plan needs them: tables, and the keyframes around its cuts.</summary>
internal static class CopySources
{
    /// <summary>By source of the plan.</summary>
    /// <exception cref="IOException">A source behind a network cannot be reached.</exception>
    public static async Task<IReadOnlyList<IndexResult>> ReadAsync(RenderPlan plan, CancellationToken cancellation)
    {
        var results = new List<IndexResult>();
        foreach (var (number, source) in plan.Sources.Index())
        {
            results.Add(await ReadAsync(source, plan.Steps.Where(step => step.Source == number), cancellation));
        }

        return results;
    }

    private static async Task<IndexResult> ReadAsync(
        PlannedSource source,
        IEnumerable<RenderStep> steps,
        CancellationToken cancellation
    )
    {
        if (source.Demuxer != "mov")
        {
            return new IndexResult.NotIndexed($"it is no MP4 or MOV file but {source.Media.Container}");
        }

        try
        {
            var result = await Mp4Indexer.ReadAsync(source.Bytes, cancellation);
            if (result is IndexResult.Indexed { Index: var index })
            {
                foreach (var pictures in steps.Select(step => step.Pictures).OfType<PictureCut>())
                {
                    await ResolveAsync(index, source, pictures, cancellation);
                }
            }

            return result;
        }
        catch (Exception fault)
            when (Mp4Indexer.IsOfTheFile(fault) || (fault is IOException && source.Bytes.LocalPath is not null))
        {
            return new IndexResult.NotIndexed(fault.Message);
        }
    }

    private static async Task ResolveAsync(
        VideoIndex index,
        PlannedSource source,
        PictureCut pictures,
        CancellationToken cancellation
    )
    {
        var (first, end) = (index.RankAt(pictures.FirstPts), index.RankAt(pictures.EndPts));
        if (first < end)
        {
            await KeyframeScan.ResolveAsync(index, source.Bytes, first, end, cancellation);
        }
    }
}
