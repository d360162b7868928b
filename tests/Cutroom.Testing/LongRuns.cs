namespace Cutroom.Testing;

/// <summary>Two sizes of each campaign: every day's, and the one of <c>CUTROOM_LONG=1</c>.</summary>
internal static class LongRuns
{
    public static bool Asked => Environment.GetEnvironmentVariable("CUTROOM_LONG") == "1";

    public static int Scale(int normal, int whenLong) => Asked ? whenLong : normal;
}
