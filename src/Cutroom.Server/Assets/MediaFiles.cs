using Cutroom.Rendering.Sources;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>
/// Where the bytes are kept: immutable generations, named by our own ids; what users call their files never becomes a path. A
/// generation is there whole and durable, or not at all. What is being made lies in folders of this node.
/// </summary>
/// <param name="workFolder">Absolute; holds attempts and uploads that have not ended.</param>
internal abstract class MediaFiles(string workFolder)
{
    public static MediaFiles Open(ServerOptions options, TimeProvider time) =>
        options.S3 is { } s3
            ? new S3MediaFiles(new S3Bucket(s3, time), s3, options.MediaFolder)
            : new DiskMediaFiles(options.MediaFolder);

    /// <summary>Where there are several files, the main one: the playlist.</summary>
    public const string Playlist = "index.m3u8";

    public string AttemptsFolder => Path.Combine(workFolder, "attempts");

    public string StagingFolder => Path.Combine(workFolder, "staging");

    /// <summary>How often it is worth comparing all that is stored with what rows name.</summary>
    public abstract TimeSpan ScanInterval { get; }

    public string AttemptFolder(ProjectId project, TaskId task, int attempt) =>
        Path.Combine(AttemptsFolder, $"{project}-{task}-{attempt}");

    /// <summary>Folders of attempts there are, with what their names say. Others are left alone.</summary>
    public IEnumerable<(string Folder, ProjectId Project, TaskId Task, int Attempt)> AttemptFolders()
    {
        if (!Directory.Exists(AttemptsFolder))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(AttemptsFolder).Order(StringComparer.Ordinal))
        {
            if (
                Path.GetFileName(folder).Split('-') is [var project, var task, var text]
                && int.TryParse(text, out var attempt)
            )
                yield return (folder, new(project), new(task), attempt);
        }
    }

    /// <returns>A new empty folder for one upload.</returns>
    public string NewStagingFolder() => Directory.CreateDirectory(Path.Combine(StagingFolder, Ids.New())).FullName;

    /// <summary>
    /// Makes a generation of a finished folder. On return a crash loses nothing; the transaction that names the bytes may follow (I3).
    /// </summary>
    /// <param name="staged">Holds regular files only; anything else is refused, for a decoder wrote there. May be gone afterwards.</param>
    public abstract Task PublishAsync(
        string staged,
        ProjectId project,
        GenerationId id,
        CancellationToken cancellation
    );

    /// <summary>The main file, for the renderer.</summary>
    /// <returns>Null where the generation is gone.</returns>
    public abstract Task<MediaSource?> OpenAsync(
        ProjectId project,
        Generation generation,
        CancellationToken cancellation
    );

    /// <summary>For backups: all its files into a folder, durable on return.</summary>
    /// <returns>False where the generation is gone.</returns>
    public abstract Task<bool> SaveAsync(
        ProjectId project,
        GenerationId id,
        string folder,
        CancellationToken cancellation
    );

    /// <summary>No fault where it is gone already.</summary>
    public abstract Task RemoveAsync(ProjectId project, GenerationId id, CancellationToken cancellation);

    /// <summary>All generations there are, whole or begun.</summary>
    public abstract IAsyncEnumerable<StoredGeneration> StoredAsync(CancellationToken cancellation);

    /// <summary>Removes uploads that broke off, or that nobody confirmed.</summary>
    /// <param name="before">Of what nobody has touched since.</param>
    public abstract Task RemoveUploadsAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>One file to whoever asked over HTTP: whole, or the range that was asked for.</summary>
    /// <param name="file">As it came in; a name that is none of the generation's own finds nothing.</param>
    /// <returns>Null where there is no such file.</returns>
    public abstract Task<IResult?> ServeAsync(
        ProjectId project,
        Generation generation,
        string file,
        CancellationToken cancellation
    );

    /// <summary>Where a client may PUT an asset's file to the store itself.</summary>
    /// <returns>Null where clients send their bytes to us.</returns>
    public abstract string? UploadUrl(ProjectId project, AssetId asset, TimeSpan lifetime);

    /// <summary>Where a client may GET a generation's main file from the store itself.</summary>
    /// <returns>Null where clients read through us.</returns>
    public abstract string? DownloadUrl(ProjectId project, GenerationId id, string mainFile, TimeSpan lifetime);

    /// <summary>
    /// What a client put at <see cref="UploadUrl"/>, as a generation that its address cannot reach any more. No row names it yet.
    /// </summary>
    /// <returns>Null where nothing was put there.</returns>
    public abstract Task<TakenUpload?> TakeUploadAsync(
        ProjectId project,
        Asset asset,
        long mostBytes,
        CancellationToken cancellation
    );

    /// <summary>After a confirmation: what lies at the upload address is nobody's.</summary>
    public abstract Task ForgetUploadAsync(ProjectId project, AssetId asset, CancellationToken cancellation);

    /// <summary>Asked by workers before they take a task.</summary>
    /// <returns>False while the store is known not to answer.</returns>
    public abstract Task<bool> AnswersAsync(CancellationToken cancellation);

    /// <summary>Asked at the start.</summary>
    /// <exception cref="InvalidOperationException">The store cannot be used; says why.</exception>
    public abstract Task CheckAsync(CancellationToken cancellation);

    /// <summary>What uploads are called inside their generation.</summary>
    public static string NameOf(Asset asset) => $"source.{asset.VideoType.ToLowerInvariant()}";

    protected static FileInfo[] RegularFiles(string staged)
    {
        var entries = new DirectoryInfo(staged).GetFileSystemInfos();
        if (entries.FirstOrDefault(entry => entry is not FileInfo || entry.LinkTarget is not null) is { } other)
            throw new InvalidOperationException($"{other.Name} is no regular file and cannot be published.");
        return [.. entries.Cast<FileInfo>()];
    }
}

/// <param name="Modified">When it was last written to.</param>
internal sealed record StoredGeneration(ProjectId Project, GenerationId Id, DateTimeOffset Modified);

/// <param name="Md5">Lower-case hex.</param>
internal sealed record TakenUpload(Generation Generation, string Md5);

/// <summary>The media store does not answer. Nothing is wrong with the task or the request at hand.</summary>
internal sealed class MediaUnavailableException(Exception cause)
    : IOException($"The media store does not answer: {cause.Message}", cause);
