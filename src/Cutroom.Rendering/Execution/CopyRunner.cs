using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Planning;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Carries a <see cref="CopyPlan"/> out: encodes the pieces side by side, then writes one MP4 from them and the sources.
/// Takes no media decision. Broken bytes end in <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="ffmpeg">Runs the engine with these arguments; throws when it fails.</param>
/// <param name="atOnce">How many pieces are encoded at the same time.</param>
/// <param name="threads">Of each encoder; 0 is one for each processor.</param>
internal sealed class CopyRunner(Func<IReadOnlyList<string>, CancellationToken, Task> ffmpeg, int atOnce, int threads)
{
    /// <param name="indexes">By source; null where the plan copies nothing from one.</param>
    /// <param name="sound">A finished MP4 with the whole sound of the output, or null.</param>
    public async Task RunAsync(
        RenderPlan plan,
        CopyPlan copying,
        IReadOnlyList<VideoIndex?> indexes,
        string? sound,
        string workFolder,
        string output,
        CancellationToken cancellation
    )
    {
        using var files = new OpenFiles();
        foreach (var (source, index) in plan.Sources.Zip(indexes))
        {
            files.Add(index is null ? null : File.OpenHandle(source.Path));
        }

        var store = OpenStore(files, workFolder);
        var encoding =
            PieceEncoding.Matching([.. indexes.OfType<VideoIndex>()], indexes[copying.Model]!, plan.Pictures!.FrameRate)
            ?? throw new InvalidDataException("no encoder setting matches the source");
        var encoded = await EncodeAsync(copying, encoding, indexes, files, store, workFolder, cancellation);
        var patched = copying.Pieces.Select(piece => Patch(piece, indexes, files, store)).ToList();
        var times = PictureTimes.Of(plan);
        List<MovieTrack> tracks =
        [
            new VideoAssembly(PictureTimes.TimescaleOf(plan), times, indexes).Build(copying, encoded, patched),
        ];
        if (sound is not null)
        {
            using var stream = File.OpenRead(sound);
            tracks.Add(SoundTrack.Read(stream, files.Add(File.OpenHandle(sound))));
        }

        await Mp4Writer.WriteAsync(output, tracks, position => files[position], cancellation);
    }

    private static PieceStore OpenStore(OpenFiles files, string workFolder)
    {
        var file = File.OpenHandle(
            Path.Combine(workFolder, "pieces"),
            FileMode.Create,
            FileAccess.ReadWrite,
            options: FileOptions.DeleteOnClose
        );
        return new PieceStore(file, files.Add(file));
    }

    private static SampleBytes? Patch(
        VideoPiece piece,
        IReadOnlyList<VideoIndex?> indexes,
        OpenFiles files,
        PieceStore store
    ) =>
        piece is VideoPiece.Copy { BreaksLink: true } copy
            ? store.AddBrokenLink(files[copy.Source], indexes[copy.Source]!, copy.FirstSample)
            : null;

    private async Task<EncodedPiece?[]> EncodeAsync(
        CopyPlan copying,
        PieceEncoding encoding,
        IReadOnlyList<VideoIndex?> indexes,
        OpenFiles files,
        PieceStore store,
        string workFolder,
        CancellationToken cancellation
    )
    {
        var sets = indexes.OfType<VideoIndex>().SelectMany(index => index.Configuration.ParameterSets);
        var renaming = encoding.Family == NalFamily.H265 ? H265Renaming.Avoiding(sets) : null;
        var encoded = new EncodedPiece?[copying.Pieces.Count];
        var storing = new Lock();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(
            0,
            encoded.Length,
            limits,
            async (i, stop) =>
            {
                if (copying.Pieces[i] is not VideoPiece.Encode piece)
                {
                    return;
                }

                var name = Path.Combine(workFolder, string.Create(CultureInfo.InvariantCulture, $"piece-{i}"));
                await EncodeAsync(piece, encoding, indexes[piece.Source]!, files[piece.Source], name, stop);
                lock (storing)
                {
                    encoded[i] = store.Add($"{name}.mp4", piece, renaming);
                }

                File.Delete($"{name}.mp4");
            }
        );
        return encoded;
    }

    private async Task EncodeAsync(
        VideoPiece.Encode piece,
        PieceEncoding encoding,
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
            PieceArguments.For(encoding, threads, input, source.SkippedFrames, piece.FrameCount, $"{name}.mp4"),
            cancellation
        );
        File.Delete(input);
    }
}
