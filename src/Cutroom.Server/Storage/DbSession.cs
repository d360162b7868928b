using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>One connection inside one read or one transaction. Stores take it first, so that several can share a transaction.</summary>
/// <remarks>A list that a statement looks into is an array or a list, and written <c>column in @name</c> for either engine.</remarks>
internal sealed partial class DbSession(DbConnection connection, DbTransaction? transaction, SqlDialect dialect)
{
    /// <summary>Statements nobody waits for; sent before anything else is.</summary>
    private readonly List<(string Sql, object Arguments)> later = [];

    static DbSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public SqlDialect Dialect => dialect;

    /// <returns>The number of rows changed.</returns>
    public async Task<int> ExecuteAsync(string sql, object? arguments = null)
    {
        await FlushAsync();
        return await connection.ExecuteAsync(Text(sql), arguments, transaction);
    }

    /// <returns>The only row, or the default value where there is none. More than one row is a bug and throws.</returns>
    public async Task<T?> SingleAsync<T>(string sql, object? arguments = null)
    {
        await FlushAsync();
        return await connection.QuerySingleOrDefaultAsync<T>(Text(sql), arguments, transaction);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? arguments = null)
    {
        await FlushAsync();
        return (await connection.QueryAsync<T>(Text(sql), arguments, transaction)).AsList();
    }

    /// <summary>
    /// For a statement whose result nobody needs, inside a transaction: over a network it travels with those around it, so that many cost one
    /// round trip. It is carried out before the next one that is not so, and before the commit.
    /// </summary>
    /// <param name="sql">One statement.</param>
    /// <param name="arguments">Texts and whole numbers.</param>
    public async Task ExecuteLaterAsync(string sql, object arguments)
    {
        if (connection is NpgsqlConnection && transaction is not null)
            later.Add((sql, arguments));
        else
            await connection.ExecuteAsync(Text(sql), arguments, transaction);
    }

    /// <summary>Called before the commit.</summary>
    public async Task FlushAsync()
    {
        if (later.Count == 0)
            return;
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction!); // asked above
        foreach (var (sql, arguments) in later)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Text(sql);
            foreach (var property in arguments.GetType().GetProperties())
                command.Parameters.Add(
                    new NpgsqlParameter(property.Name, property.GetValue(arguments) ?? DBNull.Value)
                );
            batch.BatchCommands.Add(command);
        }

        later.Clear();
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Dapper spells a list out for SQLite and hands PostgreSQL an array, which has an operator of its own.</summary>
    private string Text(string sql) =>
        dialect == SqlDialect.Postgres && sql.Contains(" in @", StringComparison.Ordinal)
            ? InList().Replace(sql, "= any(@$1)")
            : sql;

    [GeneratedRegex(@"\bin @(\w+)")]
    private static partial Regex InList();
}
