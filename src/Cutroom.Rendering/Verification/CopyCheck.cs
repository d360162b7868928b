using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Verification;

/// <summary>
/// Decodes the first pictures of some copied pieces twice, from the output across the joint before them and from the source
/// alone, and demands that they are the same bit for bit.
/// </summary>
/// <param name="engine">Runs the engine and hands over each line it prints; null when it succeeded without a word.</param>
internal sealed class CopyCheck(
    Func<IReadOnlyList<string>, Action<string>, CancellationToken, Task<RenderFailure?>> engine,
    string folder
)
{
    private const int SampledPieces = 4;
    private const int SampledPictures = 8;

    /// <summary>Pictures before the joint that are decoded too; a longer group before it is left out.</summary>
    private const int MaxLead = 64;

    /// <param name="output">The MP4 with all pieces, before it is put into another container.</param>
    public async Task<RenderFailure?> FindFaultAsync(
        RenderPlan plan,
        IReadOnlyList<VideoIndex?> indexes,
        string output,
        CancellationToken cancellation
    )
    {
        using var file = File.OpenRead(output);
        if (Mp4Indexer.Read(file) is not IndexResult.Indexed { Index: var written })
        {
            return Fault("the output cannot be read back");
        }

        foreach (var copy in Sample([.. plan.Copying!.Pieces.OfType<VideoPiece.Copy>()])) // only plans that copy come here
        {
            var source = indexes[copy.Source]!; // copied, so indexed
            var count = Math.Min(SampledPictures, copy.FrameCount);
            var (lead, first) = (LeadOf(written, (int)copy.FirstFrame), (int)copy.FirstFrame);
            var kept = Enumerable
                .Range(copy.FirstSample, copy.EndSample - copy.FirstSample)
                .Where(sample => source.Ranks[sample] >= copy.FirstRank)
                .Take(count);
            var wanted = new List<string>();
            var got = new List<string>();
            var failure =
                await DigestAsync(plan.Sources[copy.Source].Path, source, [.. kept], wanted, cancellation)
                ?? await DigestAsync(
                    output,
                    written,
                    [.. Enumerable.Range(first - lead, lead + count)],
                    got,
                    cancellation
                );
            if (failure is not null)
            {
                return failure;
            }

            if (wanted.Count != count || got.Count != lead + count || !wanted.SequenceEqual(got.Skip(lead)))
            {
                return Fault($"the pictures copied to frame {first} are not those of the source");
            }
        }

        return null;
    }

    private static IEnumerable<VideoPiece.Copy> Sample(IReadOnlyList<VideoPiece.Copy> copies) =>
        copies.Where((_, i) => i * SampledPieces % copies.Count < SampledPieces);

    private static int LeadOf(VideoIndex written, int first)
    {
        for (var lead = 1; lead <= Math.Min(MaxLead, first); lead++)
        {
            if (written.IsSync(first - lead))
            {
                return lead;
            }
        }

        return 0;
    }

    private async Task<RenderFailure?> DigestAsync(
        string path,
        VideoIndex index,
        IReadOnlyList<int> samples,
        List<string> digests,
        CancellationToken cancellation
    )
    {
        var part = Path.Combine(folder, "compared.mp4");
        using (var file = File.OpenHandle(path))
        {
            await Mp4Writer.WriteAsync(part, [PieceSource.TrackOf(index, samples)], _ => file, cancellation);
        }

        return await engine(
            FfmpegArguments.Digests(part),
            line =>
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    digests.Add(line[(line.LastIndexOf(',') + 1)..].Trim());
                }
            },
            cancellation
        );
    }

    private static RenderFailure Fault(string difference) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            string.Create(CultureInfo.InvariantCulture, $"The output is not as planned: {difference}.")
        );
}
