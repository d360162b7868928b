namespace Cutroom.Rendering.Muxing;

/// <summary>Serialises the boxes inside <c>stbl</c>, runs of equal values stored as runs.</summary>
internal static class SampleTableBoxes
{
    public static void Write(BoxWriter writer, MovieTrack track, List<Chunk> chunks)
    {
        writer.Box("stsd", () => writer.Bytes(track.SampleDescription));
        WriteRuns(writer, "stts", Durations(track));
        if (track.Shifts is { } shifts)
            WriteRuns(writer, "ctts", shifts.Select(shift => (long)shift));
        if (track.Keyframes is { } keyframes)
            WriteList(writer, "stss", keyframes.Select(keyframe => keyframe + 1L).ToList());
        WriteChunkLengths(writer, chunks);
        writer.FullBox(
            "stsz",
            0,
            0,
            () =>
            {
                writer.UInt32(0);
                writer.UInt32(track.Samples.Count);
                foreach (var sample in track.Samples)
                    writer.UInt32(sample.Size);
            }
        );
        WriteOffsets(writer, chunks);
    }

    private static IEnumerable<long> Durations(MovieTrack track)
    {
        for (var i = 1; i < track.DecodeTimes.Length; i++)
            yield return track.DecodeTimes[i] - track.DecodeTimes[i - 1];
        yield return track.LastDuration;
    }

    private static void WriteRuns(BoxWriter writer, string type, IEnumerable<long> values)
    {
        var runs = new List<(long Count, long Value)>();
        foreach (var value in values)
            if (runs.Count > 0 && runs[^1].Value == value)
                runs[^1] = (runs[^1].Count + 1, value);
            else
                runs.Add((1, value));
        writer.FullBox(
            type,
            0,
            0,
            () =>
            {
                writer.UInt32(runs.Count);
                foreach (var (count, value) in runs)
                {
                    writer.UInt32(count);
                    writer.UInt32(value);
                }
            }
        );
    }

    private static void WriteChunkLengths(BoxWriter writer, List<Chunk> chunks)
    {
        var runs = chunks.Select((chunk, i) => (First: i + 1, chunk.Count)).ToList();
        runs = runs.Where((run, i) => i == 0 || run.Count != runs[i - 1].Count).ToList();
        writer.FullBox(
            "stsc",
            0,
            0,
            () =>
            {
                writer.UInt32(runs.Count);
                foreach (var (first, count) in runs)
                {
                    writer.UInt32(first);
                    writer.UInt32(count);
                    writer.UInt32(1); // the one sample description
                }
            }
        );
    }

    private static void WriteOffsets(BoxWriter writer, List<Chunk> chunks)
    {
        if (chunks[^1].Offset <= uint.MaxValue)
            WriteList(writer, "stco", chunks.Select(chunk => chunk.Offset).ToList());
        else
            writer.FullBox(
                "co64",
                0,
                0,
                () =>
                {
                    writer.UInt32(chunks.Count);
                    foreach (var chunk in chunks)
                        writer.Int64(chunk.Offset);
                }
            );
    }

    private static void WriteList(BoxWriter writer, string type, List<long> values) =>
        writer.FullBox(
            type,
            0,
            0,
            () =>
            {
                writer.UInt32(values.Count);
                foreach (var value in values)
                    writer.UInt32(value);
            }
        );
}
