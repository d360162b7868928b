using System.Globalization;
using System.Text.Json;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>What the container says of its streams.</summary>
/// <param name="Pictures">Seconds per tick of the pictures; null without pictures.</param>
internal sealed record StreamTable(Ratio? Pictures, Ratio? FrameRate, bool HasSound, MediaTime Origin)
{
    public static async Task<StreamTable> ReadAsync(string path)
    {
        var output = await MediaTool.ProbeAsync(path, "-show_streams", "-of", "json");
        using var document = JsonDocument.Parse(output.ExitCode == 0 ? output.Text : "{}");
        var streams = document.RootElement.TryGetProperty("streams", out var listed)
            ? listed.EnumerateArray().ToList()
            : [];
        var video = streams.FirstOrDefault(stream => Text(stream, "codec_type") is "video");
        var audio = streams.FirstOrDefault(stream => Text(stream, "codec_type") is "audio");
        MediaTime[] starts =
        [
            .. new[] { video, audio }
                .Where(stream => stream.ValueKind == JsonValueKind.Object && stream.TryGetProperty("start_pts", out _))
                .Select(stream => MediaTime.FromTicks(stream.GetProperty("start_pts").GetInt64(), TimeBase(stream))),
        ];
        var hasPictures = video.ValueKind == JsonValueKind.Object;
        return new(
            hasPictures ? TimeBase(video) : null,
            hasPictures ? Parse(Text(video, "r_frame_rate")) : null,
            audio.ValueKind == JsonValueKind.Object,
            starts is [] ? MediaTime.Zero : starts.Min()
        );
    }

    public static Ratio Parse(string text)
    {
        var parts = text.Split('/');
        return new(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture)
        );
    }

    private static Ratio TimeBase(JsonElement stream) => Parse(Text(stream, "time_base"));

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.GetString() ?? ""
            : "";
}
