using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Timelines;

/// <summary>A positive ratio of whole numbers: a frame rate (frames per second) or an aspect. 0/0 never occurs; unknown is null.</summary>
public readonly record struct Ratio(
    [property: JsonPropertyName("num")] long Numerator,
    [property: JsonPropertyName("den")] long Denominator
)
{
    public static Ratio One => new(1, 1);

    /// <summary>The length of one frame when this is a frame rate.</summary>
    public MediaTime Period() => MediaTime.FromTicks(Denominator, 1, Numerator);

    /// <summary>Of frames a second: seconds a frame.</summary>
    public Ratio Inverse() => new(Denominator, Numerator);

    public double ToApproximateNumber() => (double)Numerator / Denominator;

    public override string ToString() => string.Create(null, $"{Numerator}/{Denominator}");
}
