using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>How far an output may be off. Frames may not be off at all.</summary>
/// <param name="SoundError">Seconds between what is heard and what is seen.</param>
internal sealed record OutputLimits(double SoundError)
{
    /// <summary>Seconds between the ends of the tracks: one packet of AAC.</summary>
    public double TrackEnd { get; init; } = 0.023;

    /// <summary>Seconds a frame may stand beside its instant: the rounding of a clock of milliseconds, twice.</summary>
    public double FrameTime { get; init; } = 0.0012;

    public static OutputLimits Of(OutputFormat format) =>
        new(format is OutputFormat.Mp4 or OutputFormat.Mov ? 0.001 : 0.002);
}

/// <summary>Compares a finished file with what its segments must become. Reports every difference, the gravest first.</summary>
internal sealed record OutputCheck(MediaReading Output, IReadOnlyList<ExpectedSegment> Segments, OutputLimits Limits)
{
    /// <param name="size">Of the output's pictures.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(
        string path,
        (int Width, int Height) size,
        IReadOnlyList<ExpectedSegment> segments,
        OutputLimits limits
    )
    {
        var fixtures = segments.Select(segment => segment.Source.Fixture);
        var places = fixtures.Select(fixture => StripPlace.In(fixture.Aspect, fixture.Size, size)).Distinct().ToList();
        var output = await MediaReading.ReadAsync(path, places);
        var check = new OutputCheck(output, segments, limits);
        return
        [
            .. check.LogFaults(),
            .. check.FrameFaults(places, size),
            .. check.TimeFaults(),
            .. new SoundCheck(output, segments, limits).Faults(),
        ];
    }

    private IEnumerable<string> LogFaults() =>
        Output.DecoderLog is "" ? [] : [$"the decoder said: {Output.DecoderLog.Split('\n')[0]}"];

    private List<string> FrameFaults(List<StripPlace> places, (int Width, int Height) size)
    {
        var expected = Segments
            .SelectMany(segment =>
            {
                var fixture = segment.Source.Fixture;
                var place = places.IndexOf(StripPlace.In(fixture.Aspect, fixture.Size, size));
                return segment.Frames.Select(frame => (frame.Number, Place: place));
            })
            .ToList();
        var actual = Output
            .Numbers.Select((frame, i) => frame[i < expected.Count ? expected[i].Place : expected[^1].Place])
            .ToList();
        return FrameListCheck.Faults([.. expected.Select(frame => frame.Number)], actual);
    }

    private List<string> TimeFaults()
    {
        var faults = new List<string>();
        for (var i = 1; i < Output.Frames.Count; i++)
        {
            if (Output.Frames[i].Time <= Output.Frames[i - 1].Time)
            {
                faults.Add($"frame {i} is shown at {Output.Frames[i].Time}, not after the one before it");
            }
        }

        var decoding = Output.Packets.Select(packet => packet.Dts).OfType<MediaTime>().ToList();
        if (decoding.Zip(decoding.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            faults.Add("decoding times do not rise");
        }

        return faults.Count == 0 ? PositionFaults() : faults;
    }

    private List<string> PositionFaults()
    {
        var faults = new List<string>();
        var (at, frame) = (MediaTime.Zero, 0);
        foreach (var segment in Segments)
        {
            foreach (var expected in segment.Frames)
            {
                if (frame >= Output.Frames.Count)
                {
                    return faults;
                }

                var actual = Output.Frames[frame].Time - Output.Frames[0].Time;
                var off = (actual - (at + expected.Offset)).ToApproximateSeconds();
                if (Math.Abs(off) > Limits.FrameTime)
                {
                    faults.Add(
                        string.Create(CultureInfo.InvariantCulture, $"frame {frame} is {off * 1000:f2} ms late")
                    );
                }

                frame++;
            }

            at += segment.Span;
        }

        return faults;
    }
}
