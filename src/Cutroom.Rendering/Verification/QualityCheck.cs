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
/// <param name="engine">Runs the engine and hands over each line it prints; null when it succeeded without a word.</param>
internal sealed class QualityCheck(
    Func<IReadOnlyList<string>, Action<string>, CancellationToken, Task<RenderFailure?>> engine,
    string folder
)
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
        var encoded = plan.Copying!.Pieces.OfType<VideoPiece.Encode>().ToList(); // only plans that copy come here
        foreach (var piece in encoded.Where((_, i) => i * SampledPieces % encoded.Count < SampledPieces))
        {
            var original = PieceSource.Of(piece, indexes[piece.Source]!); // cut from it, so indexed
            var made = PieceSource.TrackOf(
                written,
                [.. Enumerable.Range((int)piece.FirstFrame, piece.FrameCount)] // pieces stand alone, in the order of the output
            );
            var worst = double.PositiveInfinity;
            var seen = 0;
            var failure = await engine(
                FfmpegArguments.Likeness(
                    await WriteAsync("original.mp4", original.Track, plan.Sources[piece.Source].Path, cancellation),
                    (original.FirstPts, original.EndPts),
                    await WriteAsync("made.mp4", made, output, cancellation),
                    Math.Min(SampledPictures, piece.FrameCount)
                ),
                line =>
                {
                    if (QualityOf(line) is { } quality)
                    {
                        (worst, seen) = (Math.Min(worst, quality), seen + 1);
                    }
                },
                cancellation
            );
            if (failure is not null)
            {
                return failure;
            }

            if (worst < Least || seen != Math.Min(SampledPictures, piece.FrameCount))
            {
                return Fault(piece, seen, worst);
            }
        }

        return null;
    }

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

    private static RenderFailure Fault(VideoPiece.Encode piece, int seen, double worst) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            seen == 0
                ? $"The output is not as planned: the pictures encoded from frame {piece.FirstFrame} on cannot be compared."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The output is not as planned: the pictures encoded from frame {piece.FirstFrame} on are unlike the source's, {worst:f1} dB."
                )
        );
}
