using Cutroom.Rendering.Execution;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>
/// The bytes on disk. Names are our own ids; what users call their files never becomes a path. A generation is there whole and
/// flushed, or not at all.
/// </summary>
/// <param name="root">Absolute; one file system, so that a rename is one step.</param>
internal sealed class MediaFiles(string root)
{
    /// <summary>Where there are several files, the main one: the playlist.</summary>
    public const string Playlist = "index.m3u8";

    public string AttemptsFolder => Path.Combine(root, "attempts");

    public string StagingFolder => Path.Combine(root, "staging");

    private string GenerationsFolder => Path.Combine(root, "generations");

    public string GenerationFolder(ProjectId project, GenerationId id) =>
        Path.Combine(GenerationsFolder, project.Value, id.Value);

    /// <summary>The file to open; a path that does not exist where the generation is gone.</summary>
    public string MainFile(ProjectId project, GenerationId id)
    {
        var folder = GenerationFolder(project, id);
        var playlist = Path.Combine(folder, Playlist);
        if (File.Exists(playlist) || !Directory.Exists(folder))
            return playlist;
        return Directory.EnumerateFiles(folder).FirstOrDefault() ?? playlist;
    }

    public string AttemptFolder(ProjectId project, TaskId task, int attempt) =>
        Path.Combine(AttemptsFolder, $"{project}-{task}-{attempt}");

    /// <summary>Folders of attempts there are, with what their names say. Others are left alone.</summary>
    public IEnumerable<(string Folder, ProjectId Project, TaskId Task, int Attempt)> AttemptFolders()
    {
        if (!Directory.Exists(AttemptsFolder))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(AttemptsFolder))
        {
            if (
                Path.GetFileName(folder).Split('-') is [var project, var task, var text]
                && int.TryParse(text, out var attempt)
            )
                yield return (folder, new(project), new(task), attempt);
        }
    }

    /// <summary>Generation folders there are.</summary>
    public IEnumerable<(string Folder, ProjectId Project, GenerationId Id)> GenerationFolders() =>
        Directory.Exists(GenerationsFolder)
            ? from project in Directory.EnumerateDirectories(GenerationsFolder)
            from folder in Directory.EnumerateDirectories(project)
            select (folder, new ProjectId(Path.GetFileName(project)), new GenerationId(Path.GetFileName(folder)))
            : [];

    /// <returns>A new empty folder for one upload.</returns>
    public string NewStagingFolder() => Directory.CreateDirectory(Path.Combine(StagingFolder, Ids.New())).FullName;

    /// <summary>
    /// Moves a finished folder into place: files flushed, renamed, names flushed. On return a crash loses nothing; the transaction
    /// that names the bytes may follow (I3).
    /// </summary>
    /// <param name="staged">Holds regular files only; anything else is refused, for a decoder wrote there.</param>
    public Task PublishAsync(string staged, ProjectId project, GenerationId id, CancellationToken cancellation) =>
        Task.Run(() => Publish(staged, project, id), cancellation);

    private void Publish(string staged, ProjectId project, GenerationId id)
    {
        foreach (var entry in new DirectoryInfo(staged).EnumerateFileSystemInfos())
        {
            if (entry is not FileInfo || entry.LinkTarget is not null)
                throw new InvalidOperationException($"{entry.Name} is no regular file and cannot be published.");
        }

        // Until the transaction names the bytes, only their youth keeps the sweep off; a long upload or render is old already.
        Directory.SetLastWriteTimeUtc(staged, TimeProvider.System.GetUtcNow().UtcDateTime);
        DurableFiles.FlushFolder(staged);
        var parent = Path.Combine(GenerationsFolder, project.Value);
        var isNew = !Directory.Exists(parent);
        Directory.CreateDirectory(parent);
        Directory.Move(staged, GenerationFolder(project, id));
        DurableFiles.FlushNames(parent);
        if (isNew)
            DurableFiles.FlushNames(GenerationsFolder);
    }
}
