using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>The pictures around the joints of an output that copies, its start and its end among them: what is decoded again.</summary>
internal static class JointPictures
{
    /// <summary>On either side of a joint.</summary>
    public const int Around = 5;

    /// <returns>Frames of the output, the ends exclusive; apart from each other.</returns>
    public static IReadOnlyList<(int First, int End)> Of(RenderPlan plan)
    {
        var frames = (int)plan.Frames;
        var found = new List<(int First, int End)>();
        foreach (var joint in plan.Copying!.Pieces.Select(piece => (int)piece.FirstFrame).Append(frames)) // asked for plans that copy
        {
            var (first, end) = (Math.Max(0, joint - Around), Math.Min(frames, joint + Around));
            if (found is [.., var last] && last.End >= first)
                found[^1] = (last.First, end);
            else
                found.Add((first, end));
        }

        return found;
    }

    /// <returns>When they are shown, counted from the output's start.</returns>
    public static IEnumerable<TimeRange> Times(RenderPlan plan)
    {
        var times = PictureTimes.Of(plan);
        return Of(plan).Select(of => new TimeRange(Time(of.First), Time(of.End)));

        MediaTime Time(int frame) => MediaTime.FromTicks(times[frame], plan.Pictures!.TimeBase); // they are copied
    }
}
