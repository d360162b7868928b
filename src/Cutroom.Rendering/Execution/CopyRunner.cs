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
/// <param name="kept">Pieces of earlier renders; null where none are kept.</param>
internal sealed class CopyRunner(
    RenderPlan plan,
    IReadOnlyList<VideoIndex?> indexes,
    string folder,
    int threads,
    RunEngine engine,
    KeptPieces? kept = null
) : IDisposable
{
    // The caller made sure that something is copied.
    private readonly CopyPlan _copying = plan.Copying!;
    private readonly EncodedPiece?[] _encoded = new EncodedPiece?[plan.Copying!.Pieces.Count];
    private readonly OpenFiles _files = OpenFiles.Of(plan.Sources, indexes, Path.Combine(folder, "pieces"));
    private readonly PieceEncodings _encodings = PieceEncodings.For(plan, indexes);
    private readonly Lock _storing = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Makes every piece that is not copied, in as many calls at once as there are threads.</summary>
    /// <param name="onPiece">Told of each finished piece, from any thread.</param>
    /// <exception cref="InvalidDataException">An encoded piece is not what was asked for.</exception>
    public async Task<RenderFailure?> EncodeAsync(Action<VideoPiece> onPiece, CancellationToken cancellation)
    {
        var maker = new PieceMaker(plan, indexes, _files, _encodings, folder, engine);
        var store = new PieceStore(_files.Scratch, _files.ScratchPosition);
        var keys = kept is null ? null : new PieceKeys(plan, _encodings, kept.EngineVersion);
        var missing = new List<int>();
        foreach (var (position, piece) in _copying.Pieces.Index().Where(piece => piece.Item is not VideoPiece.Copy))
        {
            if (keys?.Of(piece) is { } key && kept!.Cache.TryGet(key, maker.PathOf(position))) // keys go with kept
            {
                Store(position, maker.PathOf(position), store, onPiece);
            }
            else
            {
                missing.Add(position);
            }
        }

        return await MakeAsync(
            PieceBatches.Of(plan, missing, threads),
            maker,
            made =>
            {
                if (keys?.Of(_copying.Pieces[made]) is { } key)
                {
                    kept!.Cache.Put(key, maker.PathOf(made)); // as above
                }

                Store(made, maker.PathOf(made), store, onPiece);
            },
            cancellation
        );
    }

    private async Task<RenderFailure?> MakeAsync(
        IReadOnlyList<IReadOnlyList<int>> batches,
        PieceMaker maker,
        Action<int> onMade,
        CancellationToken cancellation
    )
    {
        var atOnce = Math.Clamp(batches.Count, 1, threads);
        RenderFailure? failure = null;
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (batch, stop) =>
            {
                if (failure is not null)
                {
                    return;
                }

                if (await maker.MakeAsync(batch, threads / atOnce, stop) is { } fault)
                {
                    failure = fault;
                    return;
                }

                foreach (var piece in batch)
                {
                    onMade(piece);
                }
            }
        );
        return failure;
    }

    private void Store(int position, string path, PieceStore store, Action<VideoPiece> onPiece)
    {
        var piece = _copying.Pieces[position];
        lock (_storing)
        {
            _encoded[position] = store.Add(path, piece, _encodings.RenamingOf(piece));
        }

        File.Delete(path);
        onPiece(piece);
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
}
