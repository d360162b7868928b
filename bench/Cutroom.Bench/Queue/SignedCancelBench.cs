using System.Diagnostics;
using System.Globalization;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Npgsql;

namespace Cutroom.Bench.Queue;

/// <summary>
/// The signed cancel call, durable, against pgbench making the same change to one row with nothing around it. The call does more: gate,
/// withdrawn output, event, audit.
/// </summary>
internal static class SignedCancelBench
{
    private const int Connections = 64;
    private const int PgbenchClients = 16;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var count = isQuick ? 4_000 : 30_000;
        await using var database = await TestDatabase.StartAsync(SqlDialect.Postgres);
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var connection = database.Options.ConnectionString;
            var options = new ServerOptions { DataFolder = folder, Database = connection };
            var identity =
                await new Bootstrap(database.Database, SealKeyFile.Open(options).Seal).CreateAsync(
                    CancellationToken.None
                )
                ?? throw new InvalidOperationException("The database was not empty.");
            await using var server = await ServerProcess.StartAsync(
                folder,
                new Dictionary<string, string> { ["CUTROOM_DATABASE"] = connection },
                role: "api"
            );
            var (calls, peer) = (new List<Load>(), new List<double>());
            for (var round = 0; round < Rounds + 1; round++)
            {
                await AddTasksAsync(database.Database, new(identity.ProjectId), $"h{round}", count);
                var load = await CancelOverHttpAsync(server.Address, identity, $"h{round}", count);
                await AddTasksAsync(database.Database, new(identity.ProjectId), $"p{round}", count);
                var rate = await PgbenchAsync(connection, identity.ProjectId, $"p{round}", count, folder);
                // The first round warms up.
                if (round > 0)
                    (calls, peer) = ([.. calls, load], [.. peer, rate]);
            }

            var mine = Percentiles.Of(calls.Select(load => load.PerSecond), 50);
            var theirs = Percentiles.Of(peer, 50);
            return
            [
                new($"signed cancel over HTTP, {Connections} connections", mine, "calls/s"),
                new($"pgbench, the same row, {PgbenchClients} clients", theirs, "changes/s"),
                new("signed cancel of pgbench", mine / theirs, "x", AtLeast: 1.5),
                new("signed cancel, p50", Percentiles.Of(calls[^1].Milliseconds, 50), "ms"),
                new("signed cancel, p99", calls.Min(load => Percentiles.Of(load.Milliseconds, 99)), "ms", AtMost: 20),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Load> CancelOverHttpAsync(Uri server, BootstrapIdentity identity, string prefix, int count)
    {
        // Signed beforehand: what a client pays for its signatures is its own affair.
        var requests = Enumerable
            .Range(1, count)
            .Select(number =>
                SignedCancel.Bytes(server, identity, IdOf(prefix, number), TimeProvider.System.GetUtcNow())
            )
            .ToArray();
        return KeptConnection.SendAsync(server, Connections, requests);
    }

    private static string IdOf(string prefix, int number) =>
        prefix + number.ToString(CultureInfo.InvariantCulture).PadLeft(30, '0');

    private static async Task AddTasksAsync(Database database, ProjectId project, string prefix, int count)
    {
        await database.WriteAsync(
            async session =>
            {
                var newest = await EditingTaskStore.CountAsync(session, project);
                return await session.ExecuteAsync(
                    """
                    insert into editing_tasks
                        (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left)
                    select @project, @prefix || lpad(number::text, 30, '0'), @newest + number,
                        @prefix || lpad(number::text, 30, '0'), 'WAITING', 1, 0, 0, 3
                    from generate_series(1, @count) number;
                    insert into editing_task_queue (project_id, rank, number, task_id, media_ms)
                    select @project, 4, @newest + number, @prefix || lpad(number::text, 30, '0'), 5000
                    from generate_series(1, @count) number;
                    insert into assets (
                        project_id, asset_id, title, description, tags, video_name, video_type, status, hidden,
                        auto_publish, delivery_key, created_ms, modified_ms)
                    select @project, @prefix || lpad(number::text, 30, '0'), '', '', '', '', 'MP4', 'CREATING', 1, 1, '', 1, 1
                    from generate_series(1, @count) number;
                    """,
                    new
                    {
                        project = project.Value,
                        prefix,
                        newest,
                        count = (long)count,
                    }
                );
            },
            CancellationToken.None
        );
        foreach (var table in new[] { "editing_tasks", "editing_task_queue", "assets" })
            await database.ReadAsync(
                session => session.ExecuteAsync($"vacuum analyze {table}"),
                CancellationToken.None
            );
    }

    /// <returns>Changes a second. Every client changes rows of its own, each once.</returns>
    private static async Task<double> PgbenchAsync(
        string connection,
        string project,
        string prefix,
        int count,
        string folder
    )
    {
        var script = Path.Combine(folder, "cancel.sql");
        await File.WriteAllTextAsync(
            script,
            $"""
            \set step :step + 1
            \set number (:step - 1) * {PgbenchClients} + :client_id + 1
            update editing_tasks set status = 'CANCEL', ended_ms = 1 where project_id = '{project}' and task_id = '{prefix}' || lpad(:number::text, 30, '0') and status = 'WAITING';
            """
        );
        var settings = new NpgsqlConnectionStringBuilder(connection);
        string[] arguments =
        [
            .. new[] { "-n", "-M", "prepared", "-c", $"{PgbenchClients}", "-j", "2", "-D", "step=0", "-f", script },
            .. new[] { "-t", $"{count / PgbenchClients}", "-h", settings.Host!, "-U", settings.Username! }, // as the test database is made
            settings.Database!,
        ];
        using var pgbench = Process.Start(
            new ProcessStartInfo("pgbench", arguments) { RedirectStandardOutput = true }
        )!; // no shell
        var report = await pgbench.StandardOutput.ReadToEndAsync();
        await pgbench.WaitForExitAsync();
        var line = report.Split('\n').Single(line => line.StartsWith("tps = ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }
}
