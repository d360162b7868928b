using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// A run of pictures of the output and how it gets them. Pieces follow each other without a hole; each starts with a
/// keyframe, so that none needs another to be decoded.
/// </summary>
[JsonDerivedType(typeof(Copy), "copy")]
[JsonDerivedType(typeof(Encode), "encode")]
[JsonDerivedType(typeof(Adapt), "adapt")]
public abstract record VideoPiece
{
    private VideoPiece() { }

    /// <summary>Counted over the whole output, from 0.</summary>
    [JsonPropertyName("first_frame")]
    public required long FirstFrame { get; init; }

    [JsonPropertyName("frames")]
    public required int FrameCount { get; init; }

    /// <summary>Pictures of a source whose samples are used as they are, one for one.</summary>
    public abstract record Cut : VideoPiece
    {
        private protected Cut() { }

        [JsonPropertyName("source")]
        public required int Source { get; init; }

        /// <summary>How many pictures of the source are shown before the first of this piece.</summary>
        [JsonPropertyName("first_rank")]
        public required int FirstRank { get; init; }

        /// <summary>In decode order; a keyframe at or before the first picture.</summary>
        [JsonPropertyName("first_sample")]
        public required int FirstSample { get; init; }

        /// <summary>Exclusive: decoding up to here gives every picture of the piece.</summary>
        [JsonPropertyName("end_sample")]
        public required int EndSample { get; init; }

        [JsonIgnore]
        public int EndRank => FirstRank + FrameCount;
    }

    /// <summary>The samples' bytes, but for those shown before the first.</summary>
    public sealed record Copy : Cut
    {
        /// <summary>The first sample is a CRA whose leading pictures are left out, and must say so (BLA).</summary>
        [JsonPropertyName("breaks_link")]
        public bool BreaksLink { get; init; }
    }

    /// <summary>Pictures decoded and encoded again, unchanged but for the coding.</summary>
    public sealed record Encode : Cut
    {
        /// <summary>Why they are not copied, in the words of the report.</summary>
        [JsonPropertyName("reason")]
        public required string Reason { get; init; }
    }

    /// <summary>A whole step of the plan, made as the exact path makes it: turned, scaled, resampled.</summary>
    public sealed record Adapt : VideoPiece
    {
        [JsonPropertyName("step")]
        public required int Step { get; init; }

        /// <summary>Why its pictures are not copied.</summary>
        [JsonPropertyName("reason")]
        public required string Reason { get; init; }
    }
}
