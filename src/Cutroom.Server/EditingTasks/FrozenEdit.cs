using System.Text;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// A request laid over its assets as they are now: the timeline the renderer gets and the bytes it will read, whatever becomes of
/// the assets (I12). Pure; refuses what the assets do not allow, naming the input, the value and the limit.
/// </summary>
/// <param name="Timeline">Its segments count in <see cref="FrozenInput.Sources"/> of the inputs.</param>
/// <param name="Sources">Their facts.</param>
/// <param name="MediaMs">Length of the output as planned.</param>
internal sealed record FrozenEdit(
    Timeline Timeline,
    IReadOnlyList<FrozenInput> Inputs,
    IReadOnlyList<MediaInfo> Sources,
    string Title,
    long MediaMs
)
{
    // Source: VOD API reference, create asset by file upload, title.
    private const int MaxTitleBytes = 128;
    private const string TitleSuffix = " (edited)";

    /// <summary>The renderer opens no playlist but the one it wrote a moment ago.</summary>
    private const string Playlists = "hls";

    /// <param name="assets">Those of the request that exist in the project.</param>
    public static FrozenEdit Of(EditingRequest request, IReadOnlyList<Asset> assets)
    {
        var inputs = request.Segments.Select((segment, index) => ReadyInput.Of(segment, index, assets)).ToArray();
        CheckKinds(inputs, request.Settings.Format);
        var frozen = inputs.Select(input => input.Frozen).ToArray();
        var sources = FrozenInput.Sources(frozen).ToList();
        var segments = inputs.Select(input => input.ToSegment(sources.IndexOf(input.Frozen.GenerationId)));
        return new(
            new Timeline([.. segments], request.Settings),
            frozen,
            [.. inputs.DistinctBy(input => input.Frozen.GenerationId).Select(input => input.Media)],
            TitleOf(inputs[0].Title),
            inputs.Sum(input => input.LengthMs)
        );
    }

    private static void CheckKinds(IReadOnlyList<ReadyInput> inputs, OutputFormat format)
    {
        var withPictures = inputs.Count(input => input.Media.Video is not null);
        if (format == OutputFormat.Mp3 && withPictures > 0)
            throw new Refusal(WireError.IllegalParameter, "editing_settings.format (MP3 takes inputs without video)");
        if (withPictures > 0 && withPictures < inputs.Count)
            throw new Refusal(
                WireError.UnsupportedAsset,
                $"{withPictures} of {inputs.Count} inputs have video, all or none must"
            );
    }

    /// <summary>Cut between characters, never inside one.</summary>
    private static string TitleOf(string first)
    {
        var title = new StringBuilder();
        var left = MaxTitleBytes - Encoding.UTF8.GetByteCount(TitleSuffix);
        foreach (var letter in first.EnumerateRunes().TakeWhile(letter => (left -= letter.Utf8SequenceLength) >= 0))
            title.Append(letter.ToString());
        return title.Append(TitleSuffix).ToString();
    }

    /// <summary>A segment of an asset that can be edited.</summary>
    private sealed record ReadyInput(RequestedSegment Asked, FrozenInput Frozen, MediaInfo Media, string Title)
    {
        public static ReadyInput Of(RequestedSegment segment, int index, IReadOnlyList<Asset> assets)
        {
            var asset =
                assets.FirstOrDefault(asset => asset.AssetId == segment.AssetId)
                ?? throw new Refusal(WireError.UnknownResource);
            if (!asset.Status.IsEditable() || asset is not { GenerationId: { } generation, Media: { } media })
                throw new Refusal(WireError.WrongState, $": inputs[{index}] is not ready");
            if (media.Container == Playlists)
                throw new Refusal(WireError.UnsupportedAsset, $"inputs[{index}] is stored as HLS, which is no input");
            if (segment.Start >= media.Duration)
                throw new Refusal(
                    WireError.IllegalParameter,
                    $"inputs[{index}].timeline_start ({segment.Start} s, but the asset lasts {media.Duration} s)"
                );
            return new(segment, new(asset.AssetId, generation), media, asset.Title);
        }

        public long LengthMs =>
            (Asked.End < Media.Duration ? Asked.End : Media.Duration).FloorMilliseconds()
            - Asked.Start.FloorMilliseconds();

        /// <summary>An end at or beyond the asset's means: to its end.</summary>
        public Segment ToSegment(int source) => new(source, Asked.Start, Asked.End < Media.Duration ? Asked.End : null);
    }
}
