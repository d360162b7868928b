namespace Cutroom.Rendering.Indexing;

/// <summary>
/// How media time is shown: an optional wait, then one stretch of the media at normal speed. Times are in the track's
/// own timescale. Anything richer is not indexed.
/// </summary>
internal readonly record struct EditList(long Wait, long MediaStart, long MediaEnd)
{
    private static readonly EditList Whole = new(0, 0, long.MaxValue);

    public long ToPresentation(long mediaTime) => mediaTime - MediaStart + Wait;

    public bool Shows(long mediaTime) => mediaTime >= MediaStart && mediaTime < MediaEnd;

    public static EditList Read(Box track, uint movieTimescale, uint mediaTimescale)
    {
        if (track.Find("edts/elst") is not { } box)
            return Whole;
        var reader = new BigEndianReader(box.Body.Span);
        var version = reader.UInt8();
        reader.Bytes(3);
        var count = reader.Count(version == 1 ? 20 : 12);
        long wait = 0;
        EditList? shown = null;
        for (var i = 0; i < count; i++)
        {
            var duration = version == 1 ? reader.Int64() : reader.UInt32();
            var mediaTime = version == 1 ? reader.Int64() : reader.Int32();
            var rate = reader.Int32();
            if (mediaTime == -1 && shown is null)
                wait = checked(wait + Rescale(duration, movieTimescale, mediaTimescale));
            else if (mediaTime >= 0 && shown is null && rate == 0x10000)
                shown = Stretch(mediaTime, duration, movieTimescale, mediaTimescale);
            else
                throw new InvalidDataException("the edit list has more than one stretch");
        }
        return (shown ?? Whole) with { Wait = wait };
    }

    private static EditList Stretch(long mediaTime, long duration, uint movieTimescale, uint mediaTimescale)
    {
        // The length is kept in the coarser movie clock: a frame that starts within its last tick is still meant to be shown.
        var end = duration <= 0 ? long.MaxValue : mediaTime + Rescale(duration, movieTimescale, mediaTimescale);
        return new EditList(0, mediaTime, end);
    }

    private static long Rescale(long time, uint from, uint to)
    {
        var scaled = ((Int128)time * to + from / 2) / from;
        return scaled >= 0 && scaled <= long.MaxValue / 4
            ? (long)scaled
            : throw new InvalidDataException("the edit list has a time out of range");
    }
}
