using System.Buffers.Binary;

namespace Cutroom.Rendering.Indexing;

/// <summary>The one entry of a video track's <c>stsd</c>: how its samples are coded.</summary>
/// <param name="Fields">The fixed fields, size and resolution among them, as stored.</param>
/// <param name="Boxes">What follows them: the decoder configuration, colour, pixel shape.</param>
/// <param name="Configuration">Null when the codec is not cut here.</param>
internal sealed record VisualSampleEntry(
    string Type,
    byte[] Fields,
    IReadOnlyList<Box> Boxes,
    DecoderConfiguration? Configuration
)
{
    /// <summary>Fixed fields of a visual sample entry before its boxes. Source: ISO/IEC 14496-12, 12.1.3.</summary>
    private const int FixedBytes = 78;

    public static VisualSampleEntry Read(Box descriptions)
    {
        if (descriptions.Body.Length < 8)
            throw new InvalidDataException("'stsd' is cut off");
        var entries = Box.Children(descriptions.Body[8..]);
        if (entries.Count != 1)
            throw new InvalidDataException($"the track has {entries.Count} sample descriptions");
        var reader = new BigEndianReader(entries[0].Body.Span);
        reader.Bytes(6);
        var dataReference = reader.UInt16();
        // QuickTime ends the list with four zero bytes, which Children leaves alone.
        var boxes = Box.Children(entries[0].Body[Math.Min(FixedBytes, entries[0].Body.Length)..]);
        if (dataReference != 1)
            throw new InvalidDataException("the samples lie in another file");
        reader.Bytes(FixedBytes - 8);
        return new VisualSampleEntry(
            entries[0].Type,
            entries[0].Body[..FixedBytes].ToArray(),
            boxes,
            ReadConfiguration(entries[0].Type, boxes)
        );
    }

    /// <summary>Same size, colour and pixel shape, as far as the container says.</summary>
    public bool LooksLike(VisualSampleEntry other) =>
        Width == other.Width && Height == other.Height && PictureBoxes().SequenceEqual(other.PictureBoxes());

    private IEnumerable<(string, string)> PictureBoxes() =>
        Boxes
            .Where(box => box.Type is "colr" or "pasp")
            .Select(box => (box.Type, Convert.ToHexString(box.Body.Span)))
            .Order();

    public int Width => BinaryPrimitives.ReadUInt16BigEndian(Fields.AsSpan(24));

    public int Height => BinaryPrimitives.ReadUInt16BigEndian(Fields.AsSpan(26));

    private static DecoderConfiguration? ReadConfiguration(string type, List<Box> boxes)
    {
        NalFamily? family = type switch
        {
            "avc1" or "avc3" => NalFamily.H264,
            "hvc1" or "hev1" => NalFamily.H265,
            _ => null,
        };
        var name = family == NalFamily.H264 ? "avcC" : "hvcC";
        return family is { } known && boxes.Find(box => box.Type == name) is { Type: not null } box
            ? DecoderConfiguration.Read(known, box.Body)
            : null;
    }
}
