using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Verification;

/// <summary>
/// Compares every copied picture of an output with the one of the source that is to be shown there: the same bytes, decoded in the same
/// order. Then it decodes as the source does, without decoding it.
/// </summary>
internal sealed class CopiedSamples(VideoIndex written, SafeFileHandle output)
{
    private byte[] _mine = [];
    private byte[] _theirs = [];

    /// <returns>A frame of the output that is another's than the plan's; null where all are right.</returns>
    public static long? FindWrong(
        RenderPlan plan,
        IReadOnlyList<VideoIndex?> indexes,
        VideoIndex written,
        string output,
        CancellationToken cancellation
    )
    {
        using var file = File.OpenHandle(output);
        var samples = new CopiedSamples(written, file);
        return plan.Copying!.Pieces.OfType<VideoPiece.Copy>() // only plans that copy come here
            .Select(copy =>
                samples.FindWrong(copy, indexes[copy.Source]!, plan.Sources[copy.Source].Path, cancellation) // copied, so indexed
            )
            .FirstOrDefault(wrong => wrong is not null);
    }

    /// <returns>The first frame of the output that is another's; null where all are right.</returns>
    public long? FindWrong(VideoPiece.Copy copy, VideoIndex source, string path, CancellationToken cancellation)
    {
        using var original = File.OpenHandle(path);
        var pairs = Enumerable
            .Range(0, copy.FrameCount)
            .Select(i => (Here: written.Shown[copy.FirstFrame + i], There: source.Shown[copy.FirstRank + i]))
            .OrderBy(pair => pair.Here);
        var before = -1;
        foreach (var (here, there) in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            // The first of them may have been told that it breaks a link; it is decoded anyway.
            var isRewritten = copy.BreaksLink && there == copy.FirstSample;
            if (there < before || !(isRewritten || AreEqual(here, source, there, original)))
                return written.Ranks[here];
            before = there;
        }

        return null;
    }

    private bool AreEqual(int here, VideoIndex source, int there, SafeFileHandle original)
    {
        var size = written.Sizes[here];
        return size == source.Sizes[there]
            && Read(output, written.Offsets[here], size, ref _mine)
                .SequenceEqual(Read(original, source.Offsets[there], size, ref _theirs));
    }

    private static ReadOnlySpan<byte> Read(SafeFileHandle file, long offset, int size, ref byte[] buffer)
    {
        if (buffer.Length < size)
            buffer = new byte[size];
        var done = 0;
        while (
            done < size && RandomAccess.Read(file, buffer.AsSpan(done, size - done), offset + done) is > 0 and var more
        )
            done += more;
        return done == size
            ? buffer.AsSpan(0, size)
            : throw new EndOfStreamException(
                string.Create(CultureInfo.InvariantCulture, $"a picture of {size} bytes at {offset} is cut off")
            );
    }
}
