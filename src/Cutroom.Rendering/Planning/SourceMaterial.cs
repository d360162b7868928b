using Cutroom.Rendering.Probing;

namespace Cutroom.Rendering.Planning;

/// <summary>All the planner may know of a source: facts and timestamps, read beforehand.</summary>
/// <param name="Index">Timestamps of the frames, or of the packets of sound when there are no pictures.</param>
internal sealed record SourceMaterial(ProbedSource Probed, FrameIndex Index)
{
    public MediaInfo Media => Probed.Media;
}
