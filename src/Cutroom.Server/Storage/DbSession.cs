using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;

namespace Cutroom.Server.Storage;

/// <summary>One connection inside one read or one transaction. Stores take it first, so that several can share a transaction.</summary>
/// <remarks>A list that a statement looks into is an array or a list, and written <c>column in @name</c> for either engine.</remarks>
internal sealed partial class DbSession(DbConnection connection, DbTransaction? transaction, SqlDialect dialect)
{
    static DbSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public SqlDialect Dialect => dialect;

    /// <returns>The number of rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? arguments = null) =>
        connection.ExecuteAsync(Text(sql), arguments, transaction);

    /// <returns>The only row, or the default value where there is none. More than one row is a bug and throws.</returns>
    public Task<T?> SingleAsync<T>(string sql, object? arguments = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Text(sql), arguments, transaction);

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? arguments = null) =>
        (await connection.QueryAsync<T>(Text(sql), arguments, transaction)).AsList();

    /// <summary>Dapper spells a list out for SQLite and hands PostgreSQL an array, which has an operator of its own.</summary>
    private string Text(string sql) =>
        dialect == SqlDialect.Postgres && sql.Contains(" in @", StringComparison.Ordinal)
            ? InList().Replace(sql, "= any(@$1)")
            : sql;

    [GeneratedRegex(@"\bin @(\w+)")]
    private static partial Regex InList();
}
