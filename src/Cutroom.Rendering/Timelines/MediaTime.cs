using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Timelines;

/// <summary>
/// An exact rational number of seconds. Invariant: reduced, with a positive denominator, so equal times are equal values;
/// arithmetic that leaves 64-bit terms throws <see cref="OverflowException"/> and never rounds.
/// </summary>
[JsonConverter(typeof(MediaTimeJson))]
public readonly record struct MediaTime : IComparable<MediaTime>
{
    /// <summary>The longest text a time may have, as the wire allows.</summary>
    public const int MaxTextLength = 32;

    // Stored less one, so that default(MediaTime) is zero seconds and not 0/0.
    private readonly long _denominatorLessOne;

    private MediaTime(long numerator, long denominator)
    {
        Numerator = numerator;
        _denominatorLessOne = denominator - 1;
    }

    public static MediaTime Zero => default;

    public long Numerator { get; }

    public long Denominator => _denominatorLessOne + 1;

    public bool IsNegative => Numerator < 0;

    /// <summary><paramref name="ticks"/> of <paramref name="numerator"/>/<paramref name="denominator"/> seconds each.</summary>
    public static MediaTime FromTicks(long ticks, long numerator, long denominator) =>
        Reduce((Int128)ticks * numerator, denominator);

    /// <summary><paramref name="ticks"/> of a time base.</summary>
    public static MediaTime FromTicks(long ticks, Ratio timeBase) =>
        FromTicks(ticks, timeBase.Numerator, timeBase.Denominator);

    public static MediaTime FromMilliseconds(long milliseconds) => FromTicks(milliseconds, 1, 1000);

    public static MediaTime FromSeconds(long seconds) => new(seconds, 1);

    /// <summary>Whole milliseconds, rounded towards minus infinity.</summary>
    public long FloorMilliseconds() => FloorTicks(1, 1000);

    /// <summary>Whole ticks of the given length, rounded towards minus infinity.</summary>
    public long FloorTicks(long numerator, long denominator)
    {
        var (quotient, remainder) = Int128.DivRem((Int128)Numerator * denominator, (Int128)Denominator * numerator);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }

    /// <summary>Whole ticks of the given length, rounded towards plus infinity.</summary>
    public long CeilingTicks(Ratio tick) => checked(-(-this).FloorTicks(tick.Numerator, tick.Denominator));

    /// <summary>Whole ticks of the given length, the nearest; a half goes away from zero, as in ffmpeg's own rescaling.</summary>
    public long NearestTicks(Ratio tick)
    {
        var dividend = (Int128)Numerator * tick.Denominator;
        var divisor = (Int128)Denominator * tick.Numerator;
        var half = divisor / 2;
        return checked((long)((dividend < 0 ? dividend - half : dividend + half) / divisor));
    }

    /// <summary>For people, progress and log lines; never for a decision.</summary>
    public double ToApproximateSeconds() => (double)Numerator / Denominator;

    public int CompareTo(MediaTime other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    public static MediaTime operator +(MediaTime left, MediaTime right) =>
        Reduce(
            (Int128)left.Numerator * right.Denominator + (Int128)right.Numerator * left.Denominator,
            (Int128)left.Denominator * right.Denominator
        );

    public static MediaTime operator -(MediaTime left, MediaTime right) => left + -right;

    public static MediaTime operator -(MediaTime time) => new(checked(-time.Numerator), time.Denominator);

    public static bool operator <(MediaTime left, MediaTime right) => left.CompareTo(right) < 0;

    public static bool operator >(MediaTime left, MediaTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(MediaTime left, MediaTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MediaTime left, MediaTime right) => left.CompareTo(right) >= 0;

    public static MediaTime Min(MediaTime left, MediaTime right) => left < right ? left : right;

    public static MediaTime Max(MediaTime left, MediaTime right) => left > right ? left : right;

    /// <summary>The wire's form: <c>digits[.digits]</c>, no sign, no exponent, at most 32 characters.</summary>
    public static bool TryParseSeconds(string? text, out MediaTime time) =>
        MediaTimeText.TryParseSeconds(text, out time);

    /// <summary>The command line's form: seconds as on the wire, <c>mm:ss.fff</c> or <c>hh:mm:ss.fff</c>.</summary>
    public static bool TryParse(string? text, out MediaTime time) => MediaTimeText.TryParse(text, out time);

    /// <summary>Decimal seconds with a leading digit; rounded to nanoseconds where the decimal does not end.</summary>
    public override string ToString() => MediaTimeText.Format(this);

    internal static MediaTime Reduce(Int128 numerator, Int128 denominator)
    {
        var divisor = GreatestCommonDivisor(Int128.Abs(numerator), denominator);
        return checked(new MediaTime((long)(numerator / divisor), (long)(denominator / divisor)));
    }

    private static Int128 GreatestCommonDivisor(Int128 left, Int128 right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
