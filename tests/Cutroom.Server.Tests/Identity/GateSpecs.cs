using Cutroom.Testing;
using Cutroom.Wire;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>One gate before every handler (I16), and what it answers (auth: gateway failures).</summary>
public sealed class GateSpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private readonly RunningServer server = fixture.Server;

    private string Tasks => $"/v1/{server.Identity.ProjectId}/asset/editing/tasks";

    [Fact]
    [Documented("API gateway error codes: APIGW.0301, x-auth-token not found")]
    public async Task A_request_without_credentials_is_refused()
    {
        var response = await RawHttp.SendAsync(server.Address, Plain("/v3/projects"));

        Assert.Equal(401, response.Status);
        Assert.Contains("Incorrect IAM authentication information: x-auth-token not found", response.Body);
        Assert.Equal("application/json", response.Header("Content-Type"));
        Assert.Contains($"\"request_id\":\"{response.Header("X-Request-Id")}\"", response.Body);
    }

    [Fact]
    public async Task A_request_with_the_bootstraps_key_comes_through() =>
        Assert.Equal(200, (await Signed().SendAsync()).Status);

    [Theory]
    [InlineData(-901, 401)]
    [InlineData(-899, 200)]
    [InlineData(899, 200)]
    [InlineData(901, 401)]
    [Documented("API signing guide: the difference to the server's time is at most 15 minutes")]
    public async Task The_date_may_be_15_minutes_off(int seconds, int status)
    {
        var date = WireTime.SignatureDate(server.Time.GetUtcNow().AddSeconds(seconds));

        var response = await (Signed() with { Date = date }).SendAsync();

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData("19700101T000000Z")]
    [InlineData("99991231T235959Z")]
    [InlineData("20260230T000000Z")]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("20260101T000000")]
    [InlineData("")]
    public async Task A_date_that_is_far_off_or_none_is_refused(string date)
    {
        var response = await (Signed() with { Date = date }).SendAsync();

        Assert.Equal(401, response.Status);
        Assert.Contains("X-Sdk-Date", response.Body);
    }

    [Fact]
    public async Task A_date_given_twice_is_refused()
    {
        var twice = Signed() with
        {
            Unsigned =
            [
                ["X-Sdk-Date", WireTime.SignatureDate(server.Time.GetUtcNow())],
            ],
        };

        Assert.Equal(401, (await twice.SendAsync()).Status);
    }

    [Fact]
    public async Task The_same_credential_given_twice_is_refused()
    {
        var twice = Signed() with
        {
            Unsigned =
            [
                ["Authorization", "SDK-HMAC-SHA256 Access=x"],
            ],
        };
        var tokens = Plain("/v3/projects", ["X-Auth-Token", "a"], ["X-Auth-Token", "b"]);

        Assert.Equal(400, (await twice.SendAsync()).Status);
        Assert.Equal(400, (await RawHttp.SendAsync(server.Address, tokens)).Status);
    }

    [Fact]
    [Assumed("both kinds present: the signature counts and is checked, the token is not looked at")]
    public async Task A_signature_counts_more_than_a_token()
    {
        var good = Signed() with
        {
            Unsigned =
            [
                ["X-Auth-Token", "nonsense"],
            ],
        };
        var bad = good with { Sk = "wrong" + server.Identity.Sk };

        Assert.Equal(200, (await good.SendAsync()).Status);
        Assert.Equal(401, (await bad.SendAsync()).Status);
        await Signed().SendAsync();
    }

    [Theory]
    [InlineData("SDK-HMAC-SM3 Access=a, SignedHeaders=x-sdk-date, Signature=b")]
    [InlineData("Basic YTpi")]
    [InlineData("SDK-HMAC-SHA256")]
    [InlineData("SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=zz")]
    [InlineData("V11-HMAC-SHA256 Credential=a/20260101/r, SignedHeaders=x-sdk-date, Signature=b")]
    public async Task An_authorization_that_is_not_understood_is_refused(string authorization)
    {
        var response = await RawHttp.SendAsync(server.Address, Plain("/v3/projects", ["Authorization", authorization]));

        Assert.Equal(401, response.Status);
        Assert.Contains("APIGW.0301", response.Body);
    }

    [Fact]
    [Documented("API gateway error codes: Get secretKey failed")]
    public async Task An_unknown_key_is_named()
    {
        var response = await (Signed() with { Ak = "NOSUCHKEY" }).SendAsync();

        Assert.Equal(401, response.Status);
        Assert.Contains("Get secretKey failed,ak:NOSUCHKEY,err:ak not exist", response.Body);
    }

    [Theory]
    [InlineData("x-project-id")]
    [InlineData("x-domain-id")]
    [InlineData("x-security-token")]
    [InlineData("x-sdk-content-sha256")]
    public async Task A_header_that_changes_the_meaning_must_be_signed(string name)
    {
        var unsigned = Signed() with
        {
            Unsigned =
            [
                [name, server.Identity.ProjectId],
            ],
        };

        var response = await unsigned.SendAsync();

        Assert.Equal(401, response.Status);
        Assert.Contains("not signed", response.Body);
    }

    [Fact]
    [Documented("auth: the Go SDK normally leaves the host out; where it is signed it is checked")]
    public async Task The_host_may_be_left_out_of_a_signature_but_not_changed_where_it_is_signed()
    {
        var other = Signed() with { Signed = new() { ["host"] = "other.example.com" } };

        Assert.Equal(200, (await (Signed() with { SignsHost = false }).SendAsync()).Status);
        Assert.Equal(401, (await (Signed() with { SignsHost = false, Sk = "x" }).SendAsync()).Status);
        Assert.Equal(400, (await (other with { SignsHost = false }).SendAsync()).Status);
        await Signed().SendAsync();
    }

    [Fact]
    public async Task A_declared_hash_must_be_the_bodys()
    {
        var declared = Signed() with
        {
            Signed = new() { ["x-sdk-content-sha256"] = RequestSigner.PayloadHash("other"u8) },
        };

        var response = await declared.SendAsync();

        Assert.Equal(401, response.Status);
        Assert.Contains("not the hash of the body", response.Body);
    }

    [Theory]
    [InlineData("/v1/{0}/%2e%2e/asset")]
    [InlineData("/v1/{0}/asset%2Fediting/tasks")]
    [InlineData("/v1/{0}/asset%5cediting/tasks")]
    [InlineData("/v1/{0}/./asset/editing/tasks")]
    [InlineData("/v3/%2E/projects")]
    public async Task A_path_that_can_be_read_in_two_ways_is_refused_though_its_signature_is_right(string target)
    {
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, target, server.Identity.ProjectId);

        var response = await (Signed() with { Target = path }).SendAsync();

        Assert.Equal(400, response.Status);
        Assert.Contains("APIGW.0201", response.Body);
    }

    [Fact]
    public async Task A_path_that_can_be_read_in_two_ways_is_refused_on_an_open_route_too() =>
        Assert.Equal(400, (await RawHttp.SendAsync(server.Address, Plain("/x/%2e%2e/health"))).Status);

    [Fact]
    [Documented("API gateway error codes: APIGW.0101, also for a method that is not defined")]
    public async Task An_unknown_path_and_an_unknown_method_are_not_found()
    {
        var path = await (Signed() with { Target = "/v9/nothing" }).SendAsync();
        var method = await (Signed() with { Method = "PATCH" }).SendAsync();
        var anonymous = await RawHttp.SendAsync(server.Address, Plain("/v9/nothing"));

        Assert.Equal((404, 404, 404), (path.Status, method.Status, anonymous.Status));
        Assert.Contains("has not been published in the environment.\",\"error_code\":\"APIGW.0101\"", path.Body);
        Assert.Contains("\"The API does not exist.\",\"error_code\":\"APIGW.0101\"", method.Body);
    }

    [Fact]
    [Documented("API signing guide: a signed request carries at most 12 MB")]
    public async Task A_signed_body_over_12_MB_is_refused()
    {
        var large = Signed() with { Method = "POST", Target = Tasks, Body = new byte[(12 << 20) + 1] };

        var response = await large.SendAsync();

        Assert.True(response.Status is 413 or 0, response.Body);
    }

    private SignedBytes Signed() => new(server, server.Identity.Ak, server.Identity.Sk);

    private byte[] Plain(string target, params string[][] headers) =>
        RawHttp.Bytes(
            "GET",
            target,
            [
                ["Host", server.Address.Authority],
                .. headers,
            ],
            []
        );
}
