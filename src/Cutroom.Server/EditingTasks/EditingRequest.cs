using Cutroom.Rendering.Timelines;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Server.EditingTasks;

/// <summary>One segment as asked for. <paramref name="Start"/> is before <paramref name="End"/>.</summary>
internal sealed record RequestedSegment(AssetId AssetId, MediaTime Start, MediaTime End);

/// <summary>
/// A create request that is right in itself: everything that can be said without looking at the assets. Pure; refuses with
/// VOD.10053 naming the field. Readings: VOD API reference, create editing task; docs/compatibility.md lists those assumed.
/// </summary>
internal sealed record EditingRequest(IReadOnlyList<RequestedSegment> Segments, OutputSettings Settings)
{
    public const int MaxInputs = 20;

    /// <summary>0 to 9; ours.</summary>
    public int Priority { get; private init; }

    /// <summary>The task waits for its release first; ours.</summary>
    public bool IsHeld { get; private init; }

    public static EditingRequest Of(CreateEditingTaskRequest body)
    {
        if (body.Inputs is not { Count: > 0 } inputs)
            throw Illegal("inputs");
        if (inputs.Count > MaxInputs)
            throw Illegal($"inputs ({inputs.Count} elements, at most {MaxInputs})");
        return new(
            [.. inputs.Select((input, index) => SegmentOf(input, $"inputs[{index}]"))],
            SettingsOf(body.EditingSettings ?? new EditingSettings())
        )
        {
            Priority = PriorityOf(body.Priority),
            IsHeld = body.Held ?? false,
        };
    }

    private static int PriorityOf(int? asked) =>
        asked switch
        {
            null => NewTask.UsualPriority,
            >= 0 and <= NewTask.HighestPriority => asked.Value,
            _ => throw Illegal($"priority ({asked}, allowed are 0 to {NewTask.HighestPriority})"),
        };

    private static RequestedSegment SegmentOf(EditInput? input, string field)
    {
        if (input is null)
            throw Illegal(field);
        if (input.AssetId is null || !Ids.IsPlausible(input.AssetId))
            throw Illegal($"{field}.asset_id");
        var start = TimeOf(input.TimelineStart, $"{field}.timeline_start");
        var end = TimeOf(input.TimelineEnd, $"{field}.timeline_end");
        return start < end
            ? new(new(input.AssetId), start, end)
            : throw Illegal($"{field}.timeline_end ({end} s is not after timeline_start, {start} s)");
    }

    private static MediaTime TimeOf(string? text, string field) =>
        MediaTime.TryParseSeconds(text, out var time) ? time : throw Illegal(field);

    private static OutputSettings SettingsOf(EditingSettings asked)
    {
        var codec = asked.VideoCodec switch
        {
            null or 1 => VideoCodec.H264,
            2 => VideoCodec.H265,
            _ => throw Setting("video_codec"),
        };
        var least = codec == VideoCodec.H265 ? 160 : 32;
        return new()
        {
            Format = FormatOf(asked.Format),
            HlsSegments = SegmentsOf(asked.HlsSegments),
            Codec = codec,
            Width = SizeOf(asked.Width, "width", least, most: 4096),
            Height = SizeOf(asked.Height, "height", least, most: 2880),
            LongShort = asked.ResolutionAdaptation ?? true,
            Upsample = asked.ResolutionUpsample ?? false,
            Reference = ReferenceOf(asked.Reference),
        };
    }

    private static OutputFormat FormatOf(string? word) =>
        word switch
        {
            null or "MP4" => OutputFormat.Mp4,
            "HLS" => OutputFormat.Hls,
            "MP3" => OutputFormat.Mp3,
            "MOV" => OutputFormat.Mov,
            "FLV" => OutputFormat.Flv,
            "AVI" => OutputFormat.Avi,
            _ => throw Setting("format"),
        };

    private static HlsSegments SegmentsOf(string? word) =>
        word switch
        {
            null or "TS" => HlsSegments.Ts,
            "FMP4" => HlsSegments.Fmp4,
            _ => throw Setting("hls_segments"),
        };

    private static ReferenceRule ReferenceOf(string? word) =>
        word switch
        {
            null or "NONE" => ReferenceRule.None,
            "MAX_BITRATE" => ReferenceRule.MaxBitrate,
            "MAX_RESOLUTION" => ReferenceRule.MaxResolution,
            _ => throw Setting("reference"),
        };

    /// <summary>Bounds are those of the field as sent, also where it means the long side; 0 means "derive" and has none.</summary>
    private static int SizeOf(decimal? asked, string name, int least, int most)
    {
        var size = Math.Floor(asked ?? 0);
        return size == 0 || (size >= least && size <= most)
            ? (int)size
            : throw Setting($"{name} ({size}, allowed are 0 and {least} to {most})");
    }

    private static Refusal Setting(string name) => Illegal($"editing_settings.{name}");

    private static Refusal Illegal(string field) => new(WireError.IllegalParameter, field);
}
