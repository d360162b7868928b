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
/// withdrawn output, event, audit. Then both with a delay before each flush.
/// </summary>
internal static class SignedCancelBench
{
    private const int Connections = 64;
    private const int PgbenchClients = 16;

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
            async Task<Round> MeasureAsync(string name)
            {
                await AddTasksAsync(database.Database, new(identity.ProjectId), $"h{name}", count);
                var load = await CancelOverHttpAsync(server.Address, identity, $"h{name}", count);
                await AddTasksAsync(database.Database, new(identity.ProjectId), $"p{name}", count);
                return new(load, await PgbenchAsync(connection, identity.ProjectId, $"p{name}", count, folder));
            }

            await MeasureAsync("warm");
            var usual = new[] { await MeasureAsync("1"), await MeasureAsync("2"), await MeasureAsync("3") };
            var postgres = await PrivatePostgres.SharedAsync();
            await DelayFlushesAsync(postgres, "set commit_delay = 2000", "set commit_siblings = 0");
            var delayed = new[] { await MeasureAsync("d1"), await MeasureAsync("d2"), await MeasureAsync("d3") };
            await DelayFlushesAsync(postgres, "reset commit_delay", "reset commit_siblings");
            return
            [
                new($"signed cancel over HTTP, {Connections} connections", Calls(usual), "calls/s"),
                new($"pgbench, the same row, {PgbenchClients} clients", Changes(usual), "changes/s"),
                new("signed cancel of pgbench", Calls(usual) / Changes(usual), "x", AtLeast: 1.5),
                new("signed cancel, p99", P99(usual), "ms", AtMost: 20),
                // The delay helps pgbench more than a slow disk would: who commits meanwhile is flushed with the rest.
                new("the same with 2 ms before each flush", Calls(delayed), "calls/s"),
                new("pgbench likewise", Changes(delayed), "changes/s"),
                new("signed cancel likewise, p99", P99(delayed), "ms"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Calls(Round[] rounds) => Percentiles.Of(rounds.Select(round => round.Calls.PerSecond), 50);

    private static double Changes(Round[] rounds) => Percentiles.Of(rounds.Select(round => round.Changes), 50);

    private static double P99(Round[] rounds) => rounds.Min(round => Percentiles.Of(round.Calls.Milliseconds, 99));

    /// <param name="settings">Of the whole server, as statements.</param>
    private static async Task DelayFlushesAsync(PrivatePostgres postgres, params string[] settings)
    {
        foreach (var setting in settings)
            await postgres.ExecuteAsync($"alter system {setting}");
        await postgres.ExecuteAsync("select pg_reload_conf()");
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

    /// <param name="Changes">Of pgbench, a second.</param>
    private sealed record Round(Load Calls, double Changes);
}
