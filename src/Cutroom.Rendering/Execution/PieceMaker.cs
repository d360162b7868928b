using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>Makes encoded pieces as files of their own in one folder. Takes no media decision.</summary>
/// <param name="indexes">By source; null where the plan cuts nothing from one.</param>
internal sealed class PieceMaker(
    RenderPlan plan,
    IReadOnlyList<VideoIndex?> indexes,
    OpenFiles files,
    PieceEncodings encodings,
    string folder,
    RunEngine engine
)
{
    public string PathOf(int piece) => Path.Combine(folder, Name("piece", piece));

    /// <summary>Makes the pieces at these positions with one call of the engine.</summary>
    public Task<RenderFailure?> MakeAsync(IReadOnlyList<int> pieces, int threads, CancellationToken cancellation) =>
        pieces is [var only] && plan.Copying!.Pieces[only] is VideoPiece.Adapt adapt // only plans that copy have pieces
            ? engine(PieceArguments.Adapt(plan, adapt.Step, encodings.Of(adapt), threads, PathOf(only)), cancellation)
            : CutAsync(pieces, threads, cancellation);

    private async Task<RenderFailure?> CutAsync(IReadOnlyList<int> pieces, int threads, CancellationToken cancellation)
    {
        var jobs = new List<PieceJob>();
        foreach (var number in pieces)
        {
            var piece = (VideoPiece.Encode)plan.Copying!.Pieces[number]; // a batch holds nothing else
            var (index, file) = (indexes[piece.Source]!, files[piece.Source]); // cut, so indexed
            var source = PieceSource.Of(piece, index, sample => DisposablePictures.IsDisposable(index, file, sample));
            var input = Path.Combine(folder, Name("source", number));
            await Mp4Writer.WriteAsync(input, [source.Track], _ => file, cancellation);
            jobs.Add(new(input, source.FirstPts, source.EndPts, piece.FrameCount, PathOf(number)));
        }

        var failure = await engine(PieceArguments.Cut(encodings.Cut, threads, jobs), cancellation);
        jobs.ForEach(job => File.Delete(job.Input));
        return failure;
    }

    private static string Name(string what, int piece) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}-{piece}.mp4");
}
