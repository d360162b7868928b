namespace Cutroom.Rendering.Muxing;

/// <summary>Samples of one track that lie next to each other in the output.</summary>
internal readonly record struct Chunk(int Track, int FirstSample, int Count, long Offset);

/// <summary>Lays the samples of all tracks out in turns of about half a second, so that a player never reads far ahead.</summary>
internal static class Chunks
{
    private const int TurnsPerSecond = 2;

    /// <summary>The chunks in file order, offsets counted from <paramref name="start"/>, and where the last one ends.</summary>
    public static (List<Chunk> Chunks, long End) Lay(IReadOnlyList<MovieTrack> tracks, long start)
    {
        var chunks = new List<Chunk>();
        var next = new int[tracks.Count];
        var offset = start;
        for (long turn = 1; tracks.Select((track, i) => next[i] < track.Samples.Count).Any(left => left); turn++)
        for (var i = 0; i < tracks.Count; i++)
        {
            var until = turn * tracks[i].Timescale / TurnsPerSecond + tracks[i].EditStart;
            var (first, length) = (next[i], 0L);
            while (next[i] < tracks[i].Samples.Count && tracks[i].DecodeTimes[next[i]] < until)
                length += tracks[i].Samples[next[i]++].Size;
            if (next[i] > first)
                chunks.Add(new Chunk(i, first, next[i] - first, offset));
            offset += length;
        }
        return (chunks, offset);
    }
}
