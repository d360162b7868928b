using System.Diagnostics;
using Npgsql;

namespace Cutroom.Testing;

/// <summary>
/// A PostgreSQL of our own in a temporary folder, reached only through a socket inside that folder. A guard process holds our
/// pipe: however this process ends, the server is stopped and the folder removed.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";

    /// <summary>Arguments: folder of the programs, parent folder, value of fsync.</summary>
    private const string Guard = """
        set -eu
        umask 077
        bin=$1 parent=$2 fsync=$3
        remove() { "$bin/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$1"; }
        # The lock is free where a guard died with its owner.
        for old in "$parent"/cutroom-postgres-*; do
            [ -d "$old" ] || continue
            (flock -n 9 && remove "$old") 9>>"$old/guard" || true
        done
        # Named for the clean-up only once it is locked.
        unlocked=$(mktemp -d "$parent/cutroom-new-postgres-XXXXXX")
        exec 9>"$unlocked/guard"
        flock 9
        folder=$parent/cutroom-postgres-${unlocked##*-}
        mv "$unlocked" "$folder"
        trap 'remove "$folder"' EXIT
        trap 'exit 1' INT TERM HUP
        "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 9>&- \
            || { cat "$folder/log" >&2; exit 1; }
        "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "-c listen_addresses= -c unix_socket_directories=$folder \
            -c fsync=$fsync -c max_connections=200 -c shared_buffers=64MB -c jit=off" start >/dev/null 9>&- \
            || { cat "$folder/log" >&2; exit 1; }
        echo "$folder"
        read -r ended || true
        """;

    private static readonly Lazy<Task<PrivatePostgres>> OfThisProcess = new(() => StartAsync(flushes: true));

    private readonly Process guard;
    private readonly string folder;
    private int named;

    private PrivatePostgres(Process guard, string folder)
    {
        this.guard = guard;
        this.folder = folder;
    }

    /// <summary>One server for every spec of the process; each takes a database of its own. It keeps what it acknowledges.</summary>
    public static Task<PrivatePostgres> SharedAsync() => OfThisProcess.Value;

    /// <param name="flushes">False turns fsync off: for logic alone, and to show that such a server is refused.</param>
    public static async Task<PrivatePostgres> StartAsync(bool flushes)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // PostgreSQL refuses to run as root.
        string[] asOther = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
            : [];
        foreach (var word in asOther)
            start.ArgumentList.Add(word);
        string[] script = ["sh", "-c", Guard, "guard", NewestPrograms(), Parent(), flushes ? "on" : "off"];
        foreach (var word in script)
            start.ArgumentList.Add(word);

        var guard = Process.Start(start)!; // null only with a shell of the desktop
        var complaint = guard.StandardError.ReadToEndAsync();
        var folder = await guard.StandardOutput.ReadLineAsync();
        return folder is not null
            ? new(guard, folder)
            : throw new InvalidOperationException($"A private PostgreSQL did not start: {await complaint}");
    }

    /// <summary>Connection text of the server's own database, for statements about databases.</summary>
    public string Administration => ConnectionTo("postgres");

    /// <returns>Connection text of a new database.</returns>
    /// <param name="template">Copied when given; nobody may be connected to it.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"spec_{Interlocked.Increment(ref named)}";
        await ExecuteAsync($"create database {name} template {template ?? "template0"}");
        return ConnectionTo(name);
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pooled);
        await ExecuteAsync(
            $"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} (force)"
        );
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Administration);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = "postgres",
            Database = database,
            MaxPoolSize = 40,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>Memory where there is enough: flushes keep their order and meaning there and cost nothing.</summary>
    private static string Parent()
    {
        var memory = new DriveInfo("/dev/shm");
        return memory.IsReady && memory.AvailableFreeSpace > 4L << 30 ? "/dev/shm" : Path.GetTempPath();
    }

    private static string NewestPrograms() =>
        Directory
            .EnumerateFiles(Programs, "initdb", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(path => Path.GetDirectoryName(path)!) // a file in a folder
            .MaxBy(path => int.Parse(Path.GetFileName(Path.GetDirectoryName(path))!)) // Debian: /usr/lib/postgresql/15/bin
        ?? throw new InvalidOperationException($"No PostgreSQL in {Programs}: apt-get install postgresql-15.");
}
