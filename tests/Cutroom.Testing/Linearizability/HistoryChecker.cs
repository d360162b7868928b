namespace Cutroom.Testing.Linearizability;

/// <summary>
/// Decides whether the calls on one object can be put in an order that keeps real time and that a sequential model allows, as Wing
/// and Gong search for it, with Lowe's memory of what was tried.
/// </summary>
internal static class HistoryChecker
{
    /// <summary>One bit a call. Objects are checked one by one, so histories are short.</summary>
    private const int MaxCalls = 64;

    /// <param name="apply">The model: the state after the call, or null where its answer is impossible in this state. A call without
    /// answer has to be possible in every state.</param>
    public static bool IsLinearizable<TState, TCall>(
        IReadOnlyList<HistoryCall<TCall>> history,
        TState initial,
        Func<TState, HistoryCall<TCall>, TState?> apply
    )
        where TState : class
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history.Count, MaxCalls);
        var answered = history
            .Index()
            .Aggregate(0UL, (bits, call) => call.Item.End is null ? bits : bits | Bit(call.Index));
        var tried = new HashSet<(ulong Done, TState State)>();
        return Search(0, initial);

        bool Search(ulong done, TState state)
        {
            if ((done & answered) == answered)
                return true;
            if (!tried.Add((done, state)))
                return false;

            var firstAnswer = history
                .Index()
                .Where(call => !Has(done, call.Index))
                .Min(call => call.Item.End ?? long.MaxValue);
            foreach (var (index, call) in history.Index())
            {
                // Only a call that started before every answer still open can come next.
                if (Has(done, index) || call.Start > firstAnswer)
                    continue;
                if (apply(state, call) is { } next && Search(done | Bit(index), next))
                    return true;
            }

            return false;
        }
    }

    private static ulong Bit(int index) => 1UL << index;

    private static bool Has(ulong bits, int index) => (bits & Bit(index)) != 0;
}
