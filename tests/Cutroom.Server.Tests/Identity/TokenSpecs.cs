using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Source: IAM API reference, tokens; auth, section 2.</summary>
public sealed class TokenSpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private readonly RunningServer server = fixture.Server;

    [Fact]
    [Documented("IAM API reference, obtaining a token: 201, X-Subject-Token, six decimals, 24 hours")]
    public async Task A_password_buys_a_token_of_24_hours()
    {
        var response = await LoginAsync("""{"project":{"name":"region-1"}}""");
        var token = (await BodyAsync(response))["token"]!;

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Single(response.Headers.GetValues("X-Subject-Token"));
        Assert.Matches(@"^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string)token["issued_at"]!);
        Assert.Equal(
            TimeSpan.FromHours(24),
            DateTimeOffset.Parse((string)token["expires_at"]!) - DateTimeOffset.Parse((string)token["issued_at"]!)
        );
        Assert.Equal(server.Identity.ProjectId, (string?)token["project"]!["id"]);
        Assert.Equal(server.Identity.AccountName, (string?)token["user"]!["domain"]!["name"]);
        Assert.Equal("0", (string?)token["roles"]![0]!["id"]);
        Assert.Equal(["vod", "iam"], token["catalog"]!.AsArray().Select(entry => (string?)entry!["name"]));
        Assert.Null(token["domain"]);
    }

    [Fact]
    [Documented("IAM API reference: nocatalog leaves the catalog empty")]
    public async Task Nocatalog_leaves_the_catalog_empty()
    {
        var response = await server.Anonymous.PostAsync("/v3/auth/tokens?nocatalog=true", Login("""{}"""));

        Assert.Empty((await BodyAsync(response))["token"]!["catalog"]!.AsArray());
    }

    [Fact]
    public async Task The_scope_may_be_the_account_or_a_project_by_id()
    {
        var account = await BodyAsync(await LoginAsync("""{"domain":{"name":"cutroom"}}"""));
        var project = await BodyAsync(await LoginAsync($"{{\"project\":{{\"id\":\"{server.Identity.ProjectId}\"}}}}"));
        var both = await BodyAsync(await LoginAsync("""{"project":{"name":"region-1"},"domain":{"name":"cutroom"}}"""));

        Assert.Equal("cutroom", (string?)account["token"]!["domain"]!["name"]);
        Assert.Null(account["token"]!["project"]);
        Assert.Equal("region-1", (string?)project["token"]!["project"]!["name"]);
        Assert.NotNull(both["token"]!["project"]);
        Assert.Null(both["token"]!["domain"]);
    }

    [Theory]
    [InlineData("admin", "wrong", "cutroom")]
    [InlineData("nobody", "wrong", "cutroom")]
    [InlineData("admin", "wrong", "nowhere")]
    [Documented("IAM API reference: 401, the username or password is wrong")]
    public async Task A_wrong_login_says_no_more_than_that(string user, string password, string account)
    {
        var response = await server.Anonymous.PostAsync("/v3/auth/tokens", Login("{}", user, password, account));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            """{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}""",
            await response.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"auth":{"identity":{"methods":["token"]}}}""")]
    [InlineData("""{"auth":{"identity":{"methods":["password"],"password":{}}}}""")]
    [InlineData("""{"auth":{"identity":{"methods":"password"}}}""")]
    [InlineData("not json")]
    [Documented("IAM API reference: 400, the request body is invalid")]
    public async Task A_body_that_is_no_login_is_refused_in_the_token_calls_shape(string body)
    {
        var response = await server.Anonymous.PostAsync("/v3/auth/tokens", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await BodyAsync(response))["error"]!;
        Assert.Equal((400, "Bad Request"), ((int)error["code"]!, (string)error["title"]!));
    }

    [Fact]
    public async Task A_scope_that_is_not_the_users_is_refused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await LoginAsync("""{"project":{"name":"nope"}}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LoginAsync("""{"domain":{"name":"nope"}}""")).StatusCode);
    }

    [Fact]
    public async Task A_token_opens_the_project_it_names_and_no_other()
    {
        var other = await server.AddProjectAsync("region-1_b");
        var token = await TokenAsync("""{"project":{"name":"region-1"}}""");
        var accounts = await TokenAsync("{}");

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/v3/projects", token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(Tasks(other.Value), token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(Tasks(server.Identity.ProjectId), accounts)).StatusCode);
    }

    [Fact]
    [Documented("API gateway error codes: decrypt token fail")]
    public async Task A_token_that_was_never_given_out_is_refused()
    {
        var response = await GetAsync("/v3/projects", new string('a', 64));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("decrypt token fail", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Documented("API gateway error codes: token expires; APIGW.0307 for a revoked token")]
    public async Task A_token_ends_with_its_time_or_when_it_is_revoked()
    {
        var (user, _, _) = await server.AddUserAsync(
            "short-lived",
            policy: SystemPolicies.Administrator,
            passwordHash: PasswordHash.Make("secret")
        );
        var revoked = await TokenAsync("{}", "short-lived", "secret");
        await server.WriteAsync(session => TokenStore.RevokeAllAsync(session, user));
        var expired = await TokenAsync("{}", "short-lived", "secret");

        var afterRevocation = await GetAsync("/v3/projects", revoked);
        fixture.Time.Advance(TimeSpan.FromHours(24));
        var afterExpiry = await GetAsync("/v3/projects", expired);

        Assert.Contains("APIGW.0307", await afterRevocation.Content.ReadAsStringAsync());
        Assert.Contains("token expires, expires_at: 20", await afterExpiry.Content.ReadAsStringAsync());
    }

    [Fact]
    [Documented("IAM API reference, checking a token: own token without right, others' for the administrator alone")]
    public async Task A_token_can_be_looked_at()
    {
        await server.AddUserAsync("looker", policy: SystemPolicies.ReadOnly, passwordHash: PasswordHash.Make("secret"));
        var admins = await TokenAsync("""{"project":{"name":"region-1"}}""");
        var readers = await TokenAsync("{}", "looker", "secret");

        var own = await GetAsync("/v3/auth/tokens", readers, readers);
        var byAdmin = await GetAsync("/v3/auth/tokens", admins, readers);
        var byReader = await GetAsync("/v3/auth/tokens", readers, admins);
        var unknown = await GetAsync("/v3/auth/tokens", readers, "nonsense");

        Assert.Equal("looker", (string?)(await BodyAsync(own))["token"]!["user"]!["name"]);
        Assert.Equal(readers, own.Headers.GetValues("X-Subject-Token").Single());
        Assert.Equal(HttpStatusCode.OK, byAdmin.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, byReader.StatusCode);
        Assert.Equal(
            """{"error":{"code":404,"message":"X-Subject-Token is invalid in the request","title":"Not Found"}}""",
            await unknown.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    [Documented("IAM user guide: five failures in 15 minutes lock for 15 minutes")]
    public async Task Guessing_a_password_locks_the_user_for_the_guesser()
    {
        await server.AddUserAsync("guessed", passwordHash: PasswordHash.Make("secret"));
        for (var i = 0; i < 5; i++)
            await server.Anonymous.PostAsync("/v3/auth/tokens", Login("{}", "guessed", "wrong"));

        var locked = await server.Anonymous.PostAsync("/v3/auth/tokens", Login("{}", "guessed", "secret"));
        fixture.Time.Advance(TimeSpan.FromMinutes(15));
        var later = await server.Anonymous.PostAsync("/v3/auth/tokens", Login("{}", "guessed", "secret"));

        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Contains("locked", await locked.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
    }

    private static string Tasks(string project) => $"/test/{project}";

    private async Task<string> TokenAsync(string scope, string user = "admin", string? password = null)
    {
        var response = await server.Anonymous.PostAsync("/v3/auth/tokens", Login(scope, user, password));
        return response.Headers.GetValues("X-Subject-Token").Single();
    }

    private Task<HttpResponseMessage> LoginAsync(string scope) =>
        server.Anonymous.PostAsync("/v3/auth/tokens", Login(scope));

    private StringContent Login(
        string scope,
        string user = "admin",
        string? password = null,
        string account = "cutroom"
    ) =>
        new(
            new JsonObject
            {
                ["auth"] = new JsonObject
                {
                    ["identity"] = new JsonObject
                    {
                        ["methods"] = new JsonArray("password"),
                        ["password"] = new JsonObject
                        {
                            ["user"] = new JsonObject
                            {
                                ["name"] = user,
                                ["password"] = password ?? server.Identity.Password,
                                ["domain"] = new JsonObject { ["name"] = account },
                            },
                        },
                    },
                    ["scope"] = JsonNode.Parse(scope),
                },
            }.ToJsonString()
        );

    private async Task<HttpResponseMessage> GetAsync(string path, string token, string? subject = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Auth-Token", token);
        if (subject is not null)
            request.Headers.Add("X-Subject-Token", subject);
        return await server.Anonymous.SendAsync(request);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonNode>() ?? throw new InvalidOperationException("No body.");
}
