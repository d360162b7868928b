using System.Globalization;

namespace Cutroom.Testing.Media;

/// <summary>Compares what is heard with what is seen, at the start, in the middle and at the end of every segment.</summary>
internal sealed record SoundCheck(MediaReading Output, IReadOnlyList<ExpectedSegment> Segments, OutputLimits Limits)
{
    // Ramps and pre-echoes of the codec lie within this distance of a joint.
    private const double Margin = 0.06;
    private const double ShortestSegment = 0.8;
    private const double Silent = 0.001;
    private const double NearlySilent = 0.01;

    /// <summary>Unlike sounds are alike by chance to 0.2 at most; what two codecs leave of noise is alike to 0.7 and more.</summary>
    private const double OtherSound = 0.5;

    // Sound alone has no pictures to be early or late against; a lead of one packet that a container cannot hide is no fault.
    private const double LongestLead = 0.03;

    private bool HasPictures => Segments[0].Frames.Count > 0;

    public IEnumerable<string> Faults()
    {
        var expectsSound = Segments.Any(segment => segment.Source.Reading.Sound is not null);
        return (Output.Sound, expectsSound) switch
        {
            (null, true) => ["there is no sound"],
            ({ }, false) => ["there is sound, and no source has any"],
            (null, false) => [],
            ({ } sound, true) => HasPictures
                ? [.. EndFaults(sound), .. PlaceFaults(sound, PicturesStart, Limits.SoundError)]
                : SoundOnlyFaults(sound),
        };
    }

    private double PicturesStart => Output.Frames.Count == 0 ? 0 : Output.Frames[0].Time.ToApproximateSeconds();

    private double Length => Segments.Sum(segment => segment.Span.ToApproximateSeconds());

    private IEnumerable<string> EndFaults(SoundTrack sound)
    {
        var difference = sound.End - (PicturesStart + Length);
        return Math.Abs(difference) <= Limits.TrackEnd
            ? []
            : [Print($"the sound ends {difference * 1000:f1} ms after the pictures")];
    }

    private IEnumerable<string> SoundOnlyFaults(SoundTrack sound)
    {
        var windows = Windows(sound, sound.Start).ToList();
        var lead = windows
            .Where(window => window.Match.IsTrusted)
            .Select(window => -window.Match.Error)
            .Order()
            .ToList();
        var shift = lead.Count == 0 ? 0 : lead[lead.Count / 2];
        var excess = sound.End - (sound.Start + Length);
        return
        [
            .. Math.Abs(shift) > LongestLead
                ? [Print($"the sound starts {shift * 1000:f1} ms late")]
                : Array.Empty<string>(),
            .. excess < -Limits.SoundError || excess > 3 * LongestLead
                ? [Print($"the sound is {excess * 1000:f1} ms too long")]
                : Array.Empty<string>(),
            .. PlaceFaults(sound, sound.Start + shift, Limits.SoundError),
        ];
    }

    private IEnumerable<string> PlaceFaults(SoundTrack sound, double start, double limit) =>
        Windows(sound, start)
            .Select(window =>
                window switch
                {
                    { IsSilent: true, Loudness: > NearlySilent } => Print(
                        $"segment {window.Segment} is not silent at {window.At:f3} s, where its source is"
                    ),
                    { IsSilent: true } => null,
                    { Match.Likeness: < OtherSound } => Print(
                        $"segment {window.Segment} has other sound at {window.At:f3} s than its source (likeness {window.Match.Likeness:f2})"
                    ),
                    // Too much of the codec's own noise to say when it is heard: the other windows of the joint tell.
                    { Match.IsTrusted: false } => null,
                    _ when Math.Abs(window.Match.Error) > limit => Print(
                        $"segment {window.Segment} is heard {window.Match.Error * 1000:f2} ms early at {window.At:f3} s"
                    ),
                    _ => null,
                }
            )
            .OfType<string>();

    private IEnumerable<SoundWindow> Windows(SoundTrack sound, double start)
    {
        var at = start;
        foreach (var (number, segment) in Segments.Index())
        {
            var length = segment.Span.ToApproximateSeconds();
            double[] offsets =
                length < ShortestSegment
                    ? []
                    :
                    [
                        Margin,
                        (length - SoundAlignment.WindowSeconds) / 2,
                        length - Margin - SoundAlignment.WindowSeconds,
                    ];
            foreach (var offset in offsets)
            {
                yield return Listen(sound, segment, number, at + offset, offset);
            }

            at += length;
        }
    }

    private static SoundWindow Listen(SoundTrack sound, ExpectedSegment segment, int number, double at, double offset)
    {
        var count = (int)(SoundAlignment.WindowSeconds * SoundTrack.Rate);
        var loudness = SoundTrack.Loudness(sound.Cut((int)Math.Round(sound.IndexOf(at)), count));
        var source = segment.Source.Reading;
        var expected = source.Origin.ToApproximateSeconds() + segment.From.ToApproximateSeconds() + offset;
        var isSilent =
            source.Sound is not { } original
            || SoundTrack.Loudness(original.Cut((int)Math.Round(original.IndexOf(expected)), count)) < Silent;
        return isSilent
            ? new(number, at, true, loudness, default)
            : new(number, at, false, loudness, SoundAlignment.Find(sound, at, source.Sound!, expected)); // not silent
    }

    private static string Print(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record SoundWindow(int Segment, double At, bool IsSilent, double Loudness, SoundMatch Match);
}
