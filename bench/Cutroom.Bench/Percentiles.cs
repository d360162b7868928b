namespace Cutroom.Bench;

internal static class Percentiles
{
    /// <param name="percent">0 to 100; nearest rank.</param>
    public static double Of(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100) - 1, 0, sorted.Count - 1)];
    }
}
