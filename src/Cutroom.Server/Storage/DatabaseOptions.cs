using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>Where the state lives, parsed from <c>CUTROOM_DATABASE</c>.</summary>
/// <param name="Dialect">The engine.</param>
/// <param name="ConnectionString">In the engine's own form. May hold a password: never printed.</param>
internal sealed record DatabaseOptions(SqlDialect Dialect, string ConnectionString)
{
    /// <summary>For tests of logic alone: commits are not flushed, and a server that does not flush is accepted.</summary>
    public bool AllowWeakDurability { get; init; }

    /// <summary>
    /// How many writes share a flush of SQLite at most: bounds what one failed commit fails, and the wait of the first in a group.
    /// One turns grouping off; only the bench that measures what grouping gains does that.
    /// </summary>
    public int MaxWriteGroup { get; init; } = DefaultWriteGroup;

    public const int DefaultWriteGroup = 512;

    public const string Forms = "sqlite:PATH, postgres://user:password@host:port/database, or Host=…;Database=…";

    /// <summary>Reads one of <see cref="Forms"/>.</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static DatabaseOptions Parse(string text)
    {
        if (text.StartsWith("sqlite:", StringComparison.Ordinal) && text.Length > "sqlite:".Length)
            return ForSqlite(text["sqlite:".Length..]);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql")
            return new(SqlDialect.Postgres, FromUri(uri));
        if (text.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            return new(SqlDialect.Postgres, new NpgsqlConnectionStringBuilder(text).ConnectionString);
        throw new FormatException($"CUTROOM_DATABASE takes {Forms}.");
    }

    public static DatabaseOptions ForSqlite(string path) =>
        new(
            SqlDialect.Sqlite,
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.GetFullPath(path),
                DefaultTimeout = 30,
            }.ConnectionString
        );

    public override string ToString() => $"{Dialect.Name} (connection text withheld)";

    private static string FromUri(Uri uri)
    {
        var (user, password) = uri.UserInfo.Split(':', 2) is [var u, var p] ? (u, p) : (uri.UserInfo, null);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port <= 0 ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = user.Length > 0 ? Uri.UnescapeDataString(user) : null,
            Password = password is null ? null : Uri.UnescapeDataString(password),
        }.ConnectionString;
    }
}
