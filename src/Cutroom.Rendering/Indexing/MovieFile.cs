namespace Cutroom.Rendering.Indexing;

/// <summary>Finds the <c>moov</c> box of a MP4 or MOV file, wherever it lies, without reading the media bytes.</summary>
internal static class MovieFile
{
    /// <summary>About 16 bytes of table a frame: enough for days of video, and a bound on what one file can make us hold.</summary>
    public const int MaxMovieBytes = 128 * 1024 * 1024;

    /// <summary>Top-level boxes looked at before giving up; a fragmented file has thousands and is not indexed anyway.</summary>
    private const int MaxTopLevelBoxes = 1_000;

    /// <summary>Reads only box headers and the movie box of a seekable stream, which may be a remote object read by ranges.</summary>
    public static Box ReadMovie(Stream file)
    {
        var header = new byte[16];
        long position = 0;
        for (var count = 0; position + 8 <= file.Length && count < MaxTopLevelBoxes; count++)
        {
            file.Position = position;
            var read = file.ReadAtLeast(header, 16, throwOnEndOfStream: false);
            var (type, headerLength, size) = Box.ReadHeader(header.AsSpan(0, read), file.Length - position);
            if (size > file.Length - position)
                throw new InvalidDataException(
                    $"the file ends at byte {file.Length}, inside box '{type}', which needs {size} bytes from byte {position}"
                );
            if (type == "moov")
                return ReadBody(file, position + headerLength, size - headerLength);
            position += size;
        }
        throw new InvalidDataException("the file has no movie box");
    }

    private static Box ReadBody(Stream file, long offset, long length)
    {
        if (length > MaxMovieBytes)
            throw new InvalidDataException($"the movie box has {length} bytes, more than {MaxMovieBytes}");
        var body = new byte[length];
        file.Position = offset;
        file.ReadExactly(body);
        var movie = new Box("moov", body);
        if (movie.Find("cmov") is not null)
            throw new InvalidDataException("the movie box is compressed");
        if (movie.Find("mvex") is not null)
            throw new InvalidDataException("the file is fragmented");
        return movie;
    }
}
