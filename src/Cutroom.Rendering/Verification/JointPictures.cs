using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>The pictures around the joints of an output that copies, its start and its end among them: what is looked at again.</summary>
internal static class JointPictures
{
    /// <summary>On either side of a joint.</summary>
    public const int Around = 5;

    /// <returns>Frames of the output, the ends exclusive; apart from each other.</returns>
    public static IReadOnlyList<(int First, int End)> Of(RenderPlan plan) => Of(plan, _ => Around);

    /// <summary>
    /// Less those that end a copy: a group has to be decoded from its start for them, and <see cref="CopiedSamples"/> has seen that they
    /// are the source's.
    /// </summary>
    public static IReadOnlyList<(int First, int End)> ToDecode(RenderPlan plan) =>
        Of(plan, before => before is VideoPiece.Copy ? 0 : Around);

    /// <returns>When they are shown, counted from the output's start.</returns>
    public static IEnumerable<TimeRange> Times(RenderPlan plan, IEnumerable<(int First, int End)> pictures)
    {
        var times = PictureTimes.Of(plan);
        return pictures.Select(of => new TimeRange(Time(of.First), Time(of.End)));

        MediaTime Time(int frame) => MediaTime.FromTicks(times[frame], plan.Pictures!.TimeBase); // they are copied
    }

    /// <param name="before">How many pictures before a joint, by the piece they belong to; null at the start.</param>
    private static List<(int First, int End)> Of(RenderPlan plan, Func<VideoPiece?, int> before)
    {
        var frames = (int)plan.Frames;
        var found = new List<(int First, int End)>();
        VideoPiece? last = null;
        foreach (var piece in plan.Copying!.Pieces.Append(null)) // asked for plans that copy
        {
            var joint = (int)(piece?.FirstFrame ?? frames);
            var (first, end) = (Math.Max(0, joint - before(last)), Math.Min(frames, joint + Around));
            last = piece;
            if (found is [.., var one] && one.End >= first)
                found[^1] = (one.First, end);
            else if (first < end)
                found.Add((first, end));
        }

        return found;
    }
}
