using System.Globalization;

namespace Cutroom.Testing;

/// <summary>Two sizes of each campaign: every day's, and the one of <c>CUTROOM_LONG=1</c>, which can be run in parts.</summary>
internal static class LongRuns
{
    private static readonly (int Part, int Of) Share = Parse(Environment.GetEnvironmentVariable("CUTROOM_PART"));

    public static bool Asked => Environment.GetEnvironmentVariable("CUTROOM_LONG") == "1";

    public static int Scale(int normal, int whenLong) => Asked ? whenLong : normal;

    /// <summary>
    /// Whether a numbered trial belongs to this run: <c>CUTROOM_PART=3/12</c> takes every twelfth from the third on, so that twelve runs
    /// take each exactly once. Without it all belong.
    /// </summary>
    public static bool IsMine(int number) => number % Share.Of == Share.Part - 1;

    /// <summary>How many of so many numbered trials belong to this run.</summary>
    public static int Mine(int trials) => Enumerable.Range(0, trials).Count(IsMine);

    private static (int Part, int Of) Parse(string? text) =>
        text?.Split('/') is not [var part, var of]
            ? (1, 1)
            : (int.Parse(part, CultureInfo.InvariantCulture), int.Parse(of, CultureInfo.InvariantCulture));
}
