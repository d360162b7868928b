using System.Text;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Access keys of a user, on each engine.</summary>
public abstract class AccessKeysSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private readonly Seal seal = new(new byte[Seal.KeyBytes]);
    private TestDatabase database = null!; // made before each test, like the next two
    private AccessKeys keys = null!;
    private BootstrapIdentity made = null!;

    private protected AccessKeysSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect, weak: true);
        keys = new(database.Database, seal);
        made = (await new Bootstrap(database.Database, seal).CreateAsync(CancellationToken.None))!; // an empty database
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_key_that_exists_elsewhere_can_be_taken_over_once()
    {
        await AddAsync("IMPORTED", "a-secret-of-another-cloud");

        var found = await database.Database.ReadAsync(
            session => AccessKeyStore.FindAsync(session, "IMPORTED"),
            CancellationToken.None
        );
        Assert.Equal(
            "a-secret-of-another-cloud",
            Encoding.UTF8.GetString(seal.Open(found!.SealedSecret, "IMPORTED", new(made.UserId), found.KeyVersion))
        );
        await Assert.ThrowsAsync<Refusal>(() => AddAsync("IMPORTED", "a-secret-of-another-cloud"));
        await Assert.ThrowsAsync<Refusal>(() => AddAsync("OTHER", "a-secret-of-another-cloud", new("nobody")));
        await Assert.ThrowsAsync<Refusal>(() => AddAsync("A B", made.Sk));
        await Assert.ThrowsAsync<Refusal>(() => AddAsync("OTHER", "short"));
    }

    [Fact]
    public async Task Each_change_leaves_one_audit_record()
    {
        await AddAsync("IMPORTED", "a-secret-of-another-cloud");
        await keys.ChangeAsync(Author.Operator, "IMPORTED", false, description: null, CancellationToken.None);
        await keys.RotateAsync(
            Author.Operator,
            "IMPORTED",
            "NEXT",
            "a-secret-of-another-cloud",
            CancellationToken.None
        );
        await keys.RemoveAsync(Author.Operator, "NEXT", CancellationToken.None);

        var actions = await database.Database.ReadAsync(
            session => session.ListAsync<string>("select action from audit order by audit_id"),
            CancellationToken.None
        );

        Assert.Equal(
            [
                "admin:bootstrap",
                "iam:credentials:createCredential",
                "iam:credentials:updateCredential",
                "iam:credentials:rotateCredential",
                "iam:credentials:deleteCredential",
            ],
            actions
        );
    }

    [Fact]
    [Documented("IAM user guide, access keys: at most two for a user")]
    public async Task Several_writers_at_a_time_do_not_pass_the_limit()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => TryAddAsync($"PARALLEL{number}", "a-secret-of-another-cloud"))
        );

        Assert.Single(outcomes, added => added);
    }

    [Fact]
    public async Task The_last_use_only_goes_forward()
    {
        await UseAsync(2000);
        await UseAsync(1000);

        var key = await database.Database.ReadAsync(
            session => AccessKeyStore.FindAsync(session, made.Ak),
            CancellationToken.None
        );
        Assert.Equal(2000, key!.LastUsedMs);
    }

    private Task<bool> UseAsync(long usedMs) =>
        database.Database.WriteAsync(
            async session =>
            {
                await AccessKeyStore.SetLastUsedAsync(session, made.Ak, usedMs);
                return true;
            },
            CancellationToken.None
        );

    private Task<AccessKey> AddAsync(string ak, string sk, UserId? user = null) =>
        keys.AddAsync(Author.Operator, user ?? new(made.UserId), ak, sk, "", CancellationToken.None);

    private async Task<bool> TryAddAsync(string ak, string sk)
    {
        try
        {
            await AddAsync(ak, sk);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }
}

public sealed class AccessKeysSpecsOnSqlite() : AccessKeysSpecs(SqlDialect.Sqlite);

public sealed class AccessKeysSpecsOnPostgres() : AccessKeysSpecs(SqlDialect.Postgres);
