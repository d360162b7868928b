using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Indexes without files. A picture is written as its shown position and, for a keyframe, a letter before it.</summary>
internal static class SyntheticIndex
{
    /// <summary>"I0 3 1 2" is an IDR shown first, then a picture shown fourth that two others refer to. C is a CRA.</summary>
    public static VideoIndex Of(string decodeOrder, NalFamily family = NalFamily.H264, byte set = 0)
    {
        var pictures = decodeOrder.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kinds = pictures.Select(picture => KindOf(picture[0])).ToArray();
        var pts = pictures.Select(picture => long.Parse(picture.TrimStart('I', 'C', 'R'), null)).ToArray();
        var shown = Enumerable.Range(0, pts.Length).OrderBy(sample => pts[sample]).ToArray();
        var ranks = new int[pts.Length];
        for (var rank = 0; rank < shown.Length; rank++)
            ranks[shown[rank]] = rank;
        return new VideoIndex
        {
            Entry = new VisualSampleEntry("avc1", [.. new byte[25], 192, 0, 128, .. new byte[50]], [], null),
            Configuration = new DecoderConfiguration(
                family,
                family == NalFamily.H264 ? [1, 100, 0, 30, 255] : [1, 1, .. new byte[21]],
                4,
                Sets(family, set)
            ),
            Timescale = 25,
            Matrix = new byte[36],
            Pts = pts,
            Sizes = Enumerable.Repeat(10, pts.Length).ToArray(),
            Offsets = Enumerable.Range(0, pts.Length).Select(sample => sample * 10L).ToArray(),
            Kinds = kinds,
            Shown = shown,
            Ranks = ranks,
            End = pts.Max() + 1,
        };
    }

    /// <summary>Groups of <paramref name="group"/> pictures, an IDR and then threes whose last is decoded first.</summary>
    public static VideoIndex Closed(int groups, int group)
    {
        var pictures = new List<string>();
        for (var start = 0; start < groups * group; start += group)
        {
            pictures.Add($"I{start}");
            for (var at = start + 1; at < start + group; at += 3)
            {
                var last = Math.Min(at + 2, start + group - 1);
                pictures.Add($"{last}");
                for (var between = at; between < last; between++)
                    pictures.Add($"{between}");
            }
        }
        return Of(string.Join(' ', pictures));
    }

    private static byte[][] Sets(NalFamily family, byte set) =>
        family == NalFamily.H264
            ?
            [
                [0x67, 100, 0, 30, 0x80, set],
                [0x68, 0xCE, 0x38, 0x80],
            ]
            :
            [
                [0x40, 1, 12, 1],
                [0x42, 1, 1, .. new byte[12], 0x80],
                [0x44, 1, 0xC1, 0x72],
            ];

    /// <summary>R is a recovery point: the container calls it a sync sample and a cut may not start there.</summary>
    private static SampleKind KindOf(char letter) =>
        letter switch
        {
            'I' => SampleKind.Idr,
            'C' => SampleKind.Cra,
            _ => SampleKind.Other,
        };
}
