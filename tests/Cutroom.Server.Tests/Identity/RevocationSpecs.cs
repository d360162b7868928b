using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>
/// I23: what was taken away stops working on every node within five seconds. Two real servers on one database; the changes are made
/// by a third party, as an operator's verb makes them. The time is the promise here, so these specs look at a clock.
/// </summary>
public abstract class RevocationSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly SqlDialect dialect;
    private readonly int revocations;
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-revocation-").FullName;
    private readonly string sealKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Seal.KeyBytes));
    private TestDatabase database = null!; // started before each test
    private BootstrapIdentity first = null!;
    private ServerProcess[] nodes = [];

    private protected RevocationSpecs(SqlDialect dialect, int revocations) =>
        (this.dialect, this.revocations) = (dialect, revocations);

    private Seal Seal => new(Convert.FromBase64String(sealKey));

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect);
        first = (await new Bootstrap(database.Database, Seal).CreateAsync(CancellationToken.None))!; // an empty database
        var settings = new Dictionary<string, string>
        {
            ["CUTROOM_DATABASE"] =
                dialect == SqlDialect.Sqlite
                    ? $"sqlite:{new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource}"
                    : database.Options.ConnectionString,
            ["CUTROOM_SEAL_KEY"] = sealKey,
        };
        nodes =
        [
            await ServerProcess.StartAsync(Path.Combine(folder, "1"), settings, role: "api"),
            await ServerProcess.StartAsync(Path.Combine(folder, "2"), settings, role: "api"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_taken_away_stops_on_every_node_within_five_seconds()
    {
        var victims = new List<Victim>();
        for (var number = 0; number < revocations; number++)
            victims.Add(await AddVictimAsync(number));
        foreach (var victim in victims)
            await AssertAllAsync(victim, HttpStatusCode.OK);

        var slowest = TimeSpan.Zero;
        foreach (var (number, victim) in victims.Index())
        {
            await RevokeAsync(victim, number);
            var revoked = TimeProvider.System.GetTimestamp();
            while (await AnyIsServedAsync(victim))
                Assert.True(
                    TimeProvider.System.GetElapsedTime(revoked) < Promised,
                    $"revocation {number} is not noticed"
                );
            slowest = Max(slowest, TimeProvider.System.GetElapsedTime(revoked));
        }

        TestContext.Current.SendDiagnosticMessage($"{dialect.Name}: {revocations} revocations, the slowest {slowest}");
        Assert.True(slowest < Promised);
    }

    /// <summary>The check would notice: what is kept is really used, and a change that raises no version is not seen at once.</summary>
    [Fact]
    public async Task A_change_behind_the_back_of_the_version_is_not_noticed_at_once()
    {
        var victim = await AddVictimAsync(0);
        await AssertAllAsync(victim, HttpStatusCode.OK);

        await database.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "update users set enabled = 0 where user_id = @id",
                    new { id = victim.User.Value }
                ),
            CancellationToken.None
        );

        await AssertAllAsync(victim, HttpStatusCode.OK);
    }

    /// <summary>One after the other: the user, its key, its tokens, its right.</summary>
    private Task RevokeAsync(Victim victim, int number) =>
        (number % 4) switch
        {
            0 => new Users(database.Database).SetEnabledAsync(
                Author.Operator,
                victim.User,
                false,
                CancellationToken.None
            ),
            1 => new AccessKeys(database.Database, Seal).RemoveAsync(
                Author.Operator,
                victim.Ak,
                CancellationToken.None
            ),
            2 => new Users(database.Database).SetPasswordAsync(
                Author.Operator,
                victim.User,
                Secrets.NewPassword(),
                CancellationToken.None
            ),
            _ => database.Database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync(
                        "delete from user_grants where user_id = @id",
                        new { id = victim.User.Value }
                    );
                    await DirectoryVersion.RaiseAsync(session);
                    return true;
                },
                CancellationToken.None
            ),
        };

    private async Task<Victim> AddVictimAsync(int number)
    {
        var (user, ak, sk, token) = (new UserId(Ids.New()), Secrets.NewAk(), Secrets.NewSk(), Secrets.NewToken());
        var now = TimeProvider.System.GetUtcNow();
        await database.Database.WriteAsync(
            async session =>
            {
                var name = $"victim {number.ToString(CultureInfo.InvariantCulture)}";
                await UserStore.AddAsync(session, user, new(first.AccountId), name, "");
                await GrantStore.AddAsync(session, user, new Grant("", SystemPolicies.Administrator));
                await AccessKeyStore.AddAsync(session, ak, user, Seal.Close(sk, ak, user), Seal.KeyVersion);
                await TokenStore.AddAsync(
                    session,
                    new(
                        Secrets.TokenHash(token),
                        user.Value,
                        first.ProjectId,
                        NamesAccount: 0,
                        now.ToUnixTimeMilliseconds(),
                        now.AddHours(1).ToUnixTimeMilliseconds(),
                        Revoked: 0
                    )
                );
                return true;
            },
            CancellationToken.None
        );
        // Odd numbers lose what tokens and keys hang on differently: a removed key leaves nothing to the token, a new password nothing either.
        var byToken = number % 4 == 2;
        return new(
            user,
            ak,
            [
                .. nodes.Select(node =>
                    byToken ? WithToken(node, token) : node.NewClient(first with { Ak = ak, Sk = sk })
                ),
            ]
        );
    }

    private static HttpClient WithToken(ServerProcess node, string token)
    {
        var client = new HttpClient { BaseAddress = node.Address };
        client.DefaultRequestHeaders.Add("X-Auth-Token", token);
        return client;
    }

    private async Task<bool> AnyIsServedAsync(Victim victim)
    {
        var statuses = await Task.WhenAll(victim.Clients.Select(StatusAsync));
        return statuses.Contains(HttpStatusCode.OK);
    }

    private async Task AssertAllAsync(Victim victim, HttpStatusCode expected) =>
        Assert.All(await Task.WhenAll(victim.Clients.Select(StatusAsync)), status => Assert.Equal(expected, status));

    private async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync($"/v1/{first.ProjectId}/asset/editing/tasks");
        return answer.StatusCode;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private sealed record Victim(UserId User, string Ak, IReadOnlyList<HttpClient> Clients);
}

public sealed class RevocationSpecsOnPostgres() : RevocationSpecs(SqlDialect.Postgres, LongRuns.Scale(50, 200));

/// <summary>Without notifications each is noticed by the version, up to a second later: hence fewer.</summary>
public sealed class RevocationSpecsOnSqlite() : RevocationSpecs(SqlDialect.Sqlite, LongRuns.Scale(8, 40));
