using System.Globalization;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Finds out whether a decoder's complaint concerns what was asked for. Complaints about pictures before the first one wanted are
/// normal after a seek; a complaint inside the range means that the source is damaged there.
/// </summary>
internal sealed class SourceDiagnosis(Ffmpeg engine, RendererOptions options)
{
    private static readonly MediaTime Margin = MediaTime.FromSeconds(1);

    /// <summary>Null when all sources decode without a word where they are used.</summary>
    public async Task<RenderFailure?> FindDamageAsync(RenderPlan plan, CancellationToken cancellation)
    {
        foreach (var step in plan.Steps)
        {
            var damage = step.Pictures is { } pictures
                ? await ListenAsync(plan, step.Source, Place.Of(pictures), cancellation)
                : null;
            damage ??=
                step.Sound is { Stream: { } stream } sound && plan.Sound is { } target
                    ? await ListenAsync(plan, step.Source, Place.Of(stream, sound, target), cancellation)
                    : null;
            if (damage is not null)
            {
                return damage;
            }
        }

        return null;
    }

    private async Task<RenderFailure?> ListenAsync(
        RenderPlan plan,
        int index,
        Place place,
        CancellationToken cancellation
    )
    {
        var source = plan.Sources[index];
        var words = new DecoderWords(place.TimeBase, place.Range);
        TimeRange? reading = place.Seek is { } seek ? new(seek, place.Range.End + Margin) : null;
        var exit = await engine.RunAsync(
            new(
                EngineProgram.Ffprobe,
                FfprobeArguments.DecoderWords(source.Demuxer, source.Path, place.Stream, reading),
                options.RenderLimit,
                options.StallLimit
            ),
            words.Add,
            cancellation
        );
        return words.First is { } first
            ? new(
                RenderFailureKind.SourceUnreadable,
                $"{Path.GetFileName(source.Path)} is damaged near {words.Second(source.Origin)} s: {first}",
                index,
                exit.Log
            )
            : null;
    }

    private sealed record Place(int Stream, Ratio TimeBase, TimeRange Range, MediaTime? Seek)
    {
        public static Place Of(PictureCut cut) =>
            new(
                cut.Stream,
                cut.TimeBase,
                new(MediaTime.FromTicks(cut.FirstPts, cut.TimeBase), MediaTime.FromTicks(cut.EndPts, cut.TimeBase)),
                cut.Seek
            );

        public static Place Of(int stream, SoundCut cut, SoundTarget target) =>
            new(
                stream,
                cut.TimeBase,
                new(
                    MediaTime.FromTicks(cut.FirstSample, 1, cut.SourceRate),
                    MediaTime.FromTicks(cut.FirstSample, 1, cut.SourceRate)
                        + MediaTime.FromTicks(cut.Samples, target.Tick)
                ),
                cut.Seek
            );
    }

    /// <summary>Reads lines like <c>frame|best_effort_timestamp=512|log|message=…</c> and keeps the first complaint in the range.</summary>
    private sealed class DecoderWords(Ratio timeBase, TimeRange range)
    {
        private const string Stamp = "best_effort_timestamp=";
        private const string Message = "message=";
        private MediaTime? _frame;
        private MediaTime? _where;

        public string? First { get; private set; }

        public MediaTime Second(MediaTime origin) => (_where ?? range.Start) - origin;

        public void Add(string line)
        {
            if (After(line, Stamp) is { } stamp)
            {
                var digits = stamp.Split('|')[0];
                _frame = long.TryParse(digits, CultureInfo.InvariantCulture, out var tick)
                    ? MediaTime.FromTicks(tick, timeBase)
                    : null;
            }

            if (First is null && After(line, Message) is { } words && _frame >= range.Start && _frame < range.End)
            {
                First = BoundedLog.Clean(words);
                _where = _frame;
            }
        }

        private static string? After(string line, string key) =>
            line.IndexOf(key, StringComparison.Ordinal) is >= 0 and var at ? line[(at + key.Length)..] : null;
    }
}
