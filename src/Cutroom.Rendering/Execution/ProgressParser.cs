using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>Reads the engine's progress lines (<c>key=value</c>); anything else is passed over.</summary>
internal static class ProgressParser
{
    private const string Position = "out_time_us=";

    /// <summary>The instant of the output that is written so far; null when the line does not tell.</summary>
    public static MediaTime? PositionOf(string line) =>
        // out_time_ms carries microseconds too, so only the key that says so is read. Before the first packet it is N/A or negative.
        line.StartsWith(Position, StringComparison.Ordinal)
        && long.TryParse(line.AsSpan(Position.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? MediaTime.FromTicks(value, 1, 1_000_000)
            : null;
}
