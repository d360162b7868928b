using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>The numbers by which sound is read and laid under pictures, to the sample.</summary>
internal static class SoundCuts
{
    // Decoders of sound need a few packets before the first good sample.
    private static readonly MediaTime Warmup = MediaTime.FromSeconds(1);
    private static readonly MediaTime BlindMargin = MediaTime.FromSeconds(3);

    // A ramp of 5 ms hides the jump of a cut and is too short to be heard as a fade.
    private const int RampsPerSecond = 200;

    public static SoundCut Under(LaidPiece piece, SoundTarget target, bool isFirst, bool isLast) =>
        Between(piece.Frames.Material, piece.Frames.Start, piece.Start, piece.End, target, isFirst, isLast);

    /// <param name="from">The first instant of sound, on the source's clock.</param>
    /// <param name="start">Where it goes in the output.</param>
    /// <param name="end">Where it ends in the output.</param>
    public static SoundCut Between(
        SourceMaterial source,
        MediaTime from,
        MediaTime start,
        MediaTime end,
        SoundTarget target,
        bool isFirst,
        bool isLast
    )
    {
        // Both ends are rounded on the output's clock, so the counts of all pieces add up to the whole.
        var samples = end.NearestTicks(target.Tick) - start.NearestTicks(target.Tick);
        var ramp = (int)Math.Min(target.SampleRate / RampsPerSecond, samples / 2);
        var rate = source.Media.Audio?.SampleRate ?? target.SampleRate;
        return new()
        {
            Stream = source.Probed.Sound?.Index,
            TimeBase = source.Probed.Sound?.TimeBase ?? target.Tick,
            Seek = SeekTo(source, from),
            SourceRate = rate,
            FirstSample = from.NearestTicks(new(1, rate)),
            Samples = samples,
            FadeIn = isFirst ? 0 : ramp,
            FadeOut = isLast ? 0 : ramp,
        };
    }

    // Only where an index gives the same timestamps after a seek as without.
    private static MediaTime? SeekTo(SourceMaterial source, MediaTime from)
    {
        var target = source.Probed.Demuxer switch
        {
            _ when source.Index.IsDecoded => source.Probed.Origin,
            "mov" or "matroska" or "wav" => from - Warmup,
            "mpegts" or "mpeg" or "flv" => from - BlindMargin,
            _ => source.Probed.Origin,
        };
        return target > source.Probed.Origin ? target : null;
    }
}
