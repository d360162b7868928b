namespace Cutroom.Server.Tests.Simulation;

/// <summary>A task's row as a statement left it.</summary>
internal sealed record TaskRow(
    string Status,
    long Attempt,
    long AttemptsLeft,
    long? LeaseEndMs,
    string? Owner,
    bool IsHeld,
    long Progress
)
{
    public const int Columns = 7;

    /// <summary>The columns, as a trigger names them.</summary>
    public static string Of(string row) =>
        string.Join(
            ", ",
            "status attempt attempts_left lease_end_ms lease_owner held progress"
                .Split(' ')
                .Select(name => $"{row}.{name}")
        );

    /// <returns>Null where there was none.</returns>
    public static TaskRow? Read(ReadOnlySpan<object?> values) =>
        values[0] is string status
            ? new(
                status,
                (long)values[1]!,
                (long)values[2]!,
                (long?)values[3],
                (string?)values[4],
                (long)values[5]! == 1,
                (long)values[6]!
            )
            : null;
}
