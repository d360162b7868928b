using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>The first account and its keys, and that no secret is kept in clear (I18), on each engine.</summary>
public abstract class BootstrapSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test
    private readonly Seal seal = new(new byte[Seal.KeyBytes]);

    private protected BootstrapSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => database = await TestDatabase.StartAsync(dialect);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task It_makes_one_account_and_refuses_to_do_so_again()
    {
        var bootstrap = new Bootstrap(database.Database, seal);

        var all = await Task.WhenAll(
            bootstrap.CreateAsync(CancellationToken.None),
            bootstrap.CreateAsync(CancellationToken.None)
        );

        var made = Assert.Single(all, one => one is not null)!;
        Assert.Equal(("cutroom", "region-1", "admin"), (made.AccountName, made.ProjectName, made.UserName));
        Assert.Matches("^[A-Z0-9]{20}$", made.Ak);
        Assert.Matches("^[A-Za-z0-9]{40}$", made.Sk);
        Assert.Null(await bootstrap.CreateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_reset_ends_the_old_keys_and_keeps_the_ids()
    {
        var bootstrap = new Bootstrap(database.Database, seal);
        var first = (await bootstrap.CreateAsync(CancellationToken.None))!;

        var second = (await bootstrap.ResetKeysAsync(CancellationToken.None))!;

        Assert.Equal((first.ProjectId, first.UserId), (second.ProjectId, second.UserId));
        var keys = await database.Database.ReadAsync(AccessKeyStore.ListAsync, CancellationToken.None);
        Assert.Equal([second.Ak], keys.Select(key => key.Ak));
        Assert.NotEqual((first.Password, first.Sk), (second.Password, second.Sk));
    }
}

public sealed class SqliteBootstrapSpecs() : BootstrapSpecs(SqlDialect.Sqlite);

public sealed class PostgresBootstrapSpecs() : BootstrapSpecs(SqlDialect.Postgres);
