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

/// <summary>Puts the pieces of a plan together into one track. All pictures take their times from the plan.</summary>
/// <param name="timescale">Of <paramref name="times"/>.</param>
/// <param name="times">When each picture is shown, in the order shown, the first at 0; one more at the end.</param>
/// <param name="sources">By source; null where nothing is cut from one.</param>
internal sealed class VideoAssembly(uint timescale, long[] times, IReadOnlyList<VideoIndex?> sources)
{
    private readonly List<SampleBytes> _samples = [];
    private readonly List<long> _pts = [];
    private readonly List<int> _keyframes = [];
    private readonly List<DecoderConfiguration> _configurations = [];

    /// <param name="encoded">By piece; null for copied ones.</param>
    /// <param name="patched">By piece: the rewritten first sample of a copy that breaks a link, else null.</param>
    public MovieTrack Build(CopyPlan plan, IReadOnlyList<EncodedPiece?> encoded, IReadOnlyList<SampleBytes?> patched)
    {
        var model = sources[plan.Model]!; // the planner names a source it copies from
        _configurations.Add(model.Configuration);
        for (var i = 0; i < plan.Pieces.Count; i++)
        {
            if (plan.Pieces[i] is VideoPiece.Copy copy)
            {
                AddCopy(copy, sources[copy.Source]!, patched[i]);
            }
            else
            {
                AddEncoded(plan.Pieces[i], encoded[i]!);
            }
        }

        var decoding = VideoTimes.From(_pts);
        var configuration = MergedConfiguration.Write(_configurations);
        return new MovieTrack
        {
            IsVideo = true,
            Timescale = timescale,
            SampleDescription = VisualSampleDescription.Write(model.Entry, model.Family, configuration),
            Samples = _samples,
            DecodeTimes = decoding.DecodeTimes,
            Shifts = decoding.Shifts,
            Keyframes = _keyframes,
            LastDuration = times[^1] - times[^2],
            EditStart = decoding.Delay,
            Duration = times[^1],
            Width = model.Entry.Width,
            Height = model.Entry.Height,
        };
    }

    private void AddCopy(VideoPiece.Copy copy, VideoIndex source, SampleBytes? patched)
    {
        _configurations.Add(source.Configuration);
        for (var sample = copy.FirstSample; sample < copy.EndSample; sample++)
        {
            var rank = source.Ranks[sample];
            if (rank < copy.FirstRank)
            {
                continue;
            }

            if (source.IsKeyframe(sample))
            {
                _keyframes.Add(_samples.Count);
            }

            _samples.Add(
                sample == copy.FirstSample && patched is { } rewritten
                    ? rewritten
                    : new SampleBytes(copy.Source, source.Offsets[sample], source.Sizes[sample])
            );
            _pts.Add(times[copy.FirstFrame + rank - copy.FirstRank]);
        }
    }

    private void AddEncoded(VideoPiece piece, EncodedPiece encoded)
    {
        _configurations.Add(encoded.Configuration);
        _keyframes.AddRange(encoded.Keyframes.Select(keyframe => _samples.Count + keyframe));
        for (var i = 0; i < encoded.Samples.Count; i++)
        {
            _samples.Add(encoded.Samples[i]);
            _pts.Add(times[piece.FirstFrame + encoded.Ranks[i]]);
        }
    }
}
