namespace Cutroom.Rendering.Execution;

/// <summary>
/// What hostile media may reach: the white lists and limits that go in front of every input of every call. Names of demuxers are
/// matched against the engine's comma lists, so <c>mov</c> covers MP4.
/// </summary>
internal static class EngineRules
{
    private static readonly string[] Demuxers =
    [
        "mov",
        "matroska",
        "mpegts",
        "mpeg",
        "avi",
        "flv",
        "asf",
        "mxf",
        "mp3",
        "wav",
        "ogg",
        "flac",
        "aac",
        "ac3",
        "eac3",
        "aiff",
    ];

    private static readonly string[] PictureDecoders =
    [
        "h264",
        "hevc",
        "mpeg1video",
        "mpeg2video",
        "mpeg4",
        "msmpeg4v2",
        "msmpeg4",
        "h263",
        "flv",
        "vp6",
        "vp6a",
        "vp6f",
        "vp8",
        "vp9",
        "libdav1d",
        "av1",
        "mjpeg",
        "prores",
        "dnxhd",
        "dvvideo",
        "wmv1",
        "wmv2",
        "wmv3",
        "vc1",
        "theora",
        "ffv1",
        "rawvideo",
    ];

    private static readonly string[] SoundDecoders =
    [
        "aac",
        "aac_latm",
        "mp3float",
        "mp3",
        "mp2float",
        "mp2",
        "mp1float",
        "ac3",
        "eac3",
        "dca",
        "truehd",
        "mlp",
        "flac",
        "alac",
        "vorbis",
        "opus",
        "libopus",
        "wmav1",
        "wmav2",
        "wmapro",
        "adpcm_ms",
        "adpcm_ima_wav",
        "adpcm_ima_qt",
        "adpcm_swf",
        "nellymoser",
        "amrnb",
        "amrwb",
        "pcm_s16le",
        "pcm_s16be",
        "pcm_s24le",
        "pcm_s24be",
        "pcm_s32le",
        "pcm_s32be",
        "pcm_f32le",
        "pcm_f32be",
        "pcm_f64le",
        "pcm_u8",
        "pcm_s8",
        "pcm_alaw",
        "pcm_mulaw",
        "pcm_bluray",
        "pcm_dvd",
    ];

    /// <summary>At the head of every call: no terminal, no banner, errors only.</summary>
    public static IReadOnlyList<string> Quiet { get; } = ["-hide_banner", "-v", "error"];

    /// <summary>In front of every input. 36 million pixels admit 8K; 64 streams admit any honest file.</summary>
    public static IReadOnlyList<string> InputLimits { get; } =
    [
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        string.Join(',', Demuxers),
        "-codec_whitelist",
        string.Join(',', PictureDecoders.Concat(SoundDecoders)),
        "-probesize",
        "8000000",
        "-analyzeduration",
        "10000000",
        "-max_streams",
        "64",
        "-max_pixels",
        "36000000",
    ];

    /// <summary>
    /// In front of a playlist that this program wrote a moment ago into its own folder; no other call may open a playlist.
    /// </summary>
    public static IReadOnlyList<string> OwnPlaylistLimits { get; } =
    [
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        "hls,mpegts,mov",
        "-codec_whitelist",
        "h264,hevc,aac",
        "-allowed_extensions",
        "ts,m4s,mp4",
        "-probesize",
        "8000000",
        "-analyzeduration",
        "10000000",
        "-max_streams",
        "64",
        "-max_pixels",
        "36000000",
    ];

    /// <summary>What goes in front of an input of this kind.</summary>
    public static IReadOnlyList<string> LimitsOf(string demuxer) => demuxer is "hls" ? OwnPlaylistLimits : InputLimits;

    public static bool AcceptsPictures(string codec) =>
        codec is "av1" or "msmpeg4v3" or "flv1" || PictureDecoders.Contains(codec);

    public static bool AcceptsSound(string codec) =>
        codec is "dts" or "amr_nb" or "amr_wb" or "mp1" || SoundDecoders.Contains(codec);
}
