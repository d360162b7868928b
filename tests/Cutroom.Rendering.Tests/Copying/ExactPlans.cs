using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Exact plans as the planner makes them for sources that keep their own timestamps, written down directly.</summary>
internal static class ExactPlans
{
    public static RenderPlan Of(IReadOnlyList<VideoIndex> indexes, params (int Source, int First, int End)[] ranges)
    {
        var steps = new List<RenderStep>();
        var ticks = indexes[0].Timescale;
        long position = 0;
        long frames = 0;
        foreach (var (source, first, end) in ranges)
        {
            var index = indexes[source];
            var start = index.PtsOfRank(first);
            steps.Add(
                new RenderStep.Encode
                {
                    Source = source,
                    Reason = "",
                    Pictures = new()
                    {
                        Stream = 0,
                        TimeBase = new(1, index.Timescale),
                        FirstPts = start,
                        EndPts = index.PtsOfRank(end - 1) + 1,
                        SourceFrames = end - first,
                        Position = position,
                        Times = FrameTimes.Of(
                            Enumerable.Range(first, end - first).Select(rank => index.PtsOfRank(rank) - start)
                        ),
                        Fit = new() { Scale = new(index.Entry.Width, index.Entry.Height) },
                    },
                }
            );
            position += index.PtsOfRank(end) - start;
            frames += end - first;
        }

        return new RenderPlan
        {
            Settings = new(),
            Sources = [.. indexes.Select(_ => new PlannedSource("", "mov", MediaTime.Zero, Media()))],
            Segments = [],
            Pictures = new()
            {
                Codec = indexes[0].Family == NalFamily.H264 ? VideoCodec.H264 : VideoCodec.H265,
                Width = 192,
                Height = 128,
                FrameRate = new(25, 1),
                IsConstantRate = false,
                TimeBase = new(1, ticks),
                Color = "bt709",
                Preset = "veryfast",
                Quality = 20,
                MaxKbps = 1_000_000,
                Gop = 250,
                BFrames = 3,
            },
            Steps = steps,
            Frames = frames,
            Duration = MediaTime.FromTicks(position, 1, ticks),
            Reasons = [],
        };
    }

    private static MediaInfo Media() =>
        new()
        {
            Container = "mp4",
            SizeBytes = 1,
            Duration = MediaTime.FromSeconds(1),
            BitrateKbps = 1,
            Video = new()
            {
                Codec = "h264",
                Width = 192,
                Height = 128,
                CodedWidth = 192,
                CodedHeight = 128,
                PixelFormat = "yuv420p",
            },
        };
}
