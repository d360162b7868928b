using System.Text.RegularExpressions;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Cli;

/// <summary>A segment as written on the command line: <c>FILE[:START-END]</c>; an empty time is the start or the end of the file.</summary>
internal sealed partial record SegmentText(string File, MediaTime Start, MediaTime? End)
{
    private const string Forms = "12.5, mm:ss.fff or hh:mm:ss.fff";

    /// <exception cref="CommandFailure">A time is malformed, or the end is not after the start.</exception>
    public static SegmentText Parse(string text)
    {
        // The file's own name may hold colons: only what looks like times is taken for times.
        if (Times().Match(text) is not { Success: true } match || System.IO.File.Exists(text))
            return new(text, MediaTime.Zero, null);
        var start = match.Groups["start"].Value is { Length: > 0 } from ? Time(from) : MediaTime.Zero;
        MediaTime? end = match.Groups["end"].Value is { Length: > 0 } until ? Time(until) : null;
        return end is { } last && last <= start
            ? throw new CommandFailure($"{text}: the end, {last} s, must lie after the start, {start} s.")
            : new(match.Groups["file"].Value, start, end);
    }

    private static MediaTime Time(string text) =>
        MediaTime.TryParse(text, out var time)
            ? time
            : throw new CommandFailure($"'{text}' is no time; it takes {Forms}.");

    [GeneratedRegex("^(?<file>.+?):(?<start>[0-9][0-9:.]*)?-(?<end>[0-9][0-9:.]*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Times();
}
