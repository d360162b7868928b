using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Source: IAM API reference, temporary access keys by token; auth, section 2.6.</summary>
public sealed class TemporaryKeySpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private const string Path = "/v3.0/OS-CREDENTIAL/securitytokens";

    private readonly RunningServer server = fixture.Server;

    private string Tasks => $"/test/{server.Identity.ProjectId}";

    [Fact]
    [Documented(
        "IAM API reference: 201, access, secret, securitytoken, expires_at with six decimals; 900 seconds by default"
    )]
    public async Task A_key_signs_with_its_security_token_until_it_expires()
    {
        var key = await KeyAsync("""{"auth":{"identity":{"methods":["token"]}}}""");
        var request = Signed(key);

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", key.ExpiresAt);
        Assert.Equal(200, (await request.SendAsync()).Status);
        fixture.Time.Advance(TimeSpan.FromSeconds(900));
        var expired = await request.SendAsync();
        Assert.Equal(401, expired.Status);
        Assert.Contains("token expires, expires_at: 20", expired.Body);
    }

    [Theory]
    [InlineData(899, 400)]
    [InlineData(900, 201)]
    [InlineData(86_400, 201)]
    [InlineData(86_401, 400)]
    [Documented("IAM API reference: duration_seconds 900 to 86400")]
    public async Task The_duration_has_bounds(int seconds, int status)
    {
        var body = "{\"auth\":{\"identity\":{\"methods\":[\"token\"],\"token\":{\"duration_seconds\":SECONDS}}}}";

        using var answer = await PostAsync(body.Replace("SECONDS", $"{seconds}", StringComparison.Ordinal));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    [Documented("auth: a missing, wrong or uncovered security token is refused with 401")]
    public async Task Without_the_signed_security_token_the_key_is_nothing()
    {
        var key = await KeyAsync("""{"auth":{"identity":{"methods":["token"]}}}""");
        var bare = Signed(key) with { Signed = [] };

        Assert.Equal(401, (await bare.SendAsync()).Status);
        Assert.Equal(401, (await (Signed(key with { SecurityToken = "x" + key.SecurityToken })).SendAsync()).Status);
        Assert.Equal(
            401,
            (
                await (
                    bare with
                    {
                        Unsigned =
                        [
                            ["X-Security-Token", key.SecurityToken],
                        ],
                    }
                ).SendAsync()
            ).Status
        );
        Assert.Equal(401, (await (Signed(key) with { Sk = "x" + key.Secret }).SendAsync()).Status);
        Assert.Equal(200, (await Signed(key).SendAsync()).Status);
    }

    [Fact]
    public async Task It_ends_with_its_user_and_does_not_come_back()
    {
        var (user, ak, sk) = await server.AddUserAsync("temporary", policy: SystemPolicies.Administrator);
        using var client = server.NewClient(ak, sk, null);
        var key = await KeyAsync("""{"auth":{"identity":{"methods":["token"]}}}""", client);
        var users = new Users(server.Database);
        Assert.Equal(200, (await Signed(key).SendAsync()).Status);

        await users.SetEnabledAsync(Author.Operator, user, enabled: false, CancellationToken.None);
        await users.SetEnabledAsync(Author.Operator, user, enabled: true, CancellationToken.None);
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(401, (await Signed(key).SendAsync()).Status);
    }

    [Fact]
    public async Task It_makes_and_changes_no_keys()
    {
        var key = await KeyAsync("""{"auth":{"identity":{"methods":["token"]}}}""");
        var post = Signed(key) with
        {
            Method = "POST",
            Body = """{"auth":{"identity":{"methods":["token"]}}}"""u8.ToArray(),
        };

        Assert.Equal(403, (await (post with { Target = Path }).SendAsync()).Status);
        Assert.Equal(
            403,
            (
                await (
                    post with
                    {
                        Target = "/v3.0/OS-CREDENTIAL/credentials",
                        Body = """{"credential":{}}"""u8.ToArray(),
                    }
                ).SendAsync()
            ).Status
        );
    }

    [Fact]
    public async Task It_reaches_no_further_than_the_token_it_was_asked_for_with()
    {
        var other = await server.AddProjectAsync("region-1_scope");
        using var login = await server.Anonymous.PostAsJsonAsync(
            "/v3/auth/tokens",
            JsonNode.Parse(
                $$$"""
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin",
                "password":"{{{server.Identity.Password}}}","domain":{"name":"cutroom"} } } },
                "scope":{"project":{"name":"region-1"} } } }
                """
            )
        );
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Auth-Token", login.Headers.GetValues("X-Subject-Token"));
        var key = await KeyAsync("""{"auth":{"identity":{"methods":["token"]}}}""", client);

        Assert.Equal(200, (await Signed(key).SendAsync()).Status);
        Assert.Equal(403, (await (Signed(key) with { Target = $"/test/{other}" }).SendAsync()).Status);
    }

    [Theory]
    [InlineData("""{"auth":{"identity":{"methods":["password"]}}}""")]
    [InlineData("""{"auth":{"identity":{"methods":["token"],"policy":{"Version":"1.1"}}}}""")]
    [InlineData("""{"auth":{"identity":{"methods":["token"],"token":{"id":"another"}}}}""")]
    [InlineData("{}")]
    [Assumed("an inline policy is refused, because a key without it would be wider than the caller asked for")]
    public async Task What_cannot_be_given_is_refused(string body)
    {
        using var answer = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string body, HttpClient? client = null) =>
        (client ?? server.Client).PostAsync(Path, new StringContent(body));

    private async Task<Key> KeyAsync(string body, HttpClient? client = null)
    {
        using var answer = await PostAsync(body, client);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var credential = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["credential"]!;
        return new(
            (string)credential["access"]!,
            (string)credential["secret"]!,
            (string)credential["securitytoken"]!,
            (string)credential["expires_at"]!
        );
    }

    private SignedBytes Signed(Key key) =>
        new(server, key.Access, key.Secret)
        {
            Target = Tasks,
            Signed = new() { ["x-security-token"] = key.SecurityToken },
        };

    private sealed record Key(string Access, string Secret, string SecurityToken, string ExpiresAt);
}
