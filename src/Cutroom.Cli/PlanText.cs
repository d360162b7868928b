using System.Globalization;
using Cutroom.Rendering.Planning;

namespace Cutroom.Cli;

/// <summary>How <c>--plan</c> shows what would be done.</summary>
internal static class PlanText
{
    public static void Print(PlanSummary plan, bool json)
    {
        if (json)
        {
            Console.WriteLine(plan.ToJson());
            return;
        }

        Say($"{plan.Frames} frames, {plan.Duration} s: {plan.CopiedFrames} copied, {plan.EncodedFrames} encoded");
        Say(
            $"about {Size(plan.EstimatedBytes)} and {plan.EstimatedWorkSeconds} s of one core; plan {plan.PlanHash[..16]}"
        );
        foreach (var (number, segment) in plan.Segments.Index())
        {
            Say(
                $"segment {number + 1}: source {segment.Source + 1} from {segment.FirstFrameAt} s, {segment.Duration} s"
            );
            foreach (var piece in segment.Pieces)
                Say(
                    $"  {piece.Action, -6} {piece.Frames, 7} frames from frame {piece.FirstFrame}{(piece.Reason is { } why ? $": {why}" : "")}"
                );
        }

        foreach (var reason in plan.Reasons)
            Say($"  {reason}");
    }

    private static string Size(long bytes) =>
        bytes < 10_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000} kB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000} MB");

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
