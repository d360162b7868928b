using Cutroom.Rendering.Planning;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>Prints the filters that turn a step's source frames into frames of the output.</summary>
internal static class PictureFilters
{
    public static IEnumerable<string> Of(PictureCut cut, PictureTarget target) =>
        [
            .. cut.Untimed is { } untimed ? [FollowOn(untimed)] : Nothing,
            $"trim=start_pts={Text(cut.FirstPts)}:end_pts={Text(cut.EndPts)}",
            $"setpts=PTS-({Text(cut.FirstPts)})",
            .. cut.Fit.Deinterlace ? ["bwdif=mode=send_frame:deint=all"] : Nothing,
            .. Turn(cut.Fit),
            .. Resample(cut),
            .. Scale(cut.Fit, target),
            .. cut.Fit.Offset is { } corner
                ? [$"pad={Text(target.Width)}:{Text(target.Height)}:{Text(corner.X)}:{Text(corner.Y)}"]
                : Nothing,
            "setsar=1",
            "format=yuv420p",
            $"setparams=range=tv:colorspace={target.Color}:color_primaries={target.Color}:color_trc={target.Color}:field_mode=prog",
            $"settb={Text(target.TimeBase)}",
        ];

    private static string[] Nothing => [];

    private static string FollowOn(UntimedFrames frames) =>
        $"setpts='if(gte(N,{Text(frames.First)}),{Text(frames.Pts)}+{Text(frames.Step)}*(N-{Text(frames.First)}),PTS)'";

    private static string[] Turn(PictureFit fit) =>
        (fit.Rotation, fit.IsMirrored) switch
        {
            (90, false) => ["transpose=clock"],
            (90, true) => ["transpose=cclock_flip"],
            (180, false) => ["hflip", "vflip"],
            (180, true) => ["hflip"],
            (270, false) => ["transpose=cclock"],
            (270, true) => ["transpose=clock_flip"],
            (_, true) => ["vflip"],
            _ => Nothing,
        };

    // The last frame is repeated without end and then cut, so that exactly the planned number comes out.
    private static string[] Resample(PictureCut cut) =>
        cut.Resample is { } rate
            ?
            [
                $"fps=fps={Text(rate)}:round=near:start_time=0",
                "tpad=stop=-1:stop_mode=clone",
                $"trim=end_frame={Text(cut.Frames())}",
            ]
            : Nothing;

    private static IEnumerable<string> Scale(PictureFit fit, PictureTarget target)
    {
        // Also where the size is right: streams may change theirs in the middle, and for the others this costs nothing.
        var scaled = fit.Scale ?? new(target.Width, target.Height);
        var size = $"{Text(scaled.Width)}:{Text(scaled.Height)}";
        return fit.Color switch
        {
            { Transfer: { } transfer } color => ToneMap(color, transfer, scaled),
            { } color =>
            [
                $"scale={size}:flags=bicubic:in_color_matrix={Matrix(color.Matrix)}:out_color_matrix={Matrix(target.Color)}:in_range={(color.IsFullRange ? "full" : "limited")}:out_range=limited",
            ],
            null => [$"scale={size}:flags=bicubic"],
        };
    }

    // Through linear light: 100 cd/m2 is the white of bt709.
    private static IEnumerable<string> ToneMap(ColorConversion color, string transfer, PictureSize size)
    {
        var matrix = color.Matrix is "bt2020" ? "bt2020nc" : color.Matrix;
        var range = color.IsFullRange ? "full" : "limited";
        return
        [
            $"zscale=w={Text(size.Width)}:h={Text(size.Height)}:tin={transfer}:min={matrix}:pin=bt2020:rin={range}:t=linear:npl=100",
            "format=gbrpf32le",
            "zscale=p=bt709",
            "tonemap=tonemap=hable:desat=0",
            "zscale=t=bt709:m=bt709:r=limited",
        ];
    }

    private static string Matrix(string name) => name is "smpte170m" or "bt470bg" ? "bt601" : name;
}
