using System.Text;

namespace Cutroom.Rendering.Probing;

/// <summary>
/// Names the demuxer by a file's first bytes. Names and extensions do not count, and text never reaches the engine: playlists and
/// manifests could make it open other files.
/// </summary>
internal static class ContainerSniffer
{
    /// <summary>Enough to find the first frame of sound behind a small tag, and several transport packets.</summary>
    public const int HeadBytes = 4096;

    private const int TransportPacket = 188;
    private const int TimedTransportPacket = 192;

    /// <summary>The engine's name of the demuxer, or null when no accepted container starts like this.</summary>
    public static string? DemuxerOf(ReadOnlySpan<byte> head) =>
        head switch
        {
            _ when HasBox(head) => "mov",
            [0x1A, 0x45, 0xDF, 0xA3, ..] => "matroska",
            _ when StartsWith(head, "RIFF") && Holds(head, 8, "AVI") => "avi",
            _ when (StartsWith(head, "RIFF") || StartsWith(head, "RF64")) && Holds(head, 8, "WAVE") => "wav",
            _ when StartsWith(head, "FORM") && (Holds(head, 8, "AIFF") || Holds(head, 8, "AIFC")) => "aiff",
            _ when StartsWith(head, "FLV\u0001") => "flv",
            [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => "asf",
            [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, ..] => "mxf",
            _ when StartsWith(head, "OggS") => "ogg",
            _ when StartsWith(head, "fLaC") => "flac",
            [0x00, 0x00, 0x01, 0xBA, ..] => "mpeg",
            [0x0B, 0x77, _, _, _, var mode, ..] => mode >> 3 > 10 ? "eac3" : "ac3",
            _ when IsTransportStream(head) => "mpegts",
            _ when StartsWith(head, "ID3") => SoundBehindTag(head),
            _ => SoundFrame(head),
        };

    /// <summary>A sentence for a file that is not media at all.</summary>
    public static string Describe(ReadOnlySpan<byte> head) =>
        head.IsEmpty ? "the file is empty"
        : StartsWith(head, "#EXTM3U") || StartsWith(head, "ffconcat") ? "the file is a playlist, not media"
        : StartsWith(head.TrimStart(" \t\r\n\uFEFF"u8), "<") ? "the file is a text document, not media"
        : "the file is not in a container that is accepted";

    private static bool HasBox(ReadOnlySpan<byte> head) =>
        Holds(head, 4, "ftyp")
        || Holds(head, 4, "moov")
        || Holds(head, 4, "mdat")
        || Holds(head, 4, "free")
        || Holds(head, 4, "skip")
        || Holds(head, 4, "wide")
        || Holds(head, 4, "pnot")
        || Holds(head, 4, "styp");

    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        HasSyncBytes(head, 0, TransportPacket) || HasSyncBytes(head, 4, TimedTransportPacket);

    private static bool HasSyncBytes(ReadOnlySpan<byte> head, int start, int step)
    {
        var packets = 0;
        for (var at = start; at < head.Length; at += step, packets++)
        {
            if (head[at] != 0x47)
            {
                return false;
            }
        }

        return packets >= 4;
    }

    private static string? SoundBehindTag(ReadOnlySpan<byte> head)
    {
        if (head.Length < 10)
        {
            return null;
        }

        // Sizes in the tag carry seven bits a byte.
        var size = (head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | head[9] & 0x7F;
        var after = 10 + size;
        // Behind a large tag (a cover picture) nearly always is MP3; the demuxer checks.
        return after + 2 > head.Length ? "mp3" : SoundFrame(head[after..].TrimStart((byte)0)) ?? "mp3";
    }

    // Eleven sync bits; layer 0 is AAC, others are MPEG audio. All-ones rate bits are not a header.
    private static string? SoundFrame(ReadOnlySpan<byte> head) =>
        head is [0xFF, var second, var third, ..] && (second & 0xE0) == 0xE0
            ? (second & 0x06) == 0
                ? (second & 0xF0) == 0xF0 && (third >> 2 & 0x0F) < 13
                    ? "aac"
                    : null
                : third >> 4 != 15 && (third >> 2 & 3) != 3
                    ? "mp3"
                    : null
            : null;

    private static bool StartsWith(ReadOnlySpan<byte> head, string text) => Holds(head, 0, text);

    private static bool Holds(ReadOnlySpan<byte> head, int offset, string text) =>
        head.Length >= offset + text.Length
        && head.Slice(offset, text.Length).SequenceEqual(Encoding.Latin1.GetBytes(text));
}
