using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Planning;

/// <summary>Sources that exist only as facts: planning needs no files.</summary>
internal static class Material
{
    public static SourceMaterial Video(
        Ratio? rate = null,
        int frames = 300,
        int width = 640,
        int height = 360,
        string path = "/a.mp4",
        long kbps = 1000,
        bool hasSound = true
    )
    {
        var known = rate ?? new(30, 1);
        return WithTimes(
            new(1, known.Numerator),
            [.. Enumerable.Range(0, frames).Select(i => i * known.Denominator)],
            (frames * known.Denominator),
            known,
            width,
            height,
            path,
            kbps,
            hasSound
        );
    }

    public static SourceMaterial WithTimes(
        Ratio tick,
        long[] pts,
        long end,
        Ratio? rate = null,
        int width = 640,
        int height = 360,
        string path = "/v.mp4",
        long kbps = 1000,
        bool hasSound = true
    ) =>
        new(
            new()
            {
                Path = path,
                Demuxer = "mov",
                Origin = MediaTime.FromTicks(pts[0], tick),
                Pictures = new(0, tick),
                Sound = hasSound ? new(1, new(1, 48_000)) : null,
                Media = new()
                {
                    Container = "mp4",
                    SizeBytes = 1_000_000,
                    Duration = MediaTime.FromTicks(end - pts[0], tick),
                    BitrateKbps = kbps,
                    Video = new()
                    {
                        Codec = "h264",
                        Width = width,
                        Height = height,
                        CodedWidth = width,
                        CodedHeight = height,
                        FrameRate = rate,
                        PixelFormat = "yuv420p",
                    },
                    Audio = hasSound
                        ? new()
                        {
                            Codec = "aac",
                            SampleRate = 48_000,
                            Channels = 2,
                        }
                        : null,
                },
            },
            new()
            {
                TimeBase = tick,
                Pts = pts,
                Keys = [pts[0]],
                End = end,
            }
        );

    public static SourceMaterial Sound(int seconds = 10, string path = "/s.mp3", int rate = 44_100) =>
        new(
            new()
            {
                Path = path,
                Demuxer = "mp3",
                Origin = MediaTime.Zero,
                Sound = new(0, new(1, rate)),
                Media = new()
                {
                    Container = "mp3",
                    SizeBytes = 100_000,
                    Duration = MediaTime.FromSeconds(seconds),
                    BitrateKbps = 192,
                    Audio = new()
                    {
                        Codec = "mp3",
                        SampleRate = rate,
                        Channels = 2,
                    },
                },
            },
            new()
            {
                TimeBase = new(1, rate),
                Pts = [0],
                Keys = [0],
                End = (long)seconds * rate,
            }
        );

    public static Segment Cut(int source, string start, string? end = null)
    {
        return new(source, Time(start), end is null ? null : Time(end));
    }

    private static MediaTime Time(string text) =>
        MediaTime.TryParseSeconds(text, out var time) ? time : throw new FormatException(text);

    public static RenderPlan Plan(OutputSettings settings, SourceMaterial[] sources, params Segment[] segments) =>
        RenderPlanner.Plan(new(segments, settings), sources) is PlanResult.Planned(var plan)
            ? plan
            : throw new InvalidOperationException("The timeline was refused.");

    public static RenderFailure Refuse(OutputSettings settings, SourceMaterial[] sources, params Segment[] segments) =>
        RenderPlanner.Plan(new(segments, settings), sources) is PlanResult.Refused(var failure)
            ? failure
            : throw new InvalidOperationException("The timeline was planned.");
}
