using System.Globalization;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Prints a plan as one filter graph: each step's frames and samples are cut by their integer timestamps, joined, and put on the
/// planned clock. No text of a user enters it.
/// </summary>
internal sealed class FilterGraph(RenderPlan plan)
{
    public const string PicturesOut = "[pictures]";
    public const string SoundOut = "[sound]";

    private readonly List<string> _chains = [];

    /// <param name="pictureInput">The number of the input that carries a step's pictures; likewise for the sound.</param>
    public string Print(Func<int, int> pictureInput, Func<int, int> soundInput)
    {
        foreach (var (number, step) in plan.Steps.Index())
        {
            if (plan.Pictures is { } pictures && step.Pictures is { } cut)
            {
                AddChain(
                    $"[{Text(pictureInput(number))}:{Text(cut.Stream)}]",
                    PictureFilters.Of(cut, pictures),
                    $"[v{Text(number)}]"
                );
            }

            if (plan.Sound is { } sound && step.Sound is { } samples)
            {
                var source = samples.Stream is { } stream ? $"[{Text(soundInput(number))}:{Text(stream)}]" : "";
                AddChain(source, SoundFilters.Of(samples, sound), $"[a{Text(number)}]");
            }
        }

        if (plan.Pictures is { } target)
        {
            AddChain(Labels("v"), [Concat(1, 0), .. Clock(target)], PicturesOut);
        }

        if (plan.Sound is { } output)
        {
            AddChain(Labels("a"), [Concat(0, 1), .. SoundFilters.Clock(output)], SoundOut);
        }

        return string.Join(';', _chains);
    }

    // The joining filter guesses how long the last frame of a piece lasts, so the clock is set anew behind it.
    private IEnumerable<string> Clock(PictureTarget target)
    {
        yield return $"settb={Text(target.TimeBase)}";
        yield return target.IsConstantRate
            ? $"setpts=N*{Text(target.TimeBase.Denominator / target.FrameRate.Numerator * target.FrameRate.Denominator)}"
            : $"setpts='PTS-{OffsetOfPiece()}'";
    }

    /// <summary>
    /// Register 0 holds what is subtracted from the timestamps of the piece at hand. It is set at each piece's first frame so that this
    /// frame gets its planned position, and kept for the others.
    /// </summary>
    private string OffsetOfPiece()
    {
        var expression = "ld(0)";
        var frames = plan.Frames;
        foreach (var step in plan.Steps.Reverse())
        {
            if (step.Pictures is { } cut)
            {
                frames -= cut.Frames();
                expression = $"if(eq(N,{Text(frames)}),PTS-{Text(cut.Position)},{expression})";
            }
        }

        return $"st(0,{expression})";
    }

    private string Concat(int pictures, int sound) =>
        $"concat=n={Text(plan.Steps.Count)}:v={Text(pictures)}:a={Text(sound)}";

    private string Labels(string kind) => string.Concat(plan.Steps.Select((_, number) => $"[{kind}{Text(number)}]"));

    private void AddChain(string input, IEnumerable<string> filters, string output) =>
        _chains.Add(input + string.Join(',', filters) + output);

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Text(Ratio ratio) => $"{Text(ratio.Numerator)}/{Text(ratio.Denominator)}";
}
