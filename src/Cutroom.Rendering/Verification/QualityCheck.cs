using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Verification;

/// <summary>
/// Decodes the first pictures of some encoded pieces beside their originals and demands that they look alike: the right pictures,
/// undamaged. Where exactly the encoder's quality lies is not its matter.
/// </summary>
internal sealed class QualityCheck(RunPrinting engine, string folder)
{
    /// <summary>
    /// Decibels. Pieces measure above 42 on noisy pictures; a neighbour in a moving picture, or what a decoder makes up for a
    /// damaged one, lies below 30.
    /// </summary>
    private const double Least = 32;

    private const string Value = "psnr_avg:";
    private const int SampledPieces = 2;
    private const int SampledPictures = 8;

    /// <param name="written">The index of <paramref name="output"/>.</param>
    public async Task<RenderFailure?> FindFaultAsync(
        RenderPlan plan,
        IReadOnlyList<VideoIndex?> indexes,
        VideoIndex written,
        string output,
        CancellationToken cancellation
    )
    {
        var pieces = plan.Copying!.Pieces.OfType<VideoPiece.Encode>() // only plans that copy come here
            .Select(piece => BeginningOf(piece, indexes[piece.Source]!)) // cut from it, so indexed
            .OrderBy(piece => piece.EndSample - piece.FirstSample) // the least to decode
            .Take(SampledPieces)
            .ToList();
        if (pieces.Count == 0)
        {
            return null;
        }

        var pairs = new List<LikenessPair>();
        foreach (var (number, piece) in pieces.Index())
        {
            var path = plan.Sources[piece.Source].Path;
            var index = indexes[piece.Source]!; // as above
            using var source = File.OpenHandle(path);
            var original = PieceSource.Of(piece, index, of => DisposablePictures.IsDisposable(index, source, of));
            // Pieces stand alone, in the order of the output.
            var made = PieceSource.TrackOf(written, SamplesOf(written, (int)piece.FirstFrame, piece.FrameCount));
            pairs.Add(
                new(
                    await WriteAsync($"original-{number}.mp4", original.Track, path, cancellation),
                    original.FirstPts,
                    original.EndPts,
                    await WriteAsync($"made-{number}.mp4", made, output, cancellation),
                    piece.FrameCount
                )
            );
        }

        var seen = new List<double>();
        var failure = await engine(
            FfmpegArguments.Likeness(pairs),
            line =>
            {
                if (QualityOf(line) is { } quality)
                    seen.Add(quality);
            },
            cancellation
        );
        pairs.SelectMany(pair => new[] { pair.Original, pair.Copy }).ToList().ForEach(File.Delete);
        if (failure is not null)
        {
            return failure;
        }

        foreach (var piece in pieces)
        {
            var qualities = seen.Take(piece.FrameCount).ToList();
            seen.RemoveRange(0, qualities.Count);
            if (qualities.Count < piece.FrameCount || qualities.Min() < Least)
                return Fault(piece, qualities);
        }

        return null;
    }

    /// <summary>As many pictures of a piece as are looked at.</summary>
    private static VideoPiece.Encode BeginningOf(VideoPiece.Encode piece, VideoIndex source)
    {
        var count = Math.Min(SampledPictures, piece.FrameCount);
        var last = source.Shown[piece.FirstRank..(piece.FirstRank + count)].Max();
        return piece with { FrameCount = count, EndSample = last + 1 };
    }

    private static IReadOnlyList<int> SamplesOf(VideoIndex written, int first, int count) =>
        [.. Enumerable.Range(first, written.Shown[first..(first + count)].Max() + 1 - first)];

    private async Task<string> WriteAsync(string name, MovieTrack track, string from, CancellationToken cancellation)
    {
        var part = Path.Combine(folder, name);
        using var file = File.OpenHandle(from);
        await Mp4Writer.WriteAsync(part, [track], _ => file, cancellation);
        return part;
    }

    /// <summary>Of a line such as <c>n:1 mse_avg:0.91 … psnr_avg:48.54 …</c>; equal pictures have <c>inf</c>.</summary>
    private static double? QualityOf(string line)
    {
        var start = line.IndexOf(Value, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var text = line[(start + Value.Length)..].Split(' ')[0];
        return text == "inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static RenderFailure Fault(VideoPiece.Encode piece, List<double> seen) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            seen.Count < piece.FrameCount
                ? $"The output is not as planned: the pictures encoded from frame {piece.FirstFrame} on cannot be compared."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The output is not as planned: the pictures encoded from frame {piece.FirstFrame} on are unlike the source's, {seen.Min():f1} dB."
                )
        );
}
