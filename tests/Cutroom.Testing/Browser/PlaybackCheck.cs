using System.Globalization;

namespace Cutroom.Testing.Browser;

/// <summary>Compares what a browser showed with the frames a file must have.</summary>
internal static class PlaybackCheck
{
    /// <summary>A page that is told of a frame may look at the screen when the next one is there already.</summary>
    private const int Late = 2;

    /// <param name="numbers">By frame of the file.</param>
    /// <param name="rate">Frames a second, constant.</param>
    public static IReadOnlyList<string> Faults(PlayedFile played, IReadOnlyList<int> numbers, double rate)
    {
        // Half a frame in, no rounding of times matters: a seek asks for the middle of a frame, a frame tells its start.
        var sought = played.Sought.Select(seen => Fault("after a seek", seen, (int)(seen.Time * rate), numbers, 0));
        return
        [
            .. played.Error is { } error ? [$"the player failed: {error}"] : Array.Empty<string>(),
            .. sought.OfType<string>(),
            .. played.Played.SelectMany(stretch => Faults(stretch, numbers, rate)),
        ];
    }

    private static IEnumerable<string> Faults(PlayedStretch stretch, IReadOnlyList<int> numbers, double rate)
    {
        var frames = stretch.Shown.Select(seen => (int)Math.Floor(seen.Time * rate + 0.5)).ToList();
        var wrong = stretch.Shown.Zip(frames, (seen, frame) => Fault("while playing", seen, frame, numbers, Late));
        var covered = frames.Count == 0 ? 0 : frames[^1] - frames[0] + 1;
        return
        [
            .. wrong.OfType<string>(),
            .. frames.Zip(frames.Skip(1)).All(pair => pair.First < pair.Second)
                ? Array.Empty<string>()
                : ["frames are shown out of order"],
            .. covered == 0 ? ["nothing is shown"] : Array.Empty<string>(),
            .. stretch.Dropped > 0 || stretch.Presented < covered
                ? [$"{stretch.Dropped} frames were dropped, {stretch.Presented} of {covered} presented"]
                : Array.Empty<string>(),
        ];
    }

    private static string? Fault(string when, SeenFrame seen, int frame, IReadOnlyList<int> numbers, int late)
    {
        var right = numbers.Skip(frame).Take(late + 1).ToList();
        var read = seen.Number?.ToString(CultureInfo.InvariantCulture) ?? "unreadable";
        return seen.Number is { } number && right.Contains(number)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{when} frame {frame} is {read}, not {right.FirstOrDefault(-1)}"
            );
    }
}
