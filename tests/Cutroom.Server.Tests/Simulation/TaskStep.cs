namespace Cutroom.Server.Tests.Simulation;

/// <summary>What a committed statement did to a task.</summary>
/// <param name="Before">Null for a new task.</param>
/// <param name="By">The process whose transaction it was.</param>
/// <param name="Holder">The process that the lease before named; null for nobody.</param>
/// <param name="NowMs">By the store's clock.</param>
internal sealed record TaskStep(
    TaskRow? Before,
    TaskRow After,
    SimulatedProcess By,
    SimulatedProcess? Holder,
    long NowMs
)
{
    public bool IsClaim => After.Status == "PROCESSING" && After.Attempt != Before?.Attempt;

    public bool IsRenewal => After.Status == "PROCESSING" && !IsClaim && After.Owner is not null;

    /// <summary>True for what leaves a record in the audit.</summary>
    public bool IsTold => After.Status != "PROCESSING";

    private bool IsByHolder => Holder == By;

    private bool HasPassed => Before?.LeaseEndMs <= NowMs;

    /// <summary>docs/task-states.md once more, with the guards that belong to each row.</summary>
    /// <param name="isReclaimed">An operator asked to end the lease.</param>
    /// <returns>The promise that is broken; null for a step that may be.</returns>
    public string? Fault(bool isReclaimed) =>
        (Before, After) switch
        {
            (null, { Status: "WAITING", Attempt: 0 }) => null,
            ({ Status: "WAITING", IsHeld: true }, { Status: "WAITING", IsHeld: false }) => null,
            ({ Status: "WAITING" }, { Status: "CANCEL" }) => null,
            ({ Status: "WAITING", IsHeld: true }, { Status: "PROCESSING" }) => "a held task is claimed",
            ({ Status: "WAITING" or "PROCESSING" }, _) when IsClaim => ClaimFault(),
            ({ Status: "PROCESSING" }, { Status: "PROCESSING" }) => HoldFault(isReclaimed),
            ({ Status: "PROCESSING" }, { Status: "SUCCEED" }) => IsByHolder
                ? null
                : "I4: published by who does not hold it",
            ({ Status: "PROCESSING" }, { Status: "FAILED" }) when !IsByHolder => Before.AttemptsLeft > 0 || !HasPassed
                ? "I6: failed by a stranger before its time"
                : null,
            ({ Status: "PROCESSING" }, { Status: "FAILED" }) => null,
            _ => "I5: no such step",
        };

    private string? ClaimFault() =>
        After.Attempt != Before!.Attempt + 1 ? "I4: the attempt does not grow by one"
        : After.AttemptsLeft != Before.AttemptsLeft - 1 || After.AttemptsLeft < 0 ? "I6: more claims than allowed"
        : Before.Status == "PROCESSING" && !HasPassed ? "I4: taken over before its lease has passed"
        : After.LeaseEndMs <= NowMs || After.Owner is null ? "I7: claimed without a lease"
        : null;

    private string? HoldFault(bool isReclaimed) =>
        After.Progress < Before!.Progress ? "I5: progress falls"
        : After.Owner is not null && (!IsByHolder || HasPassed) ? "I4: a lost lease is renewed"
        : After.Owner is null && !IsByHolder && !isReclaimed ? "I4: handed back by who does not hold it"
        : After.AttemptsLeft - Before.AttemptsLeft is not (0 or 1) ? "I6: attempts come from nowhere"
        : After.AttemptsLeft > Before.AttemptsLeft && (After.Owner ?? Before.Owner) != Before.Owner
            ? "I6: given back twice"
        : After.AttemptsLeft > Before.AttemptsLeft && After.LeaseEndMs > NowMs
            ? "I6: an attempt that failed is not counted"
        : null;
}
