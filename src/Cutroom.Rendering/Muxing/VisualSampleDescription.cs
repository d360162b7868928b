using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Muxing;

/// <summary>Writes the body of <c>stsd</c> for a track whose samples are described by one visual entry.</summary>
internal static class VisualSampleDescription
{
    /// <summary>The entry of the source with another decoder configuration; colour and pixel shape stay as they are.</summary>
    public static byte[] Write(VisualSampleEntry entry, NalFamily family, byte[] configuration)
    {
        var writer = new BoxWriter();
        writer.UInt32(0);
        writer.UInt32(1);
        var isH264 = family == NalFamily.H264;
        writer.Box(
            isH264 ? "avc1" : "hvc1",
            () =>
            {
                writer.Bytes(entry.Fields);
                writer.Box(isH264 ? "avcC" : "hvcC", () => writer.Bytes(configuration));
                foreach (var box in entry.Boxes.Where(box => box.Type is "colr" or "pasp"))
                    writer.Box(box.Type, () => writer.Bytes(box.Body.Span));
            }
        );
        return writer.ToArray();
    }
}
