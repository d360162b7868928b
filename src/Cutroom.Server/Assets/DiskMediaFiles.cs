using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Sources;
using Cutroom.Server.Storage;
using Microsoft.Net.Http.Headers;

namespace Cutroom.Server.Assets;

/// <summary>Generations as folders of a disk, put in place by one rename.</summary>
/// <param name="root">Absolute; one file system, so that a rename is one step.</param>
internal sealed class DiskMediaFiles(string root) : MediaFiles(root)
{
    private readonly string generations = Path.Combine(root, "generations");

    public override TimeSpan ScanInterval => TimeSpan.FromSeconds(30);

    public string GenerationFolder(ProjectId project, GenerationId id) =>
        Path.Combine(generations, project.Value, id.Value);

    public override Task PublishAsync(
        string staged,
        ProjectId project,
        GenerationId id,
        CancellationToken cancellation
    ) => Task.Run(() => Publish(staged, project, id), cancellation);

    public override Task<MediaSource?> OpenAsync(
        ProjectId project,
        Generation generation,
        CancellationToken cancellation
    )
    {
        var path = Path.Combine(GenerationFolder(project, generation.Id), generation.MainFile);
        return Task.FromResult(File.Exists(path) ? MediaSource.OfFile(path, generation.Identity) : null);
    }

    public override Task<bool> SaveAsync(
        ProjectId project,
        GenerationId id,
        string folder,
        CancellationToken cancellation
    ) =>
        Task.Run(
            () =>
            {
                try
                {
                    foreach (var file in Directory.GetFiles(GenerationFolder(project, id)))
                        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
                }
                catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
                {
                    return false;
                }

                DurableFiles.FlushFolder(folder);
                return true;
            },
            cancellation
        );

    public override Task RemoveAsync(ProjectId project, GenerationId id, CancellationToken cancellation)
    {
        Remove(GenerationFolder(project, id));
        return Task.CompletedTask;
    }

    public override IAsyncEnumerable<StoredGeneration> StoredAsync(CancellationToken cancellation)
    {
        var stored = Directory.Exists(generations)
            ? from project in Directory.EnumerateDirectories(generations)
            from folder in new DirectoryInfo(project).EnumerateDirectories()
            select new StoredGeneration(new(Path.GetFileName(project)), new(folder.Name), folder.LastWriteTimeUtc)
            : [];
        return stored.ToAsyncEnumerable();
    }

    public override Task RemoveUploadsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        if (Directory.Exists(StagingFolder))
        {
            foreach (var folder in new DirectoryInfo(StagingFolder).EnumerateDirectories())
            {
                if (folder.LastWriteTimeUtc < before.UtcDateTime)
                    Remove(folder.FullName);
            }
        }

        return Task.CompletedTask;
    }

    public override Task<IResult?> ServeAsync(
        ProjectId project,
        Generation generation,
        string file,
        CancellationToken cancellation
    )
    {
        // The name must be one of the folder's own, so no path leads out of it.
        var folder = GenerationFolder(project, generation.Id);
        var path = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).FirstOrDefault(path => Path.GetFileName(path) == file)
            : null;
        return Task.FromResult<IResult?>(
            path is null
                ? null
                : TypedResults.PhysicalFile(
                    path,
                    MediaTypes.Of(file),
                    entityTag: new EntityTagHeaderValue($"\"{generation.Sha256}-{file}\""),
                    enableRangeProcessing: true
                )
        );
    }

    public override string? UploadUrl(ProjectId project, AssetId asset, TimeSpan lifetime) => null;

    public override string? DownloadUrl(ProjectId project, GenerationId id, string mainFile, TimeSpan lifetime) => null;

    public override Task<TakenUpload?> TakeUploadAsync(
        ProjectId project,
        Asset asset,
        long mostBytes,
        CancellationToken cancellation
    ) => Task.FromResult<TakenUpload?>(null);

    public override Task ForgetUploadAsync(ProjectId project, AssetId asset, CancellationToken cancellation) =>
        Task.CompletedTask;

    public override Task<bool> AnswersAsync(CancellationToken cancellation) => Task.FromResult(true);

    /// <summary>A folder that cannot be written to is found now, not at the first upload.</summary>
    public override Task CheckAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(generations);
        Directory.Delete(NewStagingFolder());
        return Task.CompletedTask;
    }

    private void Publish(string staged, ProjectId project, GenerationId id)
    {
        _ = RegularFiles(staged);
        // Until the transaction names the bytes, only their youth keeps the sweep off; a long upload or render is old already.
        Directory.SetLastWriteTimeUtc(staged, TimeProvider.System.GetUtcNow().UtcDateTime);
        DurableFiles.FlushFolder(staged);
        var parent = Path.Combine(generations, project.Value);
        var isNew = !Directory.Exists(parent);
        Directory.CreateDirectory(parent);
        Directory.Move(staged, GenerationFolder(project, id));
        DurableFiles.FlushNames(parent);
        if (isNew)
            DurableFiles.FlushNames(generations);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
