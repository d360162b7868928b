using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>A source as the planner needs it: its facts, and the clocks of the streams that are edited.</summary>
internal sealed record ProbedSource
{
    /// <summary>A mere name as long as the bytes are not on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>Null when only the path is known.</summary>
    public MediaSource? Source { get; init; }

    /// <summary>The engine's demuxer; forced on every later call.</summary>
    public required string Demuxer { get; init; }

    public required MediaInfo Media { get; init; }

    /// <summary>Null when there are no pictures.</summary>
    public StreamClock? Pictures { get; init; }

    /// <summary>Null when there is no sound.</summary>
    public StreamClock? Sound { get; init; }

    /// <summary>The earliest presentation time of the file on its own clock: position 0 of every segment.</summary>
    public required MediaTime Origin { get; init; }
}

/// <param name="Index">The stream's number in the file.</param>
/// <param name="TimeBase">Seconds per tick of its timestamps.</param>
internal sealed record StreamClock(int Index, Ratio TimeBase);
