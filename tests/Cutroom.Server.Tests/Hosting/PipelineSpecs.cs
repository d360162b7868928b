using System.Text;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Testing;
using Cutroom.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cutroom.Server.Tests.Hosting;

/// <summary>What stands around every handler: ids, limits, errors (I21).</summary>
public sealed class PipelineSpecs : IAsyncLifetime
{
    private RunningServer server = null!; // started before each test

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(addRoutes: AddRoutes);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    [Documented("every legal response carries X-Request-Id")]
    public async Task Every_response_has_a_request_id_of_its_own()
    {
        var ids = new HashSet<string?>();
        foreach (var target in new[] { "/health", "/nothing", "/bug", "/refusal", "/v3/projects" })
        {
            var id = (await GetAsync(target)).Header("X-Request-Id");
            Assert.Matches("^[0-9a-f]{32}$", id);
            Assert.True(ids.Add(id));
        }
    }

    [Fact]
    public async Task The_health_says_what_runs()
    {
        var health = await server.Anonymous.GetStringAsync("/health");

        Assert.Matches(
            """^\{"status":"ok","version":"\d.*","engine":"\S+","database":"sqlite","role":"all"\}$""",
            health
        );
    }

    [Fact]
    public async Task A_bug_is_a_plain_500_that_tells_nothing()
    {
        var response = await GetAsync("/bug");

        Assert.Equal(500, response.Status);
        Assert.Equal("""{"error_code":"VOD.10051","error_msg":"Internal system error."}""", response.Body);
        Assert.Equal("application/json", response.Header("Content-Type"));
    }

    [Fact]
    [Documented("per-call pages: the failure status belongs to the call")]
    public async Task A_refusal_takes_the_routes_status_and_keeps_its_code()
    {
        var response = await GetAsync("/refusal");

        Assert.Equal(400, response.Status);
        Assert.StartsWith("{\"error_code\":\"VOD.10062\",\"error_msg\":\"Media asset", response.Body);
    }

    [Fact]
    [Documented("API gateway error codes: 414 over 32 kB of URI, 494 over 32 kB in a header or 128 kB in all")]
    public async Task Targets_and_headers_have_limits()
    {
        var longTarget = await GetAsync("/health?" + new string('a', 33_000));
        var longHeader = await GetAsync("/health", ["X", new string('a', 33_000)]);
        var manyHeaders = await GetAsync(
            "/health",
            [.. Enumerable.Range(0, 5).Select(i => new[] { $"X-{i}", new string('a', 30_000) })]
        );
        var largeToken = await GetAsync("/health", ["X-Auth-Token", "MII" + new string('a', 20_000)]);

        Assert.Equal(
            (414, 494, 494, 200),
            (longTarget.Status, longHeader.Status, manyHeaders.Status, largeToken.Status)
        );
        Assert.All([longTarget, longHeader, manyHeaders], one => Assert.Contains("APIGW.0201", one.Body));
    }

    [Fact]
    public async Task A_length_beside_a_transfer_coding_is_refused()
    {
        var both = RawHttp.Bytes(
            "POST",
            "/v3/auth/tokens",
            [
                ["Host", server.Address.Authority],
                ["Content-Length", "5"],
                ["Transfer-Encoding", "chunked"],
            ],
            Encoding.ASCII.GetBytes("0\r\n\r\n")
        );

        Assert.Equal(400, (await RawHttp.SendAsync(server.Address, both)).Status);
    }

    /// <summary>What the listener does not take for HTTP gets a status of its own and never more than that.</summary>
    [Theory]
    [InlineData("GET /health HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /v3/auth/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v3/auth/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n")]
    public async Task Odd_requests_get_a_4xx_or_5xx_that_is_not_a_bug(string request)
    {
        var response = await RawHttp.SendAsync(server.Address, Encoding.Latin1.GetBytes(request));

        Assert.True(response.Status is (>= 400 and < 500) or 505, $"{response.Status} {response.Body}");
    }

    [Fact]
    public async Task The_absolute_form_of_a_target_names_the_same_resource() =>
        Assert.Equal(200, (await GetAsync($"http://{server.Address.Authority}/health")).Status);

    private Task<RawResponse> GetAsync(string target, params string[][] headers) =>
        RawHttp.SendAsync(
            server.Address,
            RawHttp.Bytes(
                "GET",
                target,
                [
                    ["Host", server.Address.Authority],
                    .. headers,
                ],
                []
            )
        );

    private static void AddRoutes(WebApplication app)
    {
        app.MapGet("/bug", IResult () => throw new InvalidOperationException("a secret detail")).OpenTo("a test");
        app.MapGet("/refusal", IResult () => throw new Refusal(WireError.UnknownResource))
            .OpenTo("a test")
            .FailsWith(400);
    }
}
