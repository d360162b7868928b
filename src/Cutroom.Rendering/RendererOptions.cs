namespace Cutroom.Rendering;

/// <summary>How the engine is run. The defaults suit one render at a time on a small machine.</summary>
public sealed record RendererOptions
{
    public string FfmpegPath { get; init; } = "ffmpeg";

    public string FfprobePath { get; init; } = "ffprobe";

    /// <summary>Threads of each decoder and encoder; 0 is one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Where copies of sources lie that are looked at before there is a work folder.</summary>
    public string ScratchFolder { get; init; } = Path.GetTempPath();

    /// <summary>The longest a single probe may take.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest a render may take without any progress before it is given up.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest a whole render may take.</summary>
    public TimeSpan RenderLimit { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Between asking the engine to stop and killing its process group.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest output, in bytes.</summary>
    public long MaxOutputBytes { get; init; } = 200L << 30;

    /// <summary>
    /// Where finished pieces are kept, so that a repeated or slightly changed render makes only what is new; null keeps none. Several
    /// processes may share it.
    /// </summary>
    public string? PieceCacheFolder { get; init; }

    /// <summary>The most that folder may hold, in bytes; 0 keeps none.</summary>
    public long PieceCacheBytes { get; init; } = 1L << 30;
}
