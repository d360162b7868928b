using System.Runtime.CompilerServices;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Indexing;

/// <summary>What came of reading a file's tables: an index, or why there is none. The second is no error: the exact path needs none.</summary>
internal abstract record IndexResult
{
    private IndexResult() { }

    public sealed record Indexed(VideoIndex Index) : IndexResult;

    public sealed record NotIndexed(string Reason) : IndexResult;
}

/// <summary>Reads the sample tables of a MP4 or MOV file: no media byte is touched and no process is started.</summary>
internal static class Mp4Indexer
{
    public static IndexResult Read(Stream file) => Caught(() => MovieFile.Read(file).Pictures);

    public static async Task<IndexResult> ReadAsync(MediaSource source, CancellationToken cancellation)
    {
        try
        {
            return (await MovieFile.ReadAsync(source, cancellation)).Pictures;
        }
        catch (Exception fault) when (IsOfTheFile(fault))
        {
            return new IndexResult.NotIndexed(fault.Message);
        }
    }

    /// <summary>Use <see cref="Movie.Pictures"/>, which reads them once.</summary>
    public static IndexResult ReadPictures(Movie movie)
    {
        var tracks = movie.Tracks.Where(track => Movie.HandlerOf(track) == "vide").ToList();
        return tracks.Count == 1
            ? Caught(() => ReadTrack(tracks[0], movie.Timescale, movie.FileLength))
            : new IndexResult.NotIndexed($"the file has {tracks.Count} video tracks, not one");
    }

    /// <summary>What a file can do to its readers, and no fault of theirs.</summary>
    public static bool IsOfTheFile(Exception fault) =>
        fault is InvalidDataException or EndOfStreamException or OverflowException;

    private static IndexResult Caught(Func<IndexResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (IsOfTheFile(fault))
        {
            return new IndexResult.NotIndexed(fault.Message);
        }
    }

    private static IndexResult ReadTrack(Box track, uint movieTimescale, long fileLength)
    {
        var table = track.Require("mdia/minf/stbl");
        var timescale = ReadTimescale(track.Require("mdia/mdhd"));
        var edit = EditList.Read(track, movieTimescale, timescale);
        var entry = VisualSampleEntry.Read(table.Require("stsd"));
        if (entry.Configuration is not { } configuration)
            return new IndexResult.NotIndexed($"sample entry '{entry.Type}' is neither H.264 nor H.265");
        var samples = SampleTable.Read(table, fileLength);
        return Normalise(track, timescale, edit, entry, configuration, samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // See SampleTable.
    private static IndexResult Normalise(
        Box track,
        uint timescale,
        EditList edit,
        VisualSampleEntry entry,
        DecoderConfiguration configuration,
        SampleTable samples
    )
    {
        var pts = samples.MediaTimes;
        var (shown, ranks) = Order(pts, edit);
        if (shown.Length == 0)
            return new IndexResult.NotIndexed("the edit list shows no picture");
        for (var rank = 1; rank < shown.Length; rank++)
            if (pts[shown[rank]] == pts[shown[rank - 1]])
                return new IndexResult.NotIndexed("two pictures have the same time");
        var last = pts[shown[^1]];
        var following = ranks.AsSpan().IndexOf(-1) < 0 ? long.MaxValue : edit.MediaEnd;
        var end = Math.Min(following, last + Math.Max(1, LastDuration(pts, shown, samples.LastDuration)));
        for (var i = 0; i < pts.Length; i++)
            pts[i] = edit.ToPresentation(pts[i]);
        return new IndexResult.Indexed(
            new VideoIndex
            {
                Entry = entry,
                Configuration = configuration,
                Timescale = timescale,
                Matrix = ReadMatrix(track.Require("tkhd")),
                Pts = pts,
                Sizes = samples.Sizes,
                Offsets = samples.Offsets,
                Kinds = samples.Kinds,
                Shown = shown,
                Ranks = ranks,
                End = edit.ToPresentation(end),
            }
        );
    }

    /// <summary>The length of the picture shown last is stored with the one decoded last, which need not be the same.</summary>
    private static long LastDuration(long[] pts, int[] shown, long stored) =>
        shown.Length < 2 || shown[^1] == pts.Length - 1 ? stored : pts[shown[^1]] - pts[shown[^2]];

    private static (int[] Shown, int[] Ranks) Order(long[] pts, EditList edit)
    {
        var shown = Enumerable.Range(0, pts.Length).Where(i => edit.Shows(pts[i])).ToArray();
        // By keys of a plain type: a comparison that is called for each pair takes ten times as long.
        Array.Sort(Array.ConvertAll(shown, i => pts[i]), shown);
        var ranks = new int[pts.Length];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < shown.Length; rank++)
            ranks[shown[rank]] = rank;
        return (shown, ranks);
    }

    /// <summary><c>mvhd</c> and <c>mdhd</c> keep their timescale at the same place.</summary>
    public static uint ReadTimescale(Box header)
    {
        var reader = new BigEndianReader(header.Body.Span);
        var version = reader.UInt8();
        reader.Bytes(version == 1 ? 3 + 16 : 3 + 8);
        return reader.UInt32() is > 0 and var timescale
            ? timescale
            : throw new InvalidDataException($"'{header.Type}' has timescale 0");
    }

    private static byte[] ReadMatrix(Box trackHeader)
    {
        var reader = new BigEndianReader(trackHeader.Body.Span);
        var version = reader.UInt8();
        reader.Bytes(version == 1 ? 3 + 32 + 16 : 3 + 20 + 16);
        return reader.Bytes(36).ToArray();
    }
}
