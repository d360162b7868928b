using Npgsql;

namespace Cutroom.Testing;

/// <summary>
/// A PostgreSQL of our own in a <see cref="GuardedFolder"/>, reached only through a socket inside that folder.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";

    /// <summary>Arguments: folder of the programs, value of fsync.</summary>
    private const string Script = """
        bin=$1 fsync=$2
        stop() { "$bin/pg_ctl" -D "$1/data" -m immediate stop; }
        run() {
            "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "-c listen_addresses= -c unix_socket_directories=$folder \
                -c fsync=$fsync -c max_connections=200 -c shared_buffers=64MB -c jit=off" start >/dev/null 9>&- \
                || { cat "$folder/log" >&2; exit 1; }
        }
        start() {
            "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 9>&- \
                || { cat "$folder/log" >&2; exit 1; }
            run
        }
        crash() { stop "$folder" >/dev/null; run; }
        """;

    private static readonly Lazy<Task<PrivatePostgres>> OfThisProcess = new(() => StartAsync(flushes: true));

    private readonly GuardedFolder folder;
    private int named;

    private PrivatePostgres(GuardedFolder folder) => this.folder = folder;

    /// <summary>One server for every spec of the process; each takes a database of its own. It keeps what it acknowledges.</summary>
    public static Task<PrivatePostgres> SharedAsync() => OfThisProcess.Value;

    /// <param name="flushes">False turns fsync off: for logic alone, and to show that such a server is refused.</param>
    public static async Task<PrivatePostgres> StartAsync(bool flushes)
    {
        // PostgreSQL refuses to run as root.
        string[] asOther = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
            : [];
        string[] arguments = [NewestPrograms(), flushes ? "on" : "off"];
        return new(await GuardedFolder.StartAsync("postgres", GuardedFolder.Parent(), Script, arguments, asOther));
    }

    /// <summary>Ends as in a power cut, every connection with it, and recovers what was acknowledged.</summary>
    public Task CrashAsync() => folder.DoAsync("crash");

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

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder.Path,
            Username = "postgres",
            Database = database,
            MaxPoolSize = 40,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private static string NewestPrograms() =>
        Directory
            .EnumerateFiles(Programs, "initdb", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(path => Path.GetDirectoryName(path)!) // a file in a folder
            .MaxBy(path => int.Parse(Path.GetFileName(Path.GetDirectoryName(path))!)) // Debian: /usr/lib/postgresql/15/bin
        ?? throw new InvalidOperationException($"No PostgreSQL in {Programs}: apt-get install postgresql-15.");
}
