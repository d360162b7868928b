using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Verification;

/// <summary>
/// Decodes the first pictures of some copied pieces twice, from the output across the joint before them and from the source
/// alone, and demands that they are the same bit for bit; then has the encoded pieces looked at.
/// </summary>
/// <param name="engine">Runs the engine and hands over each line it prints; null when it succeeded without a word.</param>
internal sealed class CopyCheck(
    Func<IReadOnlyList<string>, Action<string>, CancellationToken, Task<RenderFailure?>> engine,
    string folder
)
{
    private const int SampledPieces = 4;
    private const int SampledPictures = 4;

    /// <summary>Pictures before the joint that are decoded too; a longer group before it is left out.</summary>
    private const int MaxLead = 32;

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

        var pairs = Sample([.. plan.Copying!.Pieces.OfType<VideoPiece.Copy>()]) // only plans that copy come here
            .Select(copy => PairOf(copy, indexes[copy.Source]!, written)) // copied, so indexed
            .ToList();
        var parts = pairs.SelectMany(pair =>
            new[]
            {
                new Part(plan.Sources[pair.Copy.Source].Path, indexes[pair.Copy.Source]!, pair.Source),
                new Part(output, written, pair.Output),
            }
        );
        var digests = new List<List<string>>();
        var failure = await DigestAsync([.. parts], digests, cancellation);
        if (failure is not null)
        {
            return failure;
        }

        var wrong = pairs.Where((pair, i) => !pair.Agrees(digests[2 * i], digests[2 * i + 1])).ToList();
        return wrong is [var first, ..]
            ? Fault($"the pictures copied to frame {first.Copy.FirstFrame} are not those of the source")
            : await new QualityCheck(engine, folder).FindFaultAsync(plan, indexes, written, output, cancellation);
    }

    private static Pair PairOf(VideoPiece.Copy copy, VideoIndex source, VideoIndex written)
    {
        var count = Math.Min(SampledPictures, copy.FrameCount);
        var (lead, first) = (LeadOf(written, (int)copy.FirstFrame), (int)copy.FirstFrame);
        var kept = Enumerable
            .Range(copy.FirstSample, copy.EndSample - copy.FirstSample)
            .Where(sample => source.Ranks[sample] >= copy.FirstRank)
            .Take(count);
        return new Pair(copy, [.. kept], [.. Enumerable.Range(first - lead, lead + count)]);
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

    /// <param name="digests">Receives those of each part, in order.</param>
    private async Task<RenderFailure?> DigestAsync(
        IReadOnlyList<Part> parts,
        List<List<string>> digests,
        CancellationToken cancellation
    )
    {
        var files = new List<string>();
        foreach (var (number, part) in parts.Index())
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"compared-{number}.mp4"));
            using var file = File.OpenHandle(part.Path);
            await Mp4Writer.WriteAsync(path, [PieceSource.TrackOf(part.Index, part.Samples)], _ => file, cancellation);
            files.Add(path);
            digests.Add([]);
        }

        var failure = await engine(
            FfmpegArguments.Digests(files),
            line =>
            {
                // Number of the file, times, size, digest.
                if (line.Split(',', StringSplitOptions.TrimEntries) is [[not '#', ..] file, _, _, _, _, var digest])
                {
                    digests[int.Parse(file, CultureInfo.InvariantCulture)].Add(digest);
                }
            },
            cancellation
        );
        files.ForEach(File.Delete);
        return failure;
    }

    private static RenderFailure Fault(string difference) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            string.Create(CultureInfo.InvariantCulture, $"The output is not as planned: {difference}.")
        );

    private readonly record struct Part(string Path, VideoIndex Index, IReadOnlyList<int> Samples);

    /// <summary>The samples of the source and those of the output that must decode to the same pictures at the end.</summary>
    private sealed record Pair(VideoPiece.Copy Copy, IReadOnlyList<int> Source, IReadOnlyList<int> Output)
    {
        public bool Agrees(List<string> wanted, List<string> got) =>
            wanted.Count == Source.Count
            && got.Count == Output.Count
            && wanted.SequenceEqual(got.Skip(Output.Count - Source.Count));
    }
}
