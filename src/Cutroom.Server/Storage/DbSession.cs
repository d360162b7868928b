using System.Data.Common;
using Dapper;

namespace Cutroom.Server.Storage;

/// <summary>One connection inside one read or one transaction. Stores take it first, so that several can share a transaction.</summary>
internal sealed class DbSession(DbConnection connection, DbTransaction? transaction, SqlDialect dialect)
{
    static DbSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public SqlDialect Dialect => dialect;

    /// <returns>The number of rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? arguments = null) =>
        connection.ExecuteAsync(sql, arguments, transaction);

    /// <returns>The only row, or the default value where there is none. More than one row is a bug and throws.</returns>
    public Task<T?> SingleAsync<T>(string sql, object? arguments = null) =>
        connection.QuerySingleOrDefaultAsync<T>(sql, arguments, transaction);

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? arguments = null) =>
        (await connection.QueryAsync<T>(sql, arguments, transaction)).AsList();
}
