using Cutroom.Server.Hosting;
using Cutroom.Server.Outgoing;

namespace Cutroom.Server.Events;

/// <summary>How events leave. Every key is described in docs/operating.md.</summary>
internal sealed record EventOptions
{
    /// <summary>How long an event can be sent again.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Inner addresses that webhooks and pulls may reach.</summary>
    public AddressRules Outgoing { get; init; } = AddressRules.Parse("");

    /// <summary>How long a receiver may be away before its event is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(3);

    /// <exception cref="FormatException">Names the key, the value and the range.</exception>
    public static EventOptions Read(Func<string, string?> environment)
    {
        var values = new EnvironmentValues(environment);
        return new()
        {
            Keep = TimeSpan.FromDays(values.Whole("CUTROOM_EVENT_DAYS", 30, 4, 3650)),
            Outgoing = RulesOf(environment("CUTROOM_OUTGOING_ALLOW") ?? ""),
        };
    }

    /// <summary>After a try that was answered, but not with success: the receiver is there and does not want this event yet.</summary>
    /// <param name="attempts">Made so far, from 1.</param>
    public static TimeSpan DelayAfter(long attempts) =>
        TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(5, Math.Min(attempts, 10) - 1), 8 * 3600));

    /// <summary>After a try that nobody answered: the receiver is away, and nothing else is tried on it.</summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan BlockAfter(long failures) =>
        TimeSpan.FromSeconds(Math.Min(2 * Math.Pow(2, Math.Min(failures, 20) - 1), 900));

    private static AddressRules RulesOf(string text)
    {
        try
        {
            return AddressRules.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"CUTROOM_OUTGOING_ALLOW takes ranges separated by commas: {problem.Message}.");
        }
    }
}
