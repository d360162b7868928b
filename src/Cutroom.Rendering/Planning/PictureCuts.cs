using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>The numbers by which a piece's frames are read, adapted and placed.</summary>
internal static class PictureCuts
{
    // The engine itself goes back by 3/23 s when pictures may be stored out of order; asking for this much behind a key frame
    // lands on it and not on the one before.
    private static readonly MediaTime StepBack = MediaTime.FromMilliseconds(131);

    // Groups shorter than this are read from one group earlier: being exact about the landing would gain nothing.
    private static readonly MediaTime ShortGroup = MediaTime.FromSeconds(1);

    // Containers without an index are searched by timestamps and may land between key frames.
    private static readonly MediaTime BlindMargin = MediaTime.FromSeconds(3);

    public static PictureCut Of(LaidPiece piece, PictureTarget target)
    {
        var source = piece.Frames.Material;
        var clock = source.Probed.Pictures ?? throw new ArgumentException("The source has no pictures.", nameof(piece));
        return new()
        {
            Stream = clock.Index,
            TimeBase = clock.TimeBase,
            FirstPts = piece.Frames.FirstPts,
            EndPts = piece.Frames.LastPts + 1,
            SourceFrames = piece.Frames.Count,
            Seek = SeekTo(source, piece.Frames.FirstPts),
            Untimed = UntimedOf(source.Index, piece.Frames.LastPts),
            Position = piece.Position,
            Times = piece.Times,
            Resample = piece.Resample,
            // The caller made sure that there are pictures.
            Fit = FitOf(source.Media.Video!, target),
        };
    }

    /// <summary>Null where reading from the start costs little or is the only way to get the same timestamps.</summary>
    internal static MediaTime? SeekTo(SourceMaterial source, long firstPts)
    {
        var index = source.Index;
        var earlier = index.Keys.TakeWhile(key => key <= firstPts).ToList();
        if (index.IsDecoded || earlier is not [.., var key])
        {
            return null;
        }

        var start = index.TimeOf(key);
        var isIndexed = source.Probed.Demuxer is "mov" or "matroska";
        var hasLongGroup =
            earlier.Count == index.Keys.Count || index.TimeOf(index.Keys[earlier.Count] - key) > ShortGroup;
        var target =
            !isIndexed ? start - BlindMargin
            : hasLongGroup ? start + StepBack
            : start;
        return target > source.Probed.Origin + StepBack ? target : null;
    }

    private static UntimedFrames? UntimedOf(FrameIndex index, long lastPts) =>
        index.Timed is { } first && index.Pts[first] <= lastPts
            ? new(first, index.Pts[first], index.Pts[first] - index.Pts[first - 1])
            : null;

    private static PictureFit FitOf(VideoStream video, PictureTarget target)
    {
        var (scaled, offset) = OutputGeometry.Fit(ShownSize.Of(video), new(target.Width, target.Height));
        var turned = video.Rotation is 0 or 180
            ? new PictureSize(video.CodedWidth, video.CodedHeight)
            : new(video.CodedHeight, video.CodedWidth);
        return new()
        {
            Deinterlace = video.IsInterlaced,
            Rotation = video.Rotation,
            IsMirrored = video.IsMirrored,
            Scale = offset is null && scaled == turned ? null : scaled,
            Offset = offset,
            Color = PictureColors.Conversion(video, target.Color),
        };
    }
}
