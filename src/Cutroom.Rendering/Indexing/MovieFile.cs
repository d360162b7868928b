using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Indexing;

/// <summary>Finds the <c>moov</c> box of a MP4 or MOV file, wherever it lies, without reading the media bytes.</summary>
internal static class MovieFile
{
    public static Movie Read(Stream file)
    {
        var search = new MovieSearch(file.Length);
        Movie? movie;
        do
        {
            var bytes = new byte[search.Wanted.Length];
            file.Position = search.Wanted.Start;
            file.ReadExactly(bytes);
            movie = search.Take(bytes);
        } while (movie is null);
        return movie;
    }

    /// <summary>A source is read once, whoever asks; a file that has no such box throws <see cref="InvalidDataException"/>.</summary>
    public static async Task<Movie> ReadAsync(MediaSource source, CancellationToken cancellation)
    {
        var search = new MovieSearch(source.Length);
        while (source.Movie is null)
        {
            var bytes = new byte[search.Wanted.Length];
            if (await source.ReadAsync(search.Wanted.Start, bytes, cancellation) < bytes.Length)
                throw new EndOfStreamException($"{source.Name} is shorter than it said");
            source.Movie = search.Take(bytes);
        }
        return source.Movie;
    }
}

/// <summary>The walk over the boxes of a file, apart from how its bytes are had: it says what to read next and takes it.</summary>
internal sealed class MovieSearch
{
    /// <summary>About 16 bytes of table a frame: enough for days of video, and a bound on what one file can make us hold.</summary>
    public const int MaxMovieBytes = 128 * 1024 * 1024;

    /// <summary>Top-level boxes looked at before giving up; a fragmented file has thousands and is not indexed anyway.</summary>
    private const int MaxTopLevelBoxes = 1_000;

    private const int HeaderBytes = 16;

    private readonly long _fileLength;
    private readonly List<(long Offset, byte[] Bytes)> _parts = [];
    private bool _isBody;
    private bool _isQuickTime;

    public MovieSearch(long fileLength)
    {
        _fileLength = fileLength;
        Want(0);
    }

    public ByteRange Wanted { get; private set; }

    /// <param name="bytes">All that were wanted.</param>
    /// <returns>Null as long as more is wanted.</returns>
    public Movie? Take(byte[] bytes)
    {
        _parts.Add((Wanted.Start, bytes));
        if (_isBody)
            return new Movie(new Box("moov", bytes), _parts, _fileLength, _isQuickTime);
        var position = Wanted.Start;
        var (type, header, size) = Box.ReadHeader(bytes, _fileLength - position);
        if (size > _fileLength - position)
            throw new InvalidDataException(
                $"the file ends at byte {_fileLength}, inside box '{type}', which needs {size} bytes from byte {position}"
            );
        _isQuickTime |= type == "ftyp" && bytes.AsSpan(header).StartsWith("qt  "u8);
        if (type == "moov")
            WantBody(position + header, size - header);
        else
            Want(position + size);
        return null;
    }

    private void Want(long position)
    {
        if (position + 8 > _fileLength || _parts.Count == MaxTopLevelBoxes)
            throw new InvalidDataException("the file has no movie box");
        Wanted = new(position, Math.Min(position + HeaderBytes, _fileLength));
    }

    private void WantBody(long position, long length)
    {
        if (length > MaxMovieBytes)
            throw new InvalidDataException($"the movie box has {length} bytes, more than {MaxMovieBytes}");
        (Wanted, _isBody) = (new(position, position + length), true);
    }
}
