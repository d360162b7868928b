using System.Data.Common;
using System.Globalization;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Nodes;

/// <summary>Looks at everything a node needs and changes nothing that lasts. Findings come one by one, also after one that is bad.</summary>
internal sealed class Doctor(ServerOptions options, MediaFiles files, TimeProvider time)
{
    private static readonly string[] Programs = ["ffmpeg", "ffprobe"];

    public async IAsyncEnumerable<Finding> ExamineAsync()
    {
        await using var database = new Database(options.DatabaseOptions);
        yield return await TryAsync("database", () => DatabaseAsync(database));
        yield return await TryAsync("schema", () => SchemaAsync(database));
        yield return await TryAsync("seal key", () => SealAsync(database));
        yield return await TryAsync("media", MediaAsync);
        yield return await TryAsync("disk", DiskAsync);
        yield return await TryAsync("engine", EngineAsync);
        yield return await TryAsync("nodes", () => NodesAsync(database));
    }

    private static async Task<string> DatabaseAsync(Database database)
    {
        await Durability.CheckAsync(database, CancellationToken.None);
        return $"{database.Dialect.Name} answers and flushes";
    }

    private static async Task<string> SchemaAsync(Database database) =>
        await database.ReadAsync(MigrationRunner.FindUnknownAsync, CancellationToken.None) is { } unknown
            ? throw new InvalidOperationException($"{unknown} is of a newer version than this program")
            : "none newer than this program";

    private async Task<string> SealAsync(Database database)
    {
        await SealCheck.RunAsync(database, SealKeyFile.Open(options).Seal, CancellationToken.None);
        return "opens this installation's access keys";
    }

    /// <summary>Writes, finds, reads and removes a generation that no row names.</summary>
    private async Task<string> MediaAsync()
    {
        await files.CheckAsync(CancellationToken.None);
        var (project, id, name) = (new ProjectId("doctor"), new GenerationId(Ids.New()), "source.mp4");
        var (staged, read) = (files.NewStagingFolder(), files.NewStagingFolder());
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(staged, name), new byte[1000]);
            await files.PublishAsync(staged, project, id, CancellationToken.None);
            if (!await files.SaveAsync(project, id, read, CancellationToken.None))
                throw new InvalidOperationException("what was written is not there");
            if (new FileInfo(Path.Combine(read, name)).Length != 1000)
                throw new InvalidOperationException("what was written comes back changed");
            await files.RemoveAsync(project, id, CancellationToken.None);
        }
        finally
        {
            foreach (var folder in new[] { staged, read }.Where(Directory.Exists))
                Directory.Delete(folder, recursive: true);
        }

        return $"takes, gives and removes ({options.S3?.ToString() ?? options.MediaFolder})";
    }

    private Task<string> DiskAsync()
    {
        var free = new DriveInfo(Directory.CreateDirectory(options.MediaFolder).FullName).AvailableFreeSpace;
        return Task.FromResult(
            string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free in {options.MediaFolder}")
        );
    }

    private static Task<string> EngineAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = Programs
            .Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            .ToArray();
        return missing.Length == 0
            ? Task.FromResult("ffmpeg and ffprobe are on the PATH")
            : throw new InvalidOperationException(
                $"{string.Join(" and ", missing)} not on the PATH: workers cannot render"
            );
    }

    private async Task<string> NodesAsync(Database database)
    {
        var nodes = await database.ReadAsync(NodeStore.ListAsync, CancellationToken.None);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var lines = nodes.Select(node =>
            $"{node.Role} {node.NodeId}, version {node.Version}, clock {node.SkewMs} ms off"
            + (
                now - node.SeenMs > NodeHeartbeat.Silent.TotalMilliseconds
                    ? $", silent for {(now - node.SeenMs) / 1000} s"
                    : ""
            )
        );
        return nodes.Count == 0 ? "none serves" : string.Join("; ", lines);
    }

    private static async Task<Finding> TryAsync(string subject, Func<Task<string>> look)
    {
        try
        {
            return new(subject, true, await look());
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or FormatException or IOException or DbException)
        {
            return new(subject, false, exception.Message);
        }
    }
}

internal sealed record Finding(string Subject, bool IsGood, string Text);
