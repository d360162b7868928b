using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire;

namespace Cutroom.Server.Tests.Access;

/// <summary>One way to come to a route, and what the gate must answer to it.</summary>
/// <param name="Expected">Status and code; null where the gate lets the request through to its handler.</param>
internal sealed record MatrixCredential(
    string Name,
    Func<MatrixRoute, byte[]> Request,
    Func<MatrixRoute, (int Status, string Code)?> Expected
);

/// <summary>Everything that is wrong with a credential, or with who holds it, in both kinds.</summary>
internal sealed class MatrixCredentials(RunningServer server)
{
    private const string Nobody = "";

    private static readonly (int, string)? Wrong = (401, "APIGW.0301");
    private static readonly (int, string)? Renew = (401, "APIGW.0307");
    private static readonly (int, string)? Malformed = (400, "APIGW.0201");
    private static readonly (int, string)? Barred = (403, "APIGW.0302");
    private static readonly (int, string)? Elsewhere = (403, "VOD.10057");
    private static readonly (int, string)? Denied = (403, "PAP5.0001");

    private readonly string project = server.Identity.ProjectId;

    public async Task<IReadOnlyList<MatrixCredential>> MakeAsync()
    {
        var other = await server.AddProjectAsync("region-1_matrix");
        var (account, foreign) = (new AccountId(Ids.New()), new ProjectId(Ids.New()));
        await server.WriteAsync(async session =>
        {
            await AccountStore.AddAsync(session, account, "elsewhere");
            await ProjectStore.AddAsync(session, foreign, account, "region-1");
        });
        var stranger = await server.AddUserAsync("admin", account, SystemPolicies.Administrator);
        var nobody = await server.AddUserAsync("nobody");
        var reader = await server.AddUserAsync("reader", policy: SystemPolicies.ReadOnly);
        var disabled = await server.AddUserAsync("disabled", policy: SystemPolicies.Administrator);
        var endedKey = await server.AddUserAsync("ended", policy: SystemPolicies.Administrator);
        await server.WriteAsync(async session =>
        {
            await UserStore.SetEnabledAsync(session, disabled.User, enabled: false);
            await AccessKeyStore.SetEnabledAsync(session, endedKey.Ak, enabled: false);
        });
        var narrow = await server.AddUserWithAsync(
            null,
            """{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["obs:*:*"]}]}"""
        );
        var own = new UserId(server.Identity.UserId);

        return
        [
            new("none", route => Plain(route, []), _ => Wrong),
            new(
                "an empty token",
                route =>
                    Plain(
                        route,
                        [
                            ["X-Auth-Token", ""],
                        ]
                    ),
                _ => Wrong
            ),
            .. Signatures(new(server, server.Identity.Ak, server.Identity.Sk), other),
            new("a key nobody has", route => Signed(route, new(server, "NOSUCHKEY", "x")), _ => Wrong),
            new("a key that was ended", route => Signed(route, Key(endedKey)), _ => Wrong),
            new("a disabled user's key", route => Signed(route, Key(disabled)), _ => Barred),
            new("another account's key", route => Signed(route, Key(stranger)), InProject(Elsewhere)),
            new("a key of a user without grants", route => Signed(route, Key(nobody)), NotPermitted),
            new("a reader's key", route => Signed(route, Key(reader)), Reading),
            new("a key of a user with an identity policy", route => Signed(route, narrow), NeedsPermission(Denied)),
            .. Tokens(await TokenAsync(own, project)),
            new("an expired token", Bearing(await TokenAsync(own, project, hours: -1)), _ => Wrong),
            new("a revoked token", Bearing(await TokenAsync(own, project, revoked: true)), _ => Renew),
            new("a disabled user's token", Bearing(await TokenAsync(disabled.User, project)), _ => Renew),
            new("another project's token", Bearing(await TokenAsync(own, other.Value)), InProject(Elsewhere)),
            new("a token of the account", Bearing(await TokenAsync(own, Nobody)), InProject(Elsewhere)),
            new(
                "another account's token",
                Bearing(await TokenAsync(stranger.User, foreign.Value)),
                InProject(Elsewhere)
            ),
            new("a token of a user without grants", Bearing(await TokenAsync(nobody.User, project)), NotPermitted),
            new("a reader's token", Bearing(await TokenAsync(reader.User, project)), Reading),
        ];
    }

