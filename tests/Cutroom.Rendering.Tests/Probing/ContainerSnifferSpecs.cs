using System.Text;
using Cutroom.Rendering.Probing;

namespace Cutroom.Rendering.Tests.Probing;

/// <summary>Content decides what a file is, and text never reaches the engine (I19).</summary>
public sealed class ContainerSnifferSpecs
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypisom", "mov")]
    [InlineData("\0\0\0\u0008wide\0\0\0\0mdat", "mov")]
    [InlineData("\u001AEß£\u0001", "matroska")]
    [InlineData("RIFF\0\0\0\0AVI LIST", "avi")]
    [InlineData("RIFF\0\0\0\0WAVEfmt ", "wav")]
    [InlineData("FLV\u0001\u0005", "flv")]
    [InlineData("0&²u\u008EfÏ\u0011", "asf")]
    [InlineData("OggS\0", "ogg")]
    [InlineData("fLaC\0", "flac")]
    [InlineData("\0\0\u0001ºD", "mpeg")]
    [InlineData("ID3\u0004\0\0\0\0\0\u0002\0\0ÿû\u0090d", "mp3")]
    [InlineData("ÿû\u0090d", "mp3")]
    [InlineData("ÿñP\u0080", "aac")]
    [InlineData("\u000Bw\0\0\0\u0040", "ac3")]
    public void A_container_is_known_by_its_first_bytes(string head, string demuxer) =>
        Assert.Equal(demuxer, ContainerSniffer.DemuxerOf(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [InlineData(188, 0)]
    [InlineData(192, 4)]
    public void A_transport_stream_is_known_by_its_rhythm(int step, int offset)
    {
        var head = new byte[step * 10];
        for (var at = offset; at < head.Length; at += step)
            head[at] = 0x47;

        Assert.Equal("mpegts", ContainerSniffer.DemuxerOf(head));
        head[offset + step] = 0x48;
        Assert.Null(ContainerSniffer.DemuxerOf(head));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "playlist")]
    [InlineData("ffconcat version 1.0\nfile a.mp4\n", "playlist")]
    [InlineData("<?xml version='1.0'?><MPD/>", "text document")]
    [InlineData("  <svg xmlns='x'/>", "text document")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\n", "not in a container")]
    [InlineData("GIF89a", "not in a container")]
    [InlineData("\u0089PNG\r\n", "not in a container")]
    public void Anything_else_is_refused_with_its_cause(string text, string cause)
    {
        var head = Encoding.Latin1.GetBytes(text);

        Assert.Null(ContainerSniffer.DemuxerOf(head));
        Assert.Contains(cause, ContainerSniffer.Describe(head), StringComparison.Ordinal);
    }
}
