using Cutroom.Rendering.Planning;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>Prints the filters that lay a step's samples under its pictures.</summary>
internal static class SoundFilters
{
    public static IEnumerable<string> Of(SoundCut cut, SoundTarget target) =>
        [
            .. cut.Stream is null ? Silence(target) : Samples(cut, target),
            $"apad=whole_len={Text(cut.Samples)}",
            $"atrim=end_sample={Text(cut.Samples)}",
            .. cut.FadeIn > 0 ? [Ramp("in", 0, cut.FadeIn)] : Array.Empty<string>(),
            .. cut.FadeOut > 0 ? [Ramp("out", cut.Samples - cut.FadeOut, cut.FadeOut)] : Array.Empty<string>(),
        ];

    // A quarter of a sine: of equal power, so that the joint is not heard as a dip.
    private static string Ramp(string direction, long start, int samples) =>
        $"afade=t={direction}:curve=qsin:start_sample={Text(start)}:nb_samples={Text(samples)}";

    /// <summary>The joined sound counts its own samples: nothing between the steps can shift it.</summary>
    public static IEnumerable<string> Clock(SoundTarget target) =>
        [
            $"asettb=1/{Text(target.SampleRate)}",
            "asetpts=N",
            .. target.DroppedLead > 0 ? WithoutLead(target.DroppedLead) : [],
        ];

    // Of an output shorter than the lead one sample is left, or its sound would have no packet at all.
    private static string[] WithoutLead(int lead) =>
        [$"apad=whole_len={Text(lead + 1)}", $"atrim=start_sample={Text(lead)}"];

    // Timestamps decide: silence is put in or samples are dropped until the first one is the planned one. Later gaps of more than
    // 20 ms are filled, smaller ones are the rounding of coarse containers. The rate changes afterwards: in one filter with it, the
    // engine drops the wrong samples.
    private static IEnumerable<string> Samples(SoundCut cut, SoundTarget target) =>
        [
            $"aresample={Text(cut.SourceRate)}:async=1:min_comp=0.00001:min_hard_comp=0.02:first_pts={Text(cut.FirstSample)}",
            $"aresample={Text(target.SampleRate)}",
            Layout(target),
            .. cut.Skipped > 0 ? [$"atrim=start_sample={Text(cut.Skipped)}"] : Array.Empty<string>(),
            "asetpts=N",
        ];

    private static IEnumerable<string> Silence(SoundTarget target) =>
        [$"anullsrc=r={Text(target.SampleRate)}:cl={(target.Channels == 1 ? "mono" : "stereo")}", Layout(target)];

    private static string Layout(SoundTarget target) =>
        $"aformat=sample_fmts=fltp:sample_rates={Text(target.SampleRate)}:channel_layouts={(target.Channels == 1 ? "mono" : "stereo")}";
}
