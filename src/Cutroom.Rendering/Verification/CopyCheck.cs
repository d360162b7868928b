using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>Runs the engine and hands over each line it prints; null when it succeeded without a word.</summary>
internal delegate Task<RenderFailure?> RunPrinting(
    IReadOnlyList<string> arguments,
    Action<string> onLine,
    CancellationToken cancellation
);

/// <summary>
/// Compares the bytes of every copied picture with the source's. Decodes what is around every joint of the output and demands silence of
/// the decoder; the first pictures of some copied pieces must also be those that the source alone gives, bit for bit. Then has the encoded
/// pieces looked at.
/// </summary>
internal sealed class CopyCheck(RunPrinting engine, string folder)
{
    private const int SampledPieces = 4;

    /// <param name="output">The MP4 with all pieces, before it is put into another container.</param>
    public async Task<RenderFailure?> FindFaultAsync(
        RenderPlan plan,
        IReadOnlyList<VideoIndex?> indexes,
        string output,
        CancellationToken cancellation
    )
    {
        var movie = Read(output);
        if (movie.Pictures is not IndexResult.Indexed { Index: var written } || written.FrameCount != plan.Frames)
        {
            return Fault("the output cannot be read back");
        }

        if (CopiedSamples.FindWrong(plan, indexes, written, output, cancellation) is { } frame)
            return NotTheSources(frame);

        var excerpts = new Excerpts(engine, folder);
        await excerpts.AddPicturesAsync(output, written, JointPictures.ToDecode(plan), cancellation);
        var copies = Sample([.. plan.Copying!.Pieces.OfType<VideoPiece.Copy>()]); // only plans that copy come here
        foreach (var some in copies.GroupBy(copy => copy.Source))
        {
            var ranks = some.Select(copy => (copy.FirstRank, copy.FirstRank + CountOf(copy)));
            var index = indexes[some.Key]!; // copied, so indexed
            await excerpts.AddPicturesAsync(plan.Sources[some.Key].Path, index, ranks, cancellation);
        }

        if (movie.Sound is { } sound)
        {
            var ticks = new Ratio(1, sound.Timescale);
            var ranges = JointPictures
                .Times(plan, JointPictures.Of(plan))
                .Select(range => (range.Start.NearestTicks(ticks), range.End.NearestTicks(ticks)));
            await excerpts.AddSoundAsync(output, sound, ranges, cancellation);
        }

        if (await excerpts.DecodeAsync(cancellation) is { } failure)
        {
            return failure;
        }

        var wrong = copies.FirstOrDefault(copy =>
            Enumerable
                .Range(0, CountOf(copy))
                .Any(i =>
                    excerpts[output, (int)copy.FirstFrame + i]
                    != excerpts[plan.Sources[copy.Source].Path, copy.FirstRank + i]
                )
        );
        return wrong is not null
            ? NotTheSources(wrong.FirstFrame)
            : await new QualityCheck(engine, folder).FindFaultAsync(plan, indexes, written, output, cancellation);
    }

    private static Movie Read(string path)
    {
        using var file = File.OpenRead(path);
        return MovieFile.Read(file);
    }

    private static IReadOnlyList<VideoPiece.Copy> Sample(List<VideoPiece.Copy> copies) =>
        [.. copies.Where((_, i) => i * SampledPieces % copies.Count < SampledPieces)];

    private static int CountOf(VideoPiece.Copy copy) => Math.Min(JointPictures.Around, copy.FrameCount);

    private static RenderFailure NotTheSources(long frame) =>
        Fault($"the pictures copied to frame {frame} are not those of the source");

    private static RenderFailure Fault(string difference) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            string.Create(CultureInfo.InvariantCulture, $"The output is not as planned: {difference}.")
        );
}
