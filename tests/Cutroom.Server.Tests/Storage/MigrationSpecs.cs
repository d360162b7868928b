using System.Text.RegularExpressions;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>I14, once per engine.</summary>
public abstract class MigrationSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;

    private protected MigrationSpecs(SqlDialect dialect) => this.dialect = dialect;

    private protected TestDatabase Store { get; private set; } = null!; // started before each test

    public async ValueTask InitializeAsync() => Store = await TestDatabase.StartEmptyAsync(dialect);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    [Fact]
    public async Task Migrations_make_the_schema_and_may_be_repeated()
    {
        await MigrationRunner.RunAsync(Store.Options, CancellationToken.None);
        await MigrationRunner.RunAsync(Store.Options, CancellationToken.None);

        Assert.Equal(0, await CountAsync("audit"));
    }

    [Fact]
    public async Task Starters_at_the_same_time_take_turns()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => MigrationRunner.RunAsync(Store.Options, CancellationToken.None)))
        );

        Assert.Equal(0, await CountAsync("audit"));
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused_and_left_alone()
    {
        await MigrationRunner.RunAsync(Store.Options, CancellationToken.None);
        var executed = await CountAsync("schemaversions");
        await Store.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "insert into schemaversions (scriptname, applied) values ('Cutroom.9999_later.sql', current_timestamp)"
                ),
            CancellationToken.None
        );

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            MigrationRunner.RunAsync(Store.Options, CancellationToken.None)
        );

        Assert.Contains("9999_later", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(executed + 1, await CountAsync("schemaversions"));
    }

    private Task<long> CountAsync(string table) =>
        Store.Database.ReadAsync(
            session => session.SingleAsync<long>($"select count(*) from {table}"),
            CancellationToken.None
        );
}

public sealed class MigrationSpecsOnSqlite() : MigrationSpecs(SqlDialect.Sqlite)
{
    /// <summary>No two columns of a row hold the same, so that two that changed places would show.</summary>
    [Fact]
    public async Task Tables_that_are_made_anew_keep_their_rows()
    {
        var rebuilt = await BringToAsync("0083_rows_in_their_key");
        Assert.Equal(6, rebuilt.Count);
        foreach (var table in rebuilt)
            await RunAsync(
                await TextAsync(
                    $"""
                    select 'insert into {table} values (' || group_concat(
                        case type when 'text' then quote(name) else 100 + cid end, ', ') || ')'
                    from (select * from pragma_table_info('{table}') order by cid)
                    """
                )
            );
        var before = await Task.WhenAll(rebuilt.Select(RowsAsync));

        await MigrationRunner.RunAsync(Store.Options, CancellationToken.None);

        Assert.Equal(before, await Task.WhenAll(rebuilt.Select(RowsAsync)));
        foreach (var table in rebuilt)
            Assert.EndsWith(
                "without rowid",
                await TextAsync($"select sql from sqlite_master where name = '{table}'"),
                StringComparison.Ordinal
            );
    }

    /// <returns>The tables that this migration, which has not run, makes.</returns>
    private async Task<IReadOnlyList<string>> BringToAsync(string migration)
    {
        await RunAsync("create table SchemaVersions (id integer primary key, scriptname text, applied datetime)");
        var assembly = typeof(MigrationRunner).Assembly;
        foreach (var name in MigrationRunner.Known(SqlDialect.Sqlite).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // it is known
            var script = await reader.ReadToEndAsync();
            if (name.Contains(migration, StringComparison.Ordinal))
                return [.. Regex.Matches(script, @"create table (\w+)").Select(match => match.Groups[1].Value)];
            await RunAsync(script);
            await RunAsync($"insert into schemaversions (scriptname, applied) values ('{name}', current_timestamp)");
        }

        throw new InvalidOperationException($"There is no migration {migration}.");
    }

    /// <summary>Each column with its name.</summary>
    private async Task<string> RowsAsync(string table)
    {
        var pairs = await TextAsync(
            $"select group_concat(quote(name) || ', ' || name) from pragma_table_info('{table}')"
        );
        return await TextAsync($"select json_group_array(json_object({pairs})) from {table}");
    }

    private Task<int> RunAsync(string sql) =>
        Store.Database.WriteAsync(session => session.ExecuteAsync(sql), CancellationToken.None);

    private Task<string> TextAsync(string sql) =>
        Store.Database.ReadAsync(
            async session => (await session.SingleAsync<string>(sql))!, // one row, never null
            CancellationToken.None
        );
}

public sealed class MigrationSpecsOnPostgres() : MigrationSpecs(SqlDialect.Postgres);
