namespace Cutroom.Testing.Linearizability;

/// <summary>A call as its caller saw it.</summary>
/// <param name="What">What was asked and what was answered.</param>
/// <param name="Start">A timestamp taken before the call was sent.</param>
/// <param name="End">A timestamp taken after the answer arrived; null where none came, and the call may have had its effect at any
/// time after its start, or never.</param>
internal readonly record struct HistoryCall<T>(T What, long Start, long? End);
