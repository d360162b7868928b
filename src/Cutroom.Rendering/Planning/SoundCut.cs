using System.Numerics;
using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Which samples go under a step's pictures.</summary>
public sealed record SoundCut
{
    /// <summary>Null is silence.</summary>
    [JsonPropertyName("stream")]
    public int? Stream { get; init; }

    /// <summary>Seconds per tick of the source's timestamps.</summary>
    [JsonPropertyName("time_base")]
    public required Ratio TimeBase { get; init; }

    /// <summary>Where reading starts, on the source's clock; null reads from the start.</summary>
    [JsonPropertyName("seek")]
    public MediaTime? Seek { get; init; }

    /// <summary>Samples per second of the source: the cut is made before the rate is changed.</summary>
    [JsonPropertyName("source_rate")]
    public required int SourceRate { get; init; }

    /// <summary>The first sample on the source's clock, at the source's rate; sound that starts later is led in by silence.</summary>
    [JsonPropertyName("first_sample")]
    public required long FirstSample { get; init; }

    /// <summary>Dropped at the front, at the output's rate: what a piece of sound starts with cannot always be said at the source's.</summary>
    [JsonIgnore]
    public long Skipped { get; init; }

    /// <summary>Exactly as many come out, at the output's rate; sound that ends early is filled up with silence.</summary>
    [JsonPropertyName("samples")]
    public required long Samples { get; init; }

    /// <summary>Samples of the ramp at the start, at the output's rate; 0 where the sound before is its true past.</summary>
    [JsonPropertyName("fade_in")]
    public required int FadeIn { get; init; }

    [JsonPropertyName("fade_out")]
    public required int FadeOut { get; init; }

    /// <summary>The part [start, end) of the samples that come out, for an output of the given rate.</summary>
    internal SoundCut Between(long start, long end, int rate)
    {
        // The change of rate starts anew: only where both rates count whole samples does it give the same ones as before.
        var period = rate / (int)BigInteger.GreatestCommonDivisor(rate, SourceRate);
        var skipped = start % period;
        var moved = (start - skipped) * SourceRate / rate;
        return this with
        {
            Seek = Seek + MediaTime.FromTicks(moved, 1, SourceRate),
            FirstSample = FirstSample + moved,
            Skipped = skipped,
            Samples = end - start,
            FadeIn = start == 0 ? FadeIn : 0,
            FadeOut = end == Samples ? FadeOut : 0,
        };
    }
}
