using System.Text;
using Cutroom.Rendering.Probing;

namespace Cutroom.Rendering.Tests.Probing;

/// <summary>The engine reads truncated files without complaint; the declared sizes tell.</summary>
public sealed class DeclaredSizeSpecs
{
    private const string Table = "\0\0\0\u0008moov";

    [Theory]
    [InlineData(Table + "\0\0\0\u000Cmdat1234", null)]
    [InlineData(Table + "\0\0\0\u0000mdat1234", null)]
    [InlineData(Table + "\0\0\0\u000Dmdat1234", "box mdat ends at byte 21")]
    [InlineData(Table + "\0\0\0\u0001mdat\0\0\0\0\0\0\0\u0010", null)]
    [InlineData(Table + "\0\0\0\u0001mdat\0\0\u0010\0\0\0\0\u0010", "truncated")]
    [InlineData("\0\0\0\u000Cmdat1234", "moov")]
    [InlineData("\0\0\0\u0003mdat1234", "moov")]
    public void Boxes_must_end_inside_the_file(string content, string? complaint) => Check("mov", content, complaint);

    [Theory]
    [InlineData("RIFF\u0008\0\0\0AVI LIST", null)]
    [InlineData("RIFF\u0009\0\0\0AVI LIST", null)]
    [InlineData("RIFF\u0020\0\0\0AVI LIST", "declares 40 bytes")]
    [InlineData("RIFF\0\0\0\0AVI LIST", null)]
    [InlineData("RIFFÿÿÿÿAVI LIST", null)]
    public void A_riff_file_must_hold_what_it_declares(string content, string? complaint) =>
        Check("avi", content, complaint);

    [Theory]
    [InlineData("\u001AEß£\u0081x\u0018S\u0080g\u0083abc", null)]
    [InlineData("\u001AEß£\u0081x\u0018S\u0080g\u0084abc", "truncated")]
    [InlineData("\u001AEß£\u0081x\u0018S\u0080gÿabc", null)]
    [InlineData("\u001AEß£\u0081x\u0018S\u0080g\u0001ÿÿÿÿÿÿÿabc", null)]
    public void A_matroska_segment_must_end_inside_the_file_unless_it_is_live(string content, string? complaint) =>
        Check("matroska", content, complaint);

    private static void Check(string demuxer, string content, string? complaint)
    {
        using var file = new MemoryStream(Encoding.Latin1.GetBytes(content));

        var shortfall = DeclaredSize.Shortfall(demuxer, file);

        if (complaint is null)
            Assert.Null(shortfall);
        else
            Assert.Contains(complaint, shortfall, StringComparison.Ordinal);
    }
}
