using System.Globalization;

namespace Cutroom.Wire;

/// <summary>The vendor's ways to write an instant. All are UTC and end in <c>Z</c>.</summary>
public static class WireTime
{
    private const string SignatureForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <returns><c>2020-09-01T18:50:20Z</c>: whole seconds, cut off, as the task and asset calls write it.</returns>
    public static string Seconds(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Seconds(DateTimeOffset)"/>
    public static string Seconds(long unixMilliseconds) =>
        Seconds(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds));

    /// <returns><c>2020-01-04T09:05:22.701000Z</c>: six decimals, as the identity calls write it.</returns>
    public static string Microseconds(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <returns><c>20200901185020</c>, UTC, as the older asset calls write it.</returns>
    public static string Compact(long unixMilliseconds) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(unixMilliseconds)
            .UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <returns><c>20200901T185020Z</c>: the header <c>X-Sdk-Date</c>.</returns>
    public static string SignatureDate(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(SignatureForm, CultureInfo.InvariantCulture);

    /// <summary>Strict: exactly the form of <see cref="SignatureDate"/>, a date that exists.</summary>
    public static bool TryParseSignatureDate(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text,
            SignatureForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out instant
        );
}
