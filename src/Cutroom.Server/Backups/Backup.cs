using Cutroom.Server.Assets;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Backups;

/// <summary>
/// A folder with the database as it was at one instant and every generation that it names. Made while the service runs; made again into
/// the same folder, only what is new is copied, and until it is whole the folder holds the backup before.
/// </summary>
internal sealed class Backup(DatabaseOptions database, MediaFiles files, string folder)
{
    private const int MostTries = 3;

    private string MediaFolder => Path.Combine(folder, "media");

    private string DatabaseFile => Path.Combine(folder, DatabaseCopy.FileOf(database.Dialect));

    /// <returns>How many generations it holds.</returns>
    /// <exception cref="InvalidOperationException">Bytes are named that the store does not have.</exception>
    public async Task<int> SaveAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(
            folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute // as the data folder
        );
        // Most bytes first: what is deleted between the database's instant and the last copy would be missing.
        await using (var now = new Database(database))
            await SaveMediaAsync(await now.ReadAsync(AssetStore.AllGenerationsAsync, cancellation), cancellation);

        for (var tries = 1; ; tries++)
        {
            var unfinished = $"{DatabaseFile}.new";
            File.Delete(unfinished);
            var named = await DatabaseCopy.SaveAsync(
                database,
                unfinished,
                AssetStore.AllGenerationsAsync,
                cancellation
            );
            var missing = await SaveMediaAsync(named, cancellation);
            if (missing.Count == 0)
            {
                File.Move(unfinished, DatabaseFile, overwrite: true);
                RemoveAllBut(named);
                return named.Count;
            }

            if (tries == MostTries)
                throw new InvalidOperationException(
                    $"{missing.Count} generations are named and not in the media store, the first is {missing[0]}. The backup before was kept."
                );
        }
    }

    /// <summary>Bytes first, so that a restore that broke off can be done again: what is there is not brought again.</summary>
    /// <returns>How many generations the restored installation has.</returns>
    public async Task<int> RestoreAsync(CancellationToken cancellation)
    {
        if (!File.Exists(DatabaseFile))
            throw new InvalidOperationException(
                $"{folder} holds no backup for {database.Dialect.Name} ({DatabaseFile})."
            );
        var stored = new HashSet<(ProjectId, GenerationId)>();
        await foreach (var one in files.StoredAsync(cancellation))
            stored.Add((one.Project, one.Id));
        foreach (var (project, id, path) in Saved().Where(saved => !stored.Contains((saved.Project, saved.Id))))
        {
            var staged = files.NewStagingFolder();
            foreach (var file in Directory.EnumerateFiles(path))
                File.Copy(file, Path.Combine(staged, Path.GetFileName(file)));
            await files.PublishAsync(staged, project, id, cancellation);
        }

        await DatabaseCopy.RestoreAsync(database, DatabaseFile, cancellation);
        await using var restored = new Database(database);
        return (await restored.ReadAsync(AssetStore.AllGenerationsAsync, cancellation)).Count;
    }

    /// <returns>Those that are gone from the store.</returns>
    private async Task<IReadOnlyList<GenerationId>> SaveMediaAsync(
        IReadOnlyList<(ProjectId Project, GenerationId Id)> named,
        CancellationToken cancellation
    )
    {
        var missing = new List<GenerationId>();
        foreach (var (project, id) in named)
        {
            var path = Path.Combine(MediaFolder, project.Value, id.Value);
            if (Directory.Exists(path))
                continue;
            var unfinished = $"{path}.new";
            Remove(unfinished);
            Directory.CreateDirectory(unfinished);
            if (await files.SaveAsync(project, id, unfinished, cancellation))
                Directory.Move(unfinished, path);
            else
                missing.Add(id);
            Remove(unfinished);
        }

        return missing;
    }

    private void RemoveAllBut(IReadOnlyList<(ProjectId Project, GenerationId Id)> named)
    {
        var kept = named.ToHashSet();
        foreach (var (_, _, path) in Saved().Where(saved => !kept.Contains((saved.Project, saved.Id))))
            Remove(path);
    }

    private IEnumerable<(ProjectId Project, GenerationId Id, string Path)> Saved() =>
        Directory.Exists(MediaFolder)
            ? from project in Directory.GetDirectories(MediaFolder)
            from path in Directory.GetDirectories(project)
            where !path.EndsWith(".new", StringComparison.Ordinal)
            select (new ProjectId(Path.GetFileName(project)), new GenerationId(Path.GetFileName(path)), path)
            : [];

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
