using System.Globalization;

namespace Cutroom.Testing;

/// <summary>Where the chances of a campaign come from. <c>CUTROOM_SEED</c> repeats a run; whoever draws prints what it drew.</summary>
internal static class Seeds
{
    public static int? Given { get; } =
        Environment.GetEnvironmentVariable("CUTROOM_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : null;

    public static int OfThisRun { get; } = Given ?? Random.Shared.Next();
}
