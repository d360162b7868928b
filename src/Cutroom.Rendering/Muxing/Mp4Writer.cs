using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Muxing;

/// <summary>
/// Writes a MP4 file whose samples already lie in other files: tables first, then the bytes in runs as long as they are
/// contiguous. Memory: the tables (about 50 bytes a sample) and one buffer.
/// </summary>
internal static class Mp4Writer
{
    private const int BufferBytes = 1024 * 1024;

    /// <param name="files">The file at a position that <see cref="SampleBytes"/> names.</param>
    public static async Task WriteAsync(
        string path,
        IReadOnlyList<MovieTrack> tracks,
        Func<int, SafeFileHandle> files,
        CancellationToken cancellation
    )
    {
        var (head, chunks, end) = Arrange(tracks);
        using var output = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await RandomAccess.WriteAsync(output, head, 0, cancellation);
        var buffer = new byte[BufferBytes];
        var position = (long)head.Length;
        foreach (var range in Ranges(tracks, chunks))
            position = await CopyAsync(
                files(range.File),
                range.Offset,
                range.Length,
                output,
                position,
                buffer,
                cancellation
            );
        if (position != end)
            throw new InvalidDataException($"{position} bytes were written where the tables say {end}");
    }

    /// <summary>Everything before the samples. The tables hold offsets that depend on their own size, so they are made twice.</summary>
    private static (byte[] Head, List<Chunk> Chunks, long End) Arrange(IReadOnlyList<MovieTrack> tracks)
    {
        byte[] type = [0, 0, 0, 28, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2mp41"u8];
        var start = 0L;
        while (true)
        {
            var (chunks, end) = Chunks.Lay(tracks, start);
            var movie = MovieBox.Write(tracks, chunks);
            var mediaHeader = MediaHeader(end - start);
            var length = type.Length + movie.Length + mediaHeader.Length;
            if (length == start)
                return ([.. type, .. movie, .. mediaHeader], chunks, end);
            start = length;
        }
    }

    private static byte[] MediaHeader(long length)
    {
        var header = new byte[16];
        header[3] = 1; // the size follows in 64 bits
        "mdat"u8.CopyTo(header.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), length + header.Length);
        return header;
    }

    private static IEnumerable<(int File, long Offset, long Length)> Ranges(
        IReadOnlyList<MovieTrack> tracks,
        List<Chunk> chunks
    )
    {
        var run = (File: -1, Offset: 0L, Length: 0L);
        foreach (var chunk in chunks)
            for (var i = chunk.FirstSample; i < chunk.FirstSample + chunk.Count; i++)
            {
                var sample = tracks[chunk.Track].Samples[i];
                if (sample.File == run.File && sample.Offset == run.Offset + run.Length)
                {
                    run.Length += sample.Size;
                    continue;
                }
                if (run.Length > 0)
                    yield return run;
                run = (sample.File, sample.Offset, sample.Size);
            }
        if (run.Length > 0)
            yield return run;
    }

    private static async Task<long> CopyAsync(
        SafeFileHandle source,
        long offset,
        long length,
        SafeFileHandle output,
        long position,
        byte[] buffer,
        CancellationToken cancellation
    )
    {
        while (length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (KernelCopy.Copy(source, offset, output, position, length) is > 0 and var copied)
            {
                (offset, position, length) = (offset + copied, position + copied, length - copied);
                continue;
            }
            var wanted = buffer.AsMemory(0, (int)Math.Min(length, buffer.Length));
            var read = await RandomAccess.ReadAsync(source, wanted, offset, cancellation);
            if (read == 0)
                throw new EndOfStreamException($"a source ended at byte {offset}, {length} bytes before the plan says");
            await RandomAccess.WriteAsync(output, wanted[..read], position, cancellation);
            (offset, position, length) = (offset + read, position + read, length - read);
        }
        return position;
    }
}
