namespace Cutroom.Rendering.Muxing;

/// <summary>Serialises the <c>moov</c> box: what the tracks are and where their samples lie.</summary>
internal static class MovieBox
{
    public static byte[] Write(IReadOnlyList<MovieTrack> tracks, IReadOnlyList<Chunk> chunks)
    {
        var writer = new BoxWriter();
        // The video's own clock: edits are then exact, where the usual 1000 a second would round them.
        var timescale = tracks[0].Timescale;
        var duration = tracks.Max(track => ToMovieTime(track.Duration, track, timescale));
        writer.Box(
            "moov",
            () =>
            {
                WriteMovieHeader(writer, timescale, duration, tracks.Count);
                for (var i = 0; i < tracks.Count; i++)
                    WriteTrack(writer, tracks[i], i, timescale, [.. chunks.Where(chunk => chunk.Track == i)]);
            }
        );
        return writer.ToArray();
    }

    private static long ToMovieTime(long time, MovieTrack track, uint timescale) =>
        (long)(((Int128)time * timescale + track.Timescale - 1) / track.Timescale);

    private static void WriteMovieHeader(BoxWriter writer, uint timescale, long duration, int tracks) =>
        writer.FullBox(
            "mvhd",
            1,
            0,
            () =>
            {
                writer.Zeros(16); // Creation and change times stay 0, so that equal inputs give equal bytes.
                writer.UInt32(timescale);
                writer.Int64(duration);
                writer.UInt32(0x10000); // normal speed
                writer.UInt16(0x100); // full volume
                writer.Zeros(10);
                writer.Bytes(MovieTrack.UnityMatrix);
                writer.Zeros(24);
                writer.UInt32(tracks + 1);
            }
        );

    private static void WriteTrack(
        BoxWriter writer,
        MovieTrack track,
        int position,
        uint timescale,
        List<Chunk> chunks
    ) =>
        writer.Box(
            "trak",
            () =>
            {
                var duration = ToMovieTime(track.Duration, track, timescale);
                WriteTrackHeader(writer, track, position + 1, duration);
                writer.Box("edts", () => WriteEdit(writer, track.EditStart, duration));
                writer.Box("mdia", () => WriteMedia(writer, track, chunks));
            }
        );

    private static void WriteTrackHeader(BoxWriter writer, MovieTrack track, int id, long duration) =>
        writer.FullBox(
            "tkhd",
            1,
            3, // enabled, in the movie
            () =>
            {
                writer.Zeros(16);
                writer.UInt32(id);
                writer.Zeros(4);
                writer.Int64(duration);
                writer.Zeros(8);
                writer.UInt16(0);
                writer.UInt16(track.IsVideo ? 0 : 1); // sound tracks are alternatives of each other
                writer.UInt16(track.IsVideo ? 0 : 0x100);
                writer.Zeros(2);
                writer.Bytes(track.Matrix);
                writer.UInt32((long)track.Width << 16);
                writer.UInt32((long)track.Height << 16);
            }
        );

    private static void WriteEdit(BoxWriter writer, long start, long duration) =>
        writer.FullBox(
            "elst",
            1,
            0,
            () =>
            {
                writer.UInt32(1);
                writer.Int64(duration);
                writer.Int64(start);
                writer.UInt32(0x10000);
            }
        );

    private static void WriteMedia(BoxWriter writer, MovieTrack track, List<Chunk> chunks)
    {
        writer.FullBox(
            "mdhd",
            1,
            0,
            () =>
            {
                writer.Zeros(16);
                writer.UInt32(track.Timescale);
                writer.Int64(track.MediaDuration);
                writer.UInt16(0x55C4); // language "und"
                writer.UInt16(0);
            }
        );
        writer.FullBox(
            "hdlr",
            0,
            0,
            () =>
            {
                writer.Zeros(4);
                writer.Bytes(track.IsVideo ? "vide"u8 : "soun"u8);
                writer.Zeros(12);
                writer.Bytes(track.IsVideo ? "VideoHandler\0"u8 : "SoundHandler\0"u8);
            }
        );
        writer.Box("minf", () => WriteMediaInformation(writer, track, chunks));
    }

    private static void WriteMediaInformation(BoxWriter writer, MovieTrack track, List<Chunk> chunks)
    {
        if (track.IsVideo)
            writer.FullBox("vmhd", 0, 1, () => writer.Zeros(8));
        else
            writer.FullBox("smhd", 0, 0, () => writer.Zeros(4));
        writer.Box(
            "dinf",
            () =>
                writer.FullBox(
                    "dref",
                    0,
                    0,
                    () =>
                    {
                        writer.UInt32(1);
                        writer.FullBox("url ", 0, 1, () => { }); // the samples are in this file
                    }
                )
        );
        writer.Box("stbl", () => SampleTableBoxes.Write(writer, track, chunks));
    }
}
