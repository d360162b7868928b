using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Muxing;

/// <summary>Takes the sound track of a finished MP4 over as it is, its priming edit included.</summary>
internal static class SoundTrack
{
    public static MovieTrack Read(Stream file, int position)
    {
        var movie = MovieFile.ReadMovie(file);
        var track = Box.Children(movie.Body).Single(box => box.Type == "trak");
        var table = track.Require("mdia/minf/stbl");
        var timescale = Mp4Indexer.ReadTimescale(track.Require("mdia/mdhd"));
        var edit = EditList.Read(track, Mp4Indexer.ReadTimescale(movie.Require("mvhd")), timescale);
        var samples = SampleTable.Read(table, file.Length);
        var end = Math.Min(edit.MediaEnd, samples.MediaTimes[^1] + samples.LastDuration);
        return new MovieTrack
        {
            IsVideo = false,
            Timescale = timescale,
            SampleDescription = table.Require("stsd").Body.ToArray(),
            Samples = [.. samples.Offsets.Zip(samples.Sizes, (at, size) => new SampleBytes(position, at, size))],
            DecodeTimes = samples.MediaTimes,
            LastDuration = samples.LastDuration,
            EditStart = edit.MediaStart,
            Duration = end - edit.MediaStart,
        };
    }
}
