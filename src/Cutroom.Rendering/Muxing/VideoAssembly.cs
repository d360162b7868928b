using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Muxing;

/// <summary>An encoded piece on disk, its samples in decode order.</summary>
/// <param name="Ranks">For each sample its place in the order shown, from 0.</param>
/// <param name="Configuration">The parameter sets as they shall stand in the output.</param>
internal sealed record EncodedPiece(
    IReadOnlyList<SampleBytes> Samples,
    IReadOnlyList<int> Ranks,
    IReadOnlyList<int> Keyframes,
    DecoderConfiguration Configuration
);

/// <summary>Puts the pieces of a plan together into one track. Encoded pictures take the source's times by rank.</summary>
internal sealed class VideoAssembly(CopyPlan plan, IReadOnlyList<VideoIndex?> sources)
{
    private readonly List<SampleBytes> _samples = [];
    private readonly List<long> _pts = [];
    private readonly List<int> _keyframes = [];
    private readonly List<DecoderConfiguration> _configurations = [];
    private long _pieceStart;

    /// <param name="encoded">By piece; null for copied ones.</param>
    /// <param name="patched">By piece: the rewritten first sample of a copy that breaks a link, else null.</param>
    public MovieTrack Build(IReadOnlyList<EncodedPiece?> encoded, IReadOnlyList<SampleBytes?> patched)
    {
        var first = sources[plan.Pieces[0].Source]!;
        for (var i = 0; i < plan.Pieces.Count; i++)
            Add(plan.Pieces[i], encoded[i], patched[i]);
        var times = VideoTimes.From(_pts);
        // The source's sets come first: the record's profile is theirs.
        _configurations.Insert(0, first.Configuration);
        return new MovieTrack
        {
            IsVideo = true,
            Timescale = plan.Timescale,
            SampleDescription = VisualSampleDescription.Write(
                first.Entry,
                first.Family,
                MergedConfiguration.Write(_configurations)
            ),
            Samples = _samples,
            DecodeTimes = times.DecodeTimes,
            Shifts = times.Shifts,
            Keyframes = _keyframes,
            LastDuration = plan.Duration - times.DecodeTimes[^1],
            EditStart = times.Delay,
            Duration = plan.Duration,
            Width = first.Entry.Width,
            Height = first.Entry.Height,
            Matrix = first.Matrix,
        };
    }

    private void Add(VideoPiece piece, EncodedPiece? encoded, SampleBytes? patched)
    {
        var source = sources[piece.Source]!;
        switch (piece)
        {
            case VideoPiece.Copy copy:
                AddCopy(copy, source, patched);
                break;
            case VideoPiece.Encode:
                AddEncoded(piece, source, encoded!);
                break;
        }
        var span = source.PtsOfRank(piece.EndRank) - source.PtsOfRank(piece.FirstRank);
        _pieceStart += span * (plan.Timescale / source.Timescale);
    }

    private void AddCopy(VideoPiece.Copy copy, VideoIndex source, SampleBytes? patched)
    {
        _configurations.Add(source.Configuration);
        for (var sample = copy.FirstSample; sample < copy.EndSample; sample++)
        {
            if (source.Ranks[sample] < copy.FirstRank)
                continue;
            if (source.IsKeyframe(sample))
                _keyframes.Add(_samples.Count);
            AddSample(
                sample == copy.FirstSample && patched is { } rewritten
                    ? rewritten
                    : new SampleBytes(copy.Source, source.Offsets[sample], source.Sizes[sample]),
                copy,
                source,
                source.Ranks[sample]
            );
        }
    }

    private void AddEncoded(VideoPiece piece, VideoIndex source, EncodedPiece encoded)
    {
        _configurations.Add(encoded.Configuration);
        _keyframes.AddRange(encoded.Keyframes.Select(keyframe => _samples.Count + keyframe));
        for (var i = 0; i < encoded.Samples.Count; i++)
            AddSample(encoded.Samples[i], piece, source, piece.FirstRank + encoded.Ranks[i]);
    }

    private void AddSample(SampleBytes bytes, VideoPiece piece, VideoIndex source, int rank)
    {
        _samples.Add(bytes);
        var since = source.PtsOfRank(rank) - source.PtsOfRank(piece.FirstRank);
        _pts.Add(_pieceStart + since * (plan.Timescale / source.Timescale));
    }
}
