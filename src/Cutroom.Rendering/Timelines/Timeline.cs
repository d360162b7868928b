namespace Cutroom.Rendering.Timelines;

/// <summary>
/// The half-open range <c>[Start, End)</c> of one source. Time 0 is the earliest presentation time of the source file, so a
/// file whose clock starts at 1.4 s is cut as if it started at 0.
/// </summary>
/// <param name="Source">Index into the list of sources.</param>
/// <param name="Start">Inclusive: the first frame is the first with a timestamp at or after it.</param>
/// <param name="End">Exclusive: the last frame is the last with a timestamp before it. Null is the end of the source.</param>
public sealed record Segment(int Source, MediaTime Start, MediaTime? End);

/// <summary>The caller's intent: segments in the order of the output, and what the output shall be.</summary>
public sealed record Timeline(IReadOnlyList<Segment> Segments, OutputSettings Settings);
