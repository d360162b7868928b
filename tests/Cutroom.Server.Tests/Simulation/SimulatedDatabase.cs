using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>The engine in memory, with some projects of one asset each: made once, and emptied for every seed.</summary>
internal sealed class SimulatedDatabase : IDisposable
{
    public static readonly IReadOnlyList<ProjectId> Projects = [new(new('1', 32)), new(new('2', 32))];

    public static readonly AssetId Input = new(new('a', 32));

    public static readonly MediaInfo Media = new()
    {
        Container = "mp4",
        SizeBytes = 1000,
        Duration = MediaTime.FromSeconds(10),
        BitrateKbps = 800,
        Video = new()
        {
            Codec = "h264",
            Width = 320,
            Height = 180,
            CodedWidth = 320,
            CodedHeight = 180,
            PixelFormat = "yuv420p",
        },
    };

    private static readonly GenerationId InputBytes = new(new('b', 32));

    private readonly PlantedFault planted;

    private SimulatedDatabase(SqliteConnection connection, PlantedFault planted)
    {
        this.planted = planted;
        Statements = new(connection, Rewrite);
        Statements.Open();
        // In place of the engine's own: the half millisecond keeps the whole ones whole.
        connection.CreateFunction("unixepoch", (string _) => (NowMs() + 0.5) / 1000);
        Seen.Attach(connection);
    }

    public KeptStatements Statements { get; }

    public TransactionSeen Seen { get; } = new();

    /// <summary>The engine's clock.</summary>
    public Func<long> NowMs { get; set; } = () => 0;

    /// <summary>Statements that run without their guard.</summary>
    public int Weakened { get; private set; }

    public static async Task<SimulatedDatabase> OpenAsync(PlantedFault planted)
    {
        await using var database = await TestDatabase.StartAsync(SqlDialect.Sqlite, weak: true);
        foreach (var project in Projects)
            await database.Database.WriteAsync(session => FillAsync(session, project), CancellationToken.None);
        await using var file = new SqliteConnection(database.Options.ConnectionString);
        await file.OpenAsync();
        var memory = new SqliteConnection("Data Source=:memory:");
        await memory.OpenAsync();
        file.BackupDatabase(memory);
        SqliteConnection.ClearPool(file);
        return new(memory, planted);
    }

    public void Empty()
    {
        foreach (var table in "tasks task_inputs task_documents task_queue task_leases task_keys queues".Split(' '))
            Statements.Ask($"delete from editing_{table}");
        Statements.Ask("delete from audit");
        Statements.Ask("delete from events");
        Statements.Ask($"delete from assets where asset_id <> '{Input}'");
        Statements.Ask($"delete from generations where generation_id <> '{InputBytes}'");
    }

    public void Dispose() => Statements.Dispose();

    private string Rewrite(string text)
    {
        if (planted.Statement is not var (guard, instead) || !text.Contains(guard, StringComparison.Ordinal))
            return text;
        Weakened++;
        return text.Replace(guard, instead, StringComparison.Ordinal);
    }

    private static async Task<bool> FillAsync(DbSession session, ProjectId project)
    {
        var generation = new Generation(InputBytes, "clip.mp4", 1000, "");
        await AssetStore.AddGenerationAsync(session, project, generation);
        var asset = new Asset(Input, "clip", AssetStatus.Published, generation.Id, Media);
        await AssetStore.AddAsync(session, project, asset);
        return true;
    }
}