    private IEnumerable<MatrixCredential> Signatures(SignedBytes right, ProjectId other)
    {
        yield return new("a right key", route => Signed(route, right), _ => null);
        yield return new("a wrong secret", route => Signed(route, right with { Sk = right.Sk + "x" }), _ => Wrong);
        yield return new("a date long past", route => Signed(route, right with { Date = Date(-16) }), _ => Wrong);
        yield return new("a date to come", route => Signed(route, right with { Date = Date(16) }), _ => Wrong);
        yield return Changed("a signature cut short", text => text[..^1], Wrong);
        yield return Changed(
            "a header cut short",
            text => text[..text.IndexOf(", Signature", StringComparison.Ordinal)],
            Wrong
        );
        yield return Changed(
            "a signature with another last digit",
            text => text[..^1] + (text[^1] == '0' ? '1' : '0'),
            Wrong
        );
        yield return Changed("a signature given twice", text => $"{text}\r\nAuthorization: {text}", Malformed);
        yield return Changed(
            "an algorithm nobody verifies",
            text => text.Replace("SHA256", "SM3", StringComparison.Ordinal),
            Wrong
        );
        yield return new(
            "a signature in the query",
            route => Plain(route, [], $"?Access={right.Ak}&SignedHeaders=host&Signature={new string('0', 64)}"),
            _ => Wrong
        );
        yield return new(
            "a wrong signature beside a right token",
            route =>
                Signed(
                    route,
                    right with
                    {
                        Sk = right.Sk + "x",
                        Unsigned =
                        [
                            ["X-Auth-Token", "x"],
                        ],
                    }
                ),
            _ => Wrong
        );
        yield return new(
            "another project in the header",
            route => Signed(route, right with { Signed = new() { ["x-project-id"] = other.Value } }),
            InProject(Elsewhere)
        );

        MatrixCredential Changed(string name, Func<string, string> change, (int, string)? answer) =>
            new(name, route => Signed(route, right with { Change = change }), _ => answer);
    }

    private IEnumerable<MatrixCredential> Tokens(string right)
    {
        yield return new("a right token", Bearing(right), _ => null);
        yield return new("a token nobody has", Bearing("MII" + right), _ => Wrong);
        yield return new("a token cut short", Bearing(right[..^1]), _ => Wrong);
        yield return new(
            "a token given twice",
            route =>
                Plain(
                    route,
                    [
                        ["X-Auth-Token", right],
                        ["X-Auth-Token", right],
                    ]
                ),
            _ => Malformed
        );
        yield return new("a token in the query", route => Plain(route, [], $"?X-Auth-Token={right}"), _ => Wrong);
        yield return new(
            "a token as Authorization",
            route =>
                Plain(
                    route,
                    [
                        ["Authorization", $"Bearer {right}"],
                    ]
                ),
            _ => Wrong
        );
    }

    private static Func<MatrixRoute, (int, string)?> InProject((int, string)? answer) =>
        route => route.NamesProject ? answer : null;

    private static Func<MatrixRoute, (int, string)?> NeedsPermission((int, string)? answer) =>
        route => route.Permission is null ? null : answer;

    /// <summary>Each service has its own code.</summary>
    private static (int, string)? NotPermitted(MatrixRoute route) =>
        route.Permission?.Service switch
        {
            null => null,
            "iam" => (403, "IAM.0002"),
            _ => (403, "VOD.10074"),
        };

    /// <summary>Source: VOD ReadOnlyAccess.</summary>
    private static (int, string)? Reading(MatrixRoute route) =>
        route.Permission is { Service: "vod" } needed
        && (
            needed.Operation.StartsWith("get", StringComparison.Ordinal)
            || needed.Operation.StartsWith("list", StringComparison.Ordinal)
        )
            ? null
            : NotPermitted(route);

    private SignedBytes Key((UserId User, string Ak, string Sk) user) => new(server, user.Ak, user.Sk);

    private byte[] Signed(MatrixRoute route, SignedBytes request) =>
        (request with { Method = route.Method, Target = route.Target(project) }).ToBytes();

    private Func<MatrixRoute, byte[]> Bearing(string token) =>
        route =>
            Plain(
                route,
                [
                    ["X-Auth-Token", token],
                ]
            );

    private byte[] Plain(MatrixRoute route, string[][] headers, string query = "") =>
        RawHttp.Bytes(
            route.Method,
            route.Target(project) + query,
            [
                ["Host", server.Address.Authority],
                .. headers,
            ],
            []
        );

    private string Date(int minutes) => WireTime.SignatureDate(server.Time.GetUtcNow().AddMinutes(minutes));

    private async Task<string> TokenAsync(UserId user, string scope, int hours = 1, bool revoked = false)
    {
        var text = Secrets.NewToken();
        var now = server.Time.GetUtcNow();
        await server.WriteAsync(session =>
            TokenStore.AddAsync(
                session,
                new(
                    Secrets.TokenHash(text),
                    user.Value,
                    scope,
                    NamesAccount: 0,
                    now.AddHours(-2).ToUnixTimeMilliseconds(),
                    now.AddHours(hours).ToUnixTimeMilliseconds(),
                    revoked ? 1 : 0
                )
            )
        );
        return text;
    }
}
