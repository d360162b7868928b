using System.Globalization;
using System.Runtime.InteropServices;

namespace Cutroom.Testing.Media;

/// <summary>Places decoded samples by the timestamps of the frames they came in.</summary>
internal static class SoundReader
{
    // Timestamps of coarse containers are off by rounding; a larger step is a gap or an overlap.
    private const double Gap = 0.02;

    /// <param name="samples">The whole first sound stream as mono 32-bit floats of <see cref="SoundTrack.Rate"/>.</param>
    /// <returns>Null when nothing was decoded.</returns>
    public static SoundTrack? Place(ProbeListing listing, ReadOnlySpan<byte> samples)
    {
        var streams = StreamTable.Of(listing);
        if (streams.Sound is not { } stream || samples.IsEmpty)
        {
            return null;
        }

        var frames = listing
            .FramesOf(stream)
            .Select(line => new SoundFrame(
                Seconds(line["best_effort_timestamp_time"]),
                (int)(line.Number("nb_samples") ?? 0)
            ))
            .ToList();
        var decoded = MemoryMarshal.Cast<byte, float>(samples).ToArray();
        return frames.Count == 0 ? null : Place(Runs(frames, streams.SampleRate), decoded, streams.SampleRate);
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static List<SoundRun> Runs(List<SoundFrame> frames, int rate)
    {
        var runs = new List<SoundRun>();
        foreach (var frame in frames)
        {
            if (runs is not [.., var run] || (frame.Time is { } time && Math.Abs(time - run.End(rate)) > Gap))
            {
                runs.Add(run = new());
            }

            run.Add(frame, rate);
        }

        return runs;
    }

    private static SoundTrack Place(List<SoundRun> runs, float[] decoded, int rate)
    {
        var start = runs[0].Start();
        var end = runs.Max(run => run.End(rate));
        var placed = new float[(int)Math.Ceiling((end - start) * SoundTrack.Rate) + SoundTrack.Rate];
        long before = 0;
        foreach (var run in runs)
        {
            var from = (int)(before * SoundTrack.Rate / rate);
            before += run.Samples;
            var to =
                run == runs[^1] ? decoded.Length : Math.Min(decoded.Length, (int)(before * SoundTrack.Rate / rate));
            var target = Math.Max(0, (int)Math.Round((run.Start() - start) * SoundTrack.Rate));
            var count = Math.Min(to - from, placed.Length - target);
            decoded.AsSpan(from, Math.Max(0, count)).CopyTo(placed.AsSpan(target));
        }

        return new(placed, start, end);
    }

    private sealed record SoundFrame(double? Time, int Samples);

    /// <summary>Frames that follow on one another.</summary>
    private sealed class SoundRun
    {
        private readonly List<double> _starts = [];

        public long Samples { get; private set; }

        public void Add(SoundFrame frame, int rate)
        {
            if (frame.Time is { } time)
            {
                _starts.Add(time - (double)Samples / rate);
            }

            Samples += frame.Samples;
        }

        /// <summary>The middle of what the frames say, so that the rounding of single timestamps does not count.</summary>
        public double Start() => _starts.Count == 0 ? 0 : _starts.Order().ElementAt(_starts.Count / 2);

        // By the last words heard: a median over all would be slow, and one rounding does not matter for finding gaps.
        public double End(int rate) => (_starts.Count == 0 ? 0 : _starts[0]) + (double)Samples / rate;
    }
}
