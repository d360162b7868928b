namespace Cutroom.Rendering.Indexing;

/// <summary>The packets of the only sound track: where they lie and when they are heard.</summary>
/// <param name="Position">Of the track in the file, from 0.</param>
/// <param name="Description">The body of <c>stsd</c>.</param>
internal sealed record SoundIndex(int Position, uint Timescale, EditList Edit, Box Description, SampleTable Samples)
{
    // A packet is heard across its neighbours too.
    private const int Margin = 2;

    public static SoundIndex? Read(Movie movie)
    {
        var tracks = movie.Tracks.Index().Where(track => Movie.HandlerOf(track.Item) == "soun").ToList();
        if (tracks is not [var (position, track)])
            return null;
        try
        {
            var table = track.Require("mdia/minf/stbl");
            var timescale = Mp4Indexer.ReadTimescale(track.Require("mdia/mdhd"));
            return new SoundIndex(
                position,
                timescale,
                EditList.Read(track, movie.Timescale, timescale),
                table.Require("stsd"),
                SampleTable.Read(table, movie.FileLength)
            );
        }
        catch (Exception fault) when (fault is InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>When the first sample that is heard is heard.</summary>
    public long Start => Edit.ToPresentation(Math.Max(Edit.MediaStart, Samples.MediaTimes[0]));

    /// <summary>When the last one ends.</summary>
    public long End => Edit.ToPresentation(Math.Min(Edit.MediaEnd, Samples.MediaTimes[^1] + Samples.LastDuration));

    /// <summary>The packets that give the samples heard between two times, with a few on either side.</summary>
    public (int First, int End) PacketsBetween(long start, long end)
    {
        var first = IndexOf(start) - 1 - Margin;
        return (Math.Clamp(first, 0, Samples.Sizes.Length), Math.Min(Samples.Sizes.Length, IndexOf(end) + Margin));
    }

    private int IndexOf(long time)
    {
        var found = Array.BinarySearch(Samples.MediaTimes, time - Edit.Wait + Edit.MediaStart);
        return found < 0 ? ~found : found;
    }
}
