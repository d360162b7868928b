namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>What is done with an input.</summary>
public enum Operation
{
    /// <summary>One segment whose ends lie between key frames and between frames.</summary>
    OneSegment,

    /// <summary>Three, not in their order in the source; the second lies exactly on frames.</summary>
    ThreeReordered,

    /// <summary>Two that share frames.</summary>
    Overlapping,
    OneFrame,
    WholeFile,

    /// <summary>One segment that starts and ends exactly on key frames.</summary>
    OnKeyframes,

    /// <summary>One segment without a key frame in it.</summary>
    InsideOneGroup,

    /// <summary>A short segment of each of twenty files of equal make.</summary>
    TwentyAlike,

    /// <summary>Two segments with one of a file of another make between them.</summary>
    Mixed,
}
