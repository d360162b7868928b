using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Planning;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>A source as the copying path needs it.</summary>
internal sealed record IndexedSource(string Path, VideoIndex Index);

/// <summary>
/// Carries a <see cref="CopyPlan"/> out: encodes the pieces side by side, then writes one MP4 from them and the sources.
/// Takes no media decision. Broken bytes end in <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="ffmpeg">Runs the engine with these arguments; throws when it fails.</param>
/// <param name="atOnce">How many pieces are encoded at the same time.</param>
internal sealed class CopyRunner(
    Func<IReadOnlyList<string>, CancellationToken, Task> ffmpeg,
    PieceEncoding encoding,
    int atOnce
)
{
    /// <param name="sources">By source; null where the plan uses none.</param>
    /// <param name="sound">A finished MP4 with the whole sound of the output, or null.</param>
    public async Task RunAsync(
        CopyPlan plan,
        IReadOnlyList<IndexedSource?> sources,
        string? sound,
        string workFolder,
        string output,
        CancellationToken cancellation
    )
    {
        using var files = new OpenFiles();
        foreach (var source in sources)
            files.Add(source is null ? null : File.OpenHandle(source.Path));
        var pieceFile = files.Add(
            File.OpenHandle(
                Path.Combine(workFolder, "pieces"),
                FileMode.Create,
                FileAccess.ReadWrite,
                options: FileOptions.DeleteOnClose
            )
        );
        var store = new PieceStore(files[pieceFile], pieceFile);
        var encoded = await EncodeAsync(plan, sources, files, store, workFolder, cancellation);
        var patched = plan.Pieces.Select(piece => Patch(piece, sources, files, store)).ToList();
        var indexes = sources.Select(source => source?.Index).ToList();
        List<MovieTrack> tracks = [new VideoAssembly(plan, indexes).Build(encoded, patched)];
        if (sound is not null)
        {
            var soundFile = files.Add(File.OpenHandle(sound));
            using var stream = File.OpenRead(sound);
            tracks.Add(SoundTrack.Read(stream, soundFile));
        }
        await Mp4Writer.WriteAsync(output, tracks, position => files[position], cancellation);
    }

    private static SampleBytes? Patch(
        VideoPiece piece,
        IReadOnlyList<IndexedSource?> sources,
        OpenFiles files,
        PieceStore store
    ) =>
        piece is VideoPiece.Copy { BreaksLink: true } copy
            ? store.AddBrokenLink(files[copy.Source], sources[copy.Source]!.Index, copy.FirstSample)
            : null;

    private async Task<EncodedPiece?[]> EncodeAsync(
        CopyPlan plan,
        IReadOnlyList<IndexedSource?> sources,
        OpenFiles files,
        PieceStore store,
        string workFolder,
        CancellationToken cancellation
    )
    {
        var sets = sources.OfType<IndexedSource>().SelectMany(source => source.Index.Configuration.ParameterSets);
        var renaming = encoding.Family == NalFamily.H265 ? H265Renaming.Avoiding(sets) : null;
        var encoded = new EncodedPiece?[plan.Pieces.Count];
        var storing = new Lock();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(
            0,
            plan.Pieces.Count,
            limits,
            async (i, stop) =>
            {
                if (plan.Pieces[i] is not VideoPiece.Encode piece)
                    return;
                var name = Path.Combine(workFolder, string.Create(CultureInfo.InvariantCulture, $"piece-{i}"));
                await EncodeAsync(piece, sources[piece.Source]!.Index, files[piece.Source], name, stop);
                lock (storing)
                    encoded[i] = store.Add($"{name}.mp4", piece, renaming);
                File.Delete($"{name}.mp4");
            }
        );
        return encoded;
    }

    private async Task EncodeAsync(
        VideoPiece.Encode piece,
        VideoIndex index,
        SafeFileHandle file,
        string name,
        CancellationToken cancellation
    )
    {
        var source = PieceSource.Of(piece, index);
        var input = $"{name}-source.mp4";
        await Mp4Writer.WriteAsync(input, [source.Track], _ => file, cancellation);
        await ffmpeg(
            PieceArguments.For(encoding, input, source.SkippedFrames, piece.FrameCount, $"{name}.mp4"),
            cancellation
        );
        File.Delete(input);
    }
}
