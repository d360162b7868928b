using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Brings sources from behind a network onto the disk, as far as a plan reads them: of a source that is copied from, its tables, the
/// samples of its pieces and the sound under them; of any other, all.
/// </summary>
internal static class LocalSources
{
    /// <summary>The plan with every source a file. What is brought lies in <paramref name="folder"/>.</summary>
    /// <exception cref="IOException">A source cannot be reached, or the disk is full.</exception>
    public static async Task<RenderPlan> BringAsync(RenderPlan plan, string folder, CancellationToken cancellation)
    {
        var sources = plan.Sources.ToArray();
        foreach (var (number, source) in plan.Sources.Index())
        {
            if (source.Bytes is not { LocalPath: null } remote || plan.Steps.All(step => step.Source != number))
            {
                continue;
            }

            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"source-{number}"));
            File.Delete(path);
            if (await UsedRangesAsync(plan, number, remote, cancellation) is { } ranges)
            {
                var tables = (await MovieFile.ReadAsync(remote, cancellation)).Parts;
                await SparseFile.WriteAsync(remote, ranges, tables, path, cancellation);
            }
            else
            {
                await remote.FetchAsync(path, cancellation);
            }

            sources[number] = source with { Path = path, Bytes = MediaSource.OfFile(path) };
        }

        return plan with
        {
            Sources = sources,
        };
    }

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Null when the engine opens the source itself and reads pictures from it.</summary>
    private static async Task<IReadOnlyList<ByteRange>?> UsedRangesAsync(
        RenderPlan plan,
        int number,
        MediaSource source,
        CancellationToken cancellation
    )
    {
        var steps = plan.Steps.Index().Where(step => step.Item.Source == number).ToList();
        if (
            plan.Copying is not { } copying
            || copying.Pieces.OfType<VideoPiece.Adapt>().Any(piece => plan.Steps[piece.Step].Source == number)
        )
        {
            return null;
        }

        var movie = await MovieFile.ReadAsync(source, cancellation);
        var sounds = steps.Select(step => step.Item.Sound).OfType<SoundCut>().Where(cut => cut.Stream is not null);
        if (
            movie.Pictures is not IndexResult.Indexed { Index: var pictures }
            || sounds.Any(cut => !SoundExtract.IsPossible(cut, movie.Sound))
        )
        {
            return null;
        }

        return ByteRange.Join([
            .. copying
                .Pieces.OfType<VideoPiece.Cut>()
                .Where(piece => piece.Source == number)
                .SelectMany(piece => pictures.RangesOf(piece.FirstSample, piece.EndSample)),
            .. sounds.SelectMany(cut => SoundExtract.RangesOf(cut, plan.Sound!, movie.Sound!)), // checked above
        ]);
    }
}
