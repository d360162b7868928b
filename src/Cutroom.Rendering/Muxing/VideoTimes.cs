namespace Cutroom.Rendering.Muxing;

/// <summary>
/// Decode times for a whole output from its shown times alone: the k-th picture decoded gets the k-th smallest shown
/// time, less one delay for all. They rise wherever the shown times differ, whatever the pieces were.
/// </summary>
/// <param name="DecodeTimes">From 0.</param>
/// <param name="Shifts">Shown time less decode time, with the delay added, so never negative.</param>
/// <param name="Delay">The largest reorder delay; the edit list hides it.</param>
internal sealed record VideoTimes(long[] DecodeTimes, int[] Shifts, long Delay)
{
    /// <param name="pts">Shown times in decode order; the smallest is 0.</param>
    public static VideoTimes From(IReadOnlyList<long> pts)
    {
        var times = pts.Order().ToArray();
        var delay = 0L;
        for (var i = 0; i < times.Length; i++)
            delay = Math.Max(delay, times[i] - pts[i]);
        var shifts = new int[times.Length];
        for (var i = 0; i < shifts.Length; i++)
            shifts[i] = checked((int)(pts[i] - times[i] + delay));
        return new VideoTimes(times, shifts, delay);
    }
}
