using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>Runs the engine with these arguments; null when it succeeded without a word.</summary>
internal delegate Task<RenderFailure?> RunEngine(IReadOnlyList<string> arguments, CancellationToken cancellation);

/// <summary>
/// Carries a <see cref="CopyPlan"/> out: encodes the pieces side by side, then writes one MP4 from them and the sources.
/// Takes no media decision.
/// </summary>
/// <param name="indexes">By source; null where the plan cuts nothing from one.</param>
/// <param name="folder">Where unfinished pieces lie.</param>
internal sealed class CopyRunner(
    RenderPlan plan,
    IReadOnlyList<VideoIndex?> indexes,
    string folder,
    int threads,
    RunEngine engine
) : IDisposable
{
    // The caller made sure that something is copied.
    private readonly CopyPlan _copying = plan.Copying!;
    private readonly EncodedPiece?[] _encoded = new EncodedPiece?[plan.Copying!.Pieces.Count];
    private readonly OpenFiles _files = OpenFiles.Of(plan.Sources, indexes, Path.Combine(folder, "pieces"));
    private readonly PieceEncodings _encodings = PieceEncodings.For(plan, indexes);

    public void Dispose() => _files.Dispose();

    /// <summary>Makes every piece that is not copied, as many at once as there are threads.</summary>
    /// <param name="onPiece">Told of each finished piece, from any thread.</param>
    /// <exception cref="InvalidDataException">An encoded piece is not what was asked for.</exception>
    public async Task<RenderFailure?> EncodeAsync(Action<VideoPiece> onPiece, CancellationToken cancellation)
    {
        var store = new PieceStore(_files.Scratch, _files.ScratchPosition);
        var (storing, made) = (new Lock(), _copying.Pieces.Index().Where(piece => piece.Item is not VideoPiece.Copy));
        var pieces = made.ToList();
        var atOnce = Math.Clamp(pieces.Count, 1, threads);
        RenderFailure? failure = null;
        await Parallel.ForEachAsync(
            pieces,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (piece, stop) =>
            {
                var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"piece-{piece.Index}"));
                if (
                    failure is not null
                    || (failure = await EncodeAsync(piece.Item, name, threads / atOnce, stop)) is not null
                )
                {
                    return;
                }

                lock (storing)
                {
                    _encoded[piece.Index] = store.Add($"{name}.mp4", piece.Item, _encodings.RenamingOf(piece.Item));
                }

                File.Delete($"{name}.mp4");
                onPiece(piece.Item);
            }
        );
        return failure;
    }

    /// <param name="sound">A finished MP4 with the whole sound of the output, or null.</param>
    public async Task WriteAsync(string? sound, string output, CancellationToken cancellation)
    {
        var store = new PieceStore(_files.Scratch, _files.ScratchPosition);
        var patched = _copying.Pieces.Select(piece => Patch(piece, store)).ToList();
        var pictures = new VideoAssembly(PictureTimes.TimescaleOf(plan), PictureTimes.Of(plan), indexes);
        List<MovieTrack> tracks = [pictures.Build(_copying, _encoded, patched)];
        if (sound is not null)
        {
            using var stream = File.OpenRead(sound);
            tracks.Add(SoundTrack.Read(stream, _files.Add(File.OpenHandle(sound))));
        }

        await Mp4Writer.WriteAsync(output, tracks, position => _files[position], cancellation);
    }

    private SampleBytes? Patch(VideoPiece piece, PieceStore store) =>
        piece is VideoPiece.Copy { BreaksLink: true } copy
            ? store.AddBrokenLink(_files[copy.Source], indexes[copy.Source]!, copy.FirstSample) // copied, so indexed
            : null;

    private async Task<RenderFailure?> EncodeAsync(
        VideoPiece piece,
        string name,
        int pieceThreads,
        CancellationToken cancellation
    )
    {
        var output = $"{name}.mp4";
        var encoding = _encodings.Of(piece);
        switch (piece)
        {
            case VideoPiece.Adapt adapt:
                return await engine(
                    PieceArguments.Adapt(plan, adapt.Step, encoding, pieceThreads, output),
                    cancellation
                );
            case VideoPiece.Encode encode:
                var source = PieceSource.Of(encode, indexes[encode.Source]!); // cut, so indexed
                var input = $"{name}-source.mp4";
                await Mp4Writer.WriteAsync(input, [source.Track], _ => _files[encode.Source], cancellation);
                var arguments = PieceArguments.Cut(encoding, pieceThreads, input, source, piece.FrameCount, output);
                var failure = await engine(arguments, cancellation);
                File.Delete(input);
                return failure;
            default:
                return null;
        }
    }
}
