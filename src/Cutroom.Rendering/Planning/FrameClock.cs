using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>By which clock the output's frames run.</summary>
/// <param name="TimeBase">Seconds per tick of the frame times.</param>
/// <param name="Rate">Exact when constant, else nominal.</param>
/// <param name="Resamples">Frames are repeated or dropped to the rate; else each appears exactly once.</param>
internal sealed record FrameClock(Ratio TimeBase, Ratio Rate, bool IsConstant, bool Resamples, string Reason)
{
    private const int FewestTicks = 10_000;

    // The engine's joining filter counts microseconds; ticks must be coarser than its rounding.
    private const int MostTicks = 240_000;
    private const int TransportTicks = 90_000;
    private const int HighestRate = 120;

    private static readonly Ratio[] UsualRates =
    [
        new(24_000, 1001),
        new(24, 1),
        new(25, 1),
        new(30_000, 1001),
        new(30, 1),
        new(50, 1),
        new(60_000, 1001),
        new(60, 1),
        new(15, 1),
        new(12, 1),
        new(10, 1),
    ];

    /// <summary>
    /// Keeps every frame wherever one clock can carry them: a single source keeps its own timestamps, sources of one constant rate
    /// share it. Only unlike sources are brought to the rate of the reference.
    /// </summary>
    public static FrameClock Choose(OutputFormat format, IReadOnlyList<FrameSelection> selections, int reference)
    {
        var bySource = selections.GroupBy(selection => selection.Source).ToList();
        Ratio?[] rates = [.. bySource.Select(group => RegularRate([.. group])).Distinct()];
        var nominal = Nominal(bySource.First(group => group.Key == reference));
        if (selections.Any(selection => selection.Material.Index.IsIrregular))
        {
            return Constant(
                nominal,
                true,
                $"Timestamps are missing or repeat, so frames are placed at {nominal} a second."
            );
        }

        if (bySource.Count == 1 && format != OutputFormat.Avi)
        {
            return new(
                TickOf(format, selections[0].Material.Index.TimeBase),
                nominal,
                IsConstant: false,
                Resamples: false,
                "There is one source, so every frame keeps its own timestamp."
            );
        }

        return rates is [{ } common]
                ? Constant(common, false, $"All sources run at {common} frames a second, so every frame is kept.")
            : bySource.Count == 1
                ? Constant(
                    nominal,
                    true,
                    $"AVI cannot store a variable rate, so frames are repeated or dropped to {nominal} a second."
                )
            : Constant(
                nominal,
                true,
                $"The sources' rates differ, so frames are repeated or dropped to the reference's {nominal} a second."
            );
    }

    private static FrameClock Constant(Ratio rate, bool resamples, string reason)
    {
        var scale = Multiple(rate.Numerator);
        return new(new(1, rate.Numerator * scale), rate, IsConstant: true, resamples, reason);
    }

    private static Ratio TickOf(OutputFormat format, Ratio source) =>
        format == OutputFormat.Hls || source.Denominator > MostTicks
            ? new(1, TransportTicks)
            : new(1, source.Denominator * Multiple(source.Denominator));

    private static long Multiple(long ticks) => (FewestTicks + ticks - 1) / ticks;

    /// <summary>The rate at which all of a source's chosen frames stand on a grid; null when there is none.</summary>
    private static Ratio? RegularRate(IReadOnlyList<FrameSelection> selections)
    {
        Ratio?[] stated = [selections[0].Material.Media.Video?.FrameRate];
        return stated
            .Concat(UsualRates.Cast<Ratio?>())
            .FirstOrDefault(rate => rate is { } known && selections.All(selection => selection.IsRegular(known)));
    }

    private static Ratio Nominal(IGrouping<int, FrameSelection> selections) =>
        RegularRate([.. selections])
        ?? (
            selections.First().Material.Media.Video?.FrameRate is { } stated
            && stated.ToApproximateNumber() <= HighestRate
                ? stated
                : new(25, 1)
        );
}
