using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>Turns what ffprobe printed into facts, or names what is not accepted.</summary>
internal static class SourceFacts
{
    private const int MaxPixels = 36_000_000;
    private const int MaxSide = 16_384;

    public static Result<ProbedSource> Read(string path, string demuxer, long size, FfprobeOutput output)
    {
        var name = Path.GetFileName(path);
        var video = Choose(output.Streams, "video");
        var audio = Choose(output.Streams, "audio");
        if (video is null && audio is null)
        {
            return Refusal(RenderFailureKind.SourceUnreadable, $"{name} has neither pictures nor sound");
        }

        if (video is not null && Objection(video) is { } objection)
        {
            return Refusal(RenderFailureKind.UnsupportedStream, $"{name} cannot be edited: {objection}");
        }

        if (audio is not null && !EngineRules.AcceptsSound(audio.Codec ?? ""))
        {
            return Refusal(
                RenderFailureKind.UnsupportedStream,
                $"{name} cannot be edited: its sound codec {audio.Codec ?? "(unknown)"} is not accepted"
            );
        }

        var duration = Seconds(output.Format?.Duration) ?? Seconds((video ?? audio)?.Duration) ?? MediaTime.Zero;
        return new ProbedSource
        {
            Path = path,
            Demuxer = demuxer,
            Origin = OriginOf([video, audio]),
            Pictures = video is null ? null : new(video.Index, RatioOf(video.TimeBase) ?? new(1, 1000)),
            Sound = audio is null ? null : new(audio.Index, RatioOf(audio.TimeBase) ?? new(1, 1000)),
            Media = new()
            {
                Container = ContainerName(demuxer, output.Format),
                SizeBytes = size,
                Duration = duration,
                BitrateKbps = Kilobits(output.Format?.BitRate) ?? AverageKilobits(size, duration),
                Video = video is null ? null : Pictures(video),
                Audio = audio is null ? null : Sound(audio),
            },
        };
    }

    // The one the container marks, else the first; cover pictures are decoration.
    private static FfprobeStream? Choose(IReadOnlyList<FfprobeStream> streams, string type) =>
        streams
            .Where(stream => stream.Type == type && !stream.IsCoverPicture)
            .OrderByDescending(stream => stream.IsDefault)
            .ThenBy(stream => stream.Index)
            .FirstOrDefault();

    private static string? Objection(FfprobeStream video) =>
        !EngineRules.AcceptsPictures(video.Codec ?? "")
            ? $"its picture codec {video.Codec ?? "(unknown)"} is not accepted"
        : video.Width <= 0 || video.Height <= 0 ? "its picture size is unknown"
        : !IsAcceptable(video.Width, video.Height)
            ? $"its pictures of {video.Width}x{video.Height} are larger than {MaxPixels} pixels"
        : video.PixelFormat is null ? "its pictures cannot be decoded"
        : null;

    public static bool IsAcceptable(int width, int height) =>
        width <= MaxSide && height <= MaxSide && (long)width * height <= MaxPixels;

    // Exact ticks: the engine's own start_time is rounded to microseconds, which can lie behind the first frame.
    private static MediaTime OriginOf(IReadOnlyList<FfprobeStream?> streams) =>
        streams
            .Where(stream => stream?.StartPts is not null && RatioOf(stream.TimeBase) is not null)
            .Select(stream => MediaTime.FromTicks(stream!.StartPts!.Value, RatioOf(stream.TimeBase)!.Value)) // filtered above
            .Order()
            .FirstOrDefault();

    private static VideoStream Pictures(FfprobeStream video)
    {
        var turn = Orientation.Parse(
            video.SideData?.Select(data => data.DisplayMatrix).FirstOrDefault(m => m is not null)
        );
        var aspect = RatioOf(video.SampleAspectRatio?.Replace(':', '/')) ?? Ratio.One;
        var wide = Math.Clamp((int)Math.Round((double)video.Width * aspect.Numerator / aspect.Denominator), 1, MaxSide);
        var isUpright = turn.Degrees is 0 or 180;
        return new()
        {
            Codec = video.Codec ?? "",
            Width = isUpright ? wide : video.Height,
            Height = isUpright ? video.Height : wide,
            CodedWidth = video.Width,
            CodedHeight = video.Height,
            FrameRate = FrameRateOf(video),
            Rotation = turn.Degrees,
            IsMirrored = turn.IsMirrored,
            SampleAspectRatio = aspect,
            PixelFormat = video.PixelFormat ?? "",
            IsInterlaced = video.FieldOrder is "tt" or "bb" or "tb" or "bt",
            ColorSpace = Known(video.ColorSpace),
            ColorTransfer = Known(video.ColorTransfer),
            ColorPrimaries = Known(video.ColorPrimaries),
            ColorRange = Known(video.ColorRange),
            BitrateKbps = Kilobits(video.BitRate),
        };
    }

    private static AudioStream Sound(FfprobeStream audio) =>
        new()
        {
            Codec = audio.Codec ?? "",
            SampleRate = int.TryParse(audio.SampleRate, CultureInfo.InvariantCulture, out var rate) ? rate : 48_000,
            Channels = Math.Max(1, audio.Channels),
            BitrateKbps = Kilobits(audio.BitRate),
        };

    // The base rate is a guess from timestamps and can be the double; the average then is the better word.
    private static Ratio? FrameRateOf(FfprobeStream video)
    {
        var (guess, average) = (RatioOf(video.BaseRate), RatioOf(video.AverageRate));
        return guess is { } rate && IsCredible(rate) && !(average is { } mean && IsDouble(rate, mean)) ? rate
            : average is { } other && IsCredible(other) ? other
            : null;
    }

    public static bool IsCredible(Ratio rate) => rate.ToApproximateNumber() is >= 0.1 and <= 240;

    private static bool IsDouble(Ratio rate, Ratio average) =>
        rate.Numerator * average.Denominator == 2 * average.Numerator * rate.Denominator;

    private static Ratio? RatioOf(string? text) =>
        text?.Split('/') is [var n, var d]
        && int.TryParse(n, CultureInfo.InvariantCulture, out var numerator)
        && int.TryParse(d, CultureInfo.InvariantCulture, out var denominator)
        && numerator > 0
        && denominator > 0
            ? new(numerator, denominator)
            : null;

    private static MediaTime? Seconds(string? text) =>
        MediaTime.TryParseSeconds(text, out var time) && time > MediaTime.Zero ? time : null;

    private static long? Kilobits(string? bits) =>
        long.TryParse(bits, CultureInfo.InvariantCulture, out var value) && value > 0 ? (value + 500) / 1000 : null;

    private static long AverageKilobits(long size, MediaTime duration) =>
        duration > MediaTime.Zero ? (long)(size * 8 / 1000 / duration.ToApproximateSeconds()) : 0;

    private static string ContainerName(string demuxer, FfprobeFormat? format) =>
        demuxer is not "mov" ? demuxer
        : format?.Tags?.GetValueOrDefault("major_brand")?.Trim() is "qt" ? "mov"
        : "mp4";

    private static string? Known(string? word) =>
        word is null or "" or "unknown" or "unspecified" or "reserved" ? null : word;

    private static RenderFailure Refusal(RenderFailureKind kind, string message) => RenderFailure.Of(kind, message);
}
