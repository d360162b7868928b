namespace Cutroom.Rendering.Sources;

/// <summary>
/// A file as long as a source that holds some ranges of it, at their places. What is not held takes no room on the disk and reads
/// as zeros; whoever names the ranges makes sure that nobody looks there.
/// </summary>
internal static class SparseFile
{
    // A source behind a network gets one request for each of these. Also the memory that a copy takes.
    private const int RequestBytes = 4 * 1024 * 1024;

    /// <param name="known">Bytes that are at hand already, with their place.</param>
    /// <exception cref="IOException">The source cannot be reached or is shorter than it said, or the disk is full.</exception>
    public static async Task WriteAsync(
        MediaSource source,
        IReadOnlyList<ByteRange> ranges,
        IReadOnlyList<(long Offset, byte[] Bytes)> known,
        string path,
        CancellationToken cancellation
    )
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, source.Length);
        foreach (var (offset, bytes) in known)
        {
            await RandomAccess.WriteAsync(file, bytes, offset, cancellation);
        }

        var buffer = new byte[Math.Min(RequestBytes, ranges.Count == 0 ? 0 : ranges.Max(range => range.Length))];
        foreach (var range in ranges)
        {
            for (var position = range.Start; position < range.End; )
            {
                var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, range.End - position));
                if (await source.ReadAsync(position, wanted, cancellation) < wanted.Length)
                {
                    throw new IOException($"{source.Name} ended before byte {position + wanted.Length}");
                }

                await RandomAccess.WriteAsync(file, wanted, position, cancellation);
                position += wanted.Length;
            }
        }
    }
}
