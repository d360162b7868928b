using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>I14, once per engine.</summary>
public abstract class MigrationSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test

    private protected MigrationSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => database = await TestDatabase.StartEmptyAsync(dialect);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Migrations_make_the_schema_and_may_be_repeated()
    {
        await MigrationRunner.RunAsync(database.Options, CancellationToken.None);
        await MigrationRunner.RunAsync(database.Options, CancellationToken.None);

        Assert.Equal(0, await CountAsync("audit"));
    }

    [Fact]
    public async Task Starters_at_the_same_time_take_turns()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => MigrationRunner.RunAsync(database.Options, CancellationToken.None)))
        );

        Assert.Equal(0, await CountAsync("audit"));
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused_and_left_alone()
    {
        await MigrationRunner.RunAsync(database.Options, CancellationToken.None);
        var executed = await CountAsync("schemaversions");
        await database.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "insert into schemaversions (scriptname, applied) values ('Cutroom.9999_later.sql', current_timestamp)"
                ),
            CancellationToken.None
        );

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            MigrationRunner.RunAsync(database.Options, CancellationToken.None)
        );

        Assert.Contains("9999_later", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(executed + 1, await CountAsync("schemaversions"));
    }

    private Task<long> CountAsync(string table) =>
        database.Database.ReadAsync(
            session => session.SingleAsync<long>($"select count(*) from {table}"),
            CancellationToken.None
        );
}

public sealed class MigrationSpecsOnSqlite() : MigrationSpecs(SqlDialect.Sqlite);

public sealed class MigrationSpecsOnPostgres() : MigrationSpecs(SqlDialect.Postgres);
