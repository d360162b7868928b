using Cutroom.Rendering.Probing;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A media file under management.</summary>
/// <param name="GenerationId">Its bytes; null before an upload or a render has ended.</param>
/// <param name="Media">Null until the bytes were probed.</param>
internal sealed record Asset(
    AssetId AssetId,
    string Title,
    AssetStatus Status,
    GenerationId? GenerationId,
    MediaInfo? Media
)
{
    public string Description { get; init; } = "";

    /// <summary>Comma separated.</summary>
    public string Tags { get; init; } = "";

    /// <summary><see cref="Category.Other"/>, unless the caller chose one.</summary>
    public long CategoryId { get; init; } = Category.Other;

    /// <summary>As it is shown.</summary>
    public string CategoryName { get; init; } = "other";

    /// <summary>The caller's name of the file: data, never a path.</summary>
    public string VideoName { get; init; } = "";

    public string VideoType { get; init; } = "MP4";

    /// <summary>The output of a task that has not succeeded; no call shows it (I3).</summary>
    public bool IsHidden { get; init; }

    public bool AutoPublish { get; init; } = true;

    /// <summary>Lower-case hex; the upload must match. Null: the caller gave none.</summary>
    public string? ExpectedMd5 { get; init; }

    /// <summary>Signs the delivery addresses.</summary>
    public string DeliveryKey { get; init; } = Secrets.NewToken();

    /// <summary>UTC milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public long ModifiedMs { get; init; }
}

/// <summary>Immutable bytes in a folder of the media store.</summary>
/// <param name="MainFile">Name inside the folder; the playlist where there are several files.</param>
/// <param name="Sha256">Lower-case hex, of the main file.</param>
internal sealed record Generation(GenerationId Id, string MainFile, long SizeBytes, string Sha256)
{
    /// <summary>Names the bytes for what renders keep of them.</summary>
    public string Identity => $"{Id} {Sha256}";
}
