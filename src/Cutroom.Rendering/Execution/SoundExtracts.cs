using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Execution;

/// <summary>Replaces MP4 and MOV sources of sound by small files that hold just what is heard.</summary>
internal static class SoundExtracts
{
    /// <param name="plan">Of sound alone.</param>
    /// <returns>The plan with the small files as sources; sources whose tables are not understood stay.</returns>
    public static async Task<RenderPlan> MakeAsync(RenderPlan plan, string folder, CancellationToken cancellation)
    {
        var sources = plan.Sources.ToList();
        var steps = new List<RenderStep>();
        foreach (var (number, step) in plan.Steps.Index())
        {
            var source = plan.Sources[step.Source];
            if (
                step.Sound is not { Stream: not null } cut
                || await SoundOfAsync(source, cancellation) is not { } sound
                || !SoundExtract.IsPossible(cut, sound)
            )
            {
                steps.Add(step);
                continue;
            }

            var extract = SoundExtract.Of(cut, plan.Sound!, sound); // a plan of sound has a target
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"sound-{number}.mp4"));
            using var file = File.OpenHandle(source.Path);
            await Mp4Writer.WriteAsync(path, [extract.Track], _ => file, cancellation);
            steps.Add(step with { Source = sources.Count, Sound = extract.Cut });
            sources.Add(source with { Path = path, Bytes = MediaSource.OfFile(path) });
        }

        return plan with
        {
            Sources = sources,
            Steps = steps,
        };
    }

    private static async Task<SoundIndex?> SoundOfAsync(PlannedSource source, CancellationToken cancellation)
    {
        try
        {
            return source.Demuxer == "mov" ? (await MovieFile.ReadAsync(source.Bytes, cancellation)).Sound : null;
        }
        catch (Exception fault) when (Mp4Indexer.IsOfTheFile(fault))
        {
            return null;
        }
    }
}
