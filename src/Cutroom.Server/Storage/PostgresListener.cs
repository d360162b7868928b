using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>Hears what is notified on a channel of PostgreSQL. A hint only: what is told while the connection is away is lost.</summary>
internal static class PostgresListener
{
    /// <param name="channel">A plain word: it stands in the statement.</param>
    /// <param name="told">Called with the text of each notification, and once with none when listening begins.</param>
    /// <exception cref="NpgsqlException">The connection broke.</exception>
    public static async Task ListenAsync(
        DatabaseOptions options,
        string channel,
        Action<string> told,
        CancellationToken cancellation
    )
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            // Otherwise a server that vanished would be waited for without end.
            KeepAlive = 10,
        };
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync(cancellation);
        connection.Notification += (_, notice) => told(notice.Payload);
        await using (var listen = new NpgsqlCommand($"listen {channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation);
        told("");
        while (true)
            await connection.WaitAsync(cancellation);
    }
}
