using System.Globalization;

namespace Cutroom.Server.Hosting;

/// <summary>Reads typed settings from the environment. A bad value stops the start, naming the key, the value and the range.</summary>
/// <param name="read">Null or empty means: the operator said nothing.</param>
internal sealed class EnvironmentValues(Func<string, string?> read)
{
    /// <summary>Both bounds are inclusive.</summary>
    public int Whole(string key, int ifAbsent, int least, int most) =>
        Text(key) is not { } text ? ifAbsent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw Bad(key, text, $"a whole number from {least} to {most}");

    /// <summary>Seconds, with a fraction if need be. Both bounds are inclusive.</summary>
    public TimeSpan Seconds(string key, TimeSpan ifAbsent, TimeSpan least, TimeSpan most) =>
        Text(key) is not { } text ? ifAbsent
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= (decimal)least.TotalSeconds
        && seconds <= (decimal)most.TotalSeconds
            ? TimeSpan.FromSeconds((double)seconds)
        : throw Bad(
            key,
            text,
            string.Create(CultureInfo.InvariantCulture, $"seconds from {least.TotalSeconds} to {most.TotalSeconds}")
        );

    /// <summary>A count of MiB, given back in bytes. Both bounds are inclusive, in MiB.</summary>
    public long Mebibytes(string key, long ifAbsent, int least, int most) =>
        (long)Whole(key, checked((int)(ifAbsent >> 20)), least, most) << 20;

    public bool Switch(string key, bool ifAbsent) =>
        Text(key) switch
        {
            null => ifAbsent,
            "true" => true,
            "false" => false,
            var text => throw Bad(key, text, "true or false"),
        };

    private string? Text(string key) => read(key) is { Length: > 0 } text ? text : null;

    private static FormatException Bad(string key, string text, string range) =>
        new($"{key} takes {range}, not '{text}'.");
}
