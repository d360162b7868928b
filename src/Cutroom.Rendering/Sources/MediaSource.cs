using System.Globalization;
using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Sources;

/// <summary>
/// The bytes of a source, on this machine or far away. A render reads the ranges it needs; the whole is fetched only where nothing
/// less will do, as for a full encode. The bytes must not change while it is used; reads may come from several threads at once.
/// </summary>
public abstract class MediaSource
{
    /// <summary>For messages: the name of a file, without its folder.</summary>
    public abstract string Name { get; }

    /// <summary>In bytes.</summary>
    /// <exception cref="IOException">The source cannot be reached.</exception>
    public abstract long Length { get; }

    /// <summary>Fills the buffer from a position of the source; fewer bytes come only at its end.</summary>
    /// <exception cref="IOException">The source cannot be reached.</exception>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>Writes all bytes to a new file. Overridden where there is a faster way than reading range after range.</summary>
    /// <exception cref="IOException">The source cannot be reached, or the disk is full.</exception>
    public virtual Task FetchAsync(string path, CancellationToken cancellation) =>
        SparseFile.WriteAsync(this, [new(0, Length)], [], path, cancellation);

    /// <summary>Names the bytes, for what is kept of them: equal names promise equal bytes. Null where nobody can promise.</summary>
    public virtual string? Identity => null;

    /// <summary>A file on this machine, which is never copied before it is used.</summary>
    /// <param name="identity">Null takes the file's name, length and time of change.</param>
    public static MediaSource OfFile(string path, string? identity = null) => new FileSource(path, identity);

    /// <summary>Null when the bytes lie elsewhere.</summary>
    internal virtual string? LocalPath => null;

    /// <summary>The tables of a MP4 or MOV file once they have been read: planning and rendering read them once.</summary>
    internal Movie? Movie { get; set; }
}

/// <summary>Opens the file for each read, so that nothing is left to be closed. Equal when the path is.</summary>
internal sealed class FileSource(string path, string? identity) : MediaSource, IEquatable<FileSource>
{
    public override string Name => Path.GetFileName(path);

    public override long Length => new FileInfo(path).Length;

    // Files are replaced, not rewritten: one that was changed has another time or length.
    public override string? Identity =>
        identity
        ?? (
            new FileInfo(path) is { Exists: true } file
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"
                )
                : null
        );

    internal override string LocalPath => path;

    public override async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path);
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await RandomAccess.ReadAsync(file, buffer[filled..], offset + filled, cancellation);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    public bool Equals(FileSource? other) => other?.LocalPath == path;

    public override bool Equals(object? other) => Equals(other as FileSource);

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
