namespace Cutroom.Rendering.Indexing;

/// <summary>
/// A movie box and what is read from it, each when first asked for. Memory: the box, at most 128 MB, and 30 bytes a picture, at most
/// 120 MB; 12 MB together for two hours. Fragmented and compressed movies throw <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class Movie
{
    private readonly Lazy<IndexResult> _pictures;
    private readonly Lazy<SoundIndex?> _sound;

    public Movie(Box root, IReadOnlyList<(long Offset, byte[] Bytes)> parts, long fileLength, bool isQuickTime)
    {
        if (root.Find("cmov") is not null)
            throw new InvalidDataException("the movie box is compressed");
        if (root.Find("mvex") is not null)
            throw new InvalidDataException("the file is fragmented");
        (Root, Parts, FileLength, IsQuickTime) = (root, parts, fileLength, isQuickTime);
        Tracks = [.. Box.Children(root.Body).Where(box => box.Type == "trak")];
        _pictures = new(() => Mp4Indexer.ReadPictures(this));
        _sound = new(() => SoundIndex.Read(this));
    }

    public Box Root { get; }

    /// <summary>What was read of the file: all that a reader touches before it comes to samples.</summary>
    public IReadOnlyList<(long Offset, byte[] Bytes)> Parts { get; }

    public long FileLength { get; }

    /// <summary>In the order of the file, whatever they carry.</summary>
    public IReadOnlyList<Box> Tracks { get; }

    public IndexResult Pictures => _pictures.Value;

    /// <summary>Null when there is not exactly one track of sound whose tables are understood.</summary>
    public SoundIndex? Sound => _sound.Value;

    /// <summary>By the brand at the start of the file.</summary>
    public bool IsQuickTime { get; }

    public uint Timescale => Mp4Indexer.ReadTimescale(Root.Require("mvhd"));

    /// <summary>The four letters that say what a track carries: <c>vide</c>, <c>soun</c> or another.</summary>
    public static string HandlerOf(Box track) =>
        track.Find("mdia/hdlr") is { Body.Length: >= 12 } handler
            ? System.Text.Encoding.Latin1.GetString(handler.Body.Span.Slice(8, 4))
            : "";
}
