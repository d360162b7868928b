using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Cutroom.Server.Storage;

/// <summary>One connection inside one read or one transaction. Stores take it first, so that several can share a transaction.</summary>
/// <remarks>A list that a statement looks into is an array or a list, and written <c>column in @name</c> for either engine.</remarks>
internal sealed partial class DbSession(DbConnection connection, DbTransaction? transaction, SqlDialect dialect)
{
    public const string Commit = "commit";

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
        if (later.Count > 0 && !typeof(T).IsValueType && !sql.Contains(';'))
            return await SendWithAsync<T>(sql, arguments ?? new { });
        await FlushAsync();
        return (await connection.QueryAsync<T>(Text(sql), arguments, transaction)).AsList();
    }

    /// <summary>
    /// For a statement whose result nobody needs, inside a transaction: over a network it travels with those around it, so that many cost one
    /// round trip. It is carried out before the next one that is not so, and before the commit.
    /// </summary>
    /// <param name="sql">One statement; a select is there for its locks.</param>
    /// <param name="arguments">Texts and whole numbers.</param>
    public async Task ExecuteLaterAsync(string sql, object arguments)
    {
        if (connection is NpgsqlConnection && transaction is not null)
            later.Add((sql, arguments));
        else
            await connection.ExecuteAsync(Text(sql), arguments, transaction);
    }

    /// <summary>The commit travels with what was left for later: one round trip less, and one less in which rows are locked.</summary>
    /// <returns>False where nothing was left: the transaction is still to be committed.</returns>
    public async Task<bool> TryCommitAsync()
    {
        if (later.Count == 0)
            return false;
        later.Add((Commit, new { }));
        await SendAsync();
        return true;
    }

    private Task FlushAsync() => later.Count == 0 ? Task.CompletedTask : SendAsync();

    private async Task SendAsync()
    {
        await using var batch = TakeLater();
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>A query of one statement travels with what was left for later; what selects among those return is passed over.</summary>
    private async Task<IReadOnlyList<T>> SendWithAsync<T>(string sql, object arguments)
    {
        var others = later.Count(one => one.Sql.StartsWith("select", StringComparison.Ordinal));
        later.Add((sql, arguments));
        await using var batch = TakeLater();
        await using var reader = await batch.ExecuteReaderAsync();
        for (; others > 0; others--)
            await reader.NextResultAsync();
        var parse = reader.GetRowParser(typeof(T));
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add((T)parse(reader));
        return rows;
    }

    private NpgsqlBatch TakeLater()
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction!); // nothing is left otherwise
        foreach (var (sql, arguments) in later)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Text(sql);
            foreach (var property in arguments.GetType().GetProperties())
                command.Parameters.Add(Parameter(property, arguments));
            batch.BatchCommands.Add(command);
        }

        later.Clear();
        return batch;
    }

    /// <summary>Nothing tells its type by itself.</summary>
    private static NpgsqlParameter Parameter(PropertyInfo property, object arguments) =>
        property.GetValue(arguments) is { } value
            ? new(property.Name, value)
            : new(property.Name, property.PropertyType == typeof(string) ? NpgsqlDbType.Text : NpgsqlDbType.Bigint)
            {
                Value = DBNull.Value,
            };

    /// <summary>Dapper spells a list out for SQLite and hands PostgreSQL an array, which has an operator of its own.</summary>
    private string Text(string sql) =>
        dialect == SqlDialect.Postgres && sql.Contains(" in @", StringComparison.Ordinal)
            ? InList().Replace(sql, "= any(@$1)")
            : sql;

    [GeneratedRegex(@"\bin @(\w+)")]
    private static partial Regex InList();
}
