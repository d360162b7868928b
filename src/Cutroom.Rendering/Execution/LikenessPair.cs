namespace Cutroom.Rendering.Execution;

/// <summary>Pictures as they were and as they were encoded, in a file each.</summary>
/// <param name="First">When the first picture meant is shown, in ticks of the original.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Count">How many are compared.</param>
internal sealed record LikenessPair(string Original, long First, long End, string Copy, int Count);
