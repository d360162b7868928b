using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Testing;
using Cutroom.Wire;
using Xunit;

namespace Cutroom.Compat.Tests;

/// <summary>
/// What the vendor's typed clients put on the wire, with the headers they sent in their order, signed anew for this server's key
/// over the headers each client signs.
/// </summary>
public sealed class WireCaptureSpecs : IAsyncLifetime
{
    private static readonly IReadOnlyList<WireCapture> Captures = WireCapture.Load();

    private RunningServer server = null!; // started before each test

    public static TheoryData<string, string> All =>
        new(Captures.Select(capture => (capture.Client, capture.RequestLine)).Distinct());

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync();
        await server.AddProjectAsync("recorded", "0123456789abcdef0123456789abcdef");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    [Observed("requests of the typed VOD clients for Python, Node and .NET")]
    public async Task A_typed_clients_request_gets_the_documented_result(string client, string requestLine)
    {
        var capture = Captures.Single(one => one.Client == client && one.RequestLine == requestLine);

        var response = await RawHttp.SendAsync(server.Address, Resigned(capture));

        var (status, text) = Expected(capture);
        Assert.Equal(status, response.Status);
        Assert.Contains(text, response.Body, StringComparison.Ordinal);
    }

    /// <summary>Nothing of what the captures name exists here.</summary>
    private static (int Status, string Text) Expected(WireCapture capture) =>
        (capture.Method, capture.Target.Contains("/editing/tasks", StringComparison.Ordinal)) switch
        {
            ("POST", true) => (400, "\"VOD.10062\""),
            ("DELETE", true) => (400, "\"VOD.10062\""),
            ("GET", true) => (200, "\"total\":0"),
            ("DELETE", false) => (200, "\"delete_result_array\""),
            _ => (200, "\"asset_info_array\""),
        };

    private byte[] Resigned(WireCapture capture)
    {
        var headers = capture
            .Headers.Where(pair => pair[0] is not ("Authorization" or "Content-Length"))
            .Select(pair =>
                pair[0].ToLowerInvariant() switch
                {
                    "x-sdk-date" => [pair[0], WireTime.SignatureDate(server.Time.GetUtcNow())],
                    // The .NET client names no port.
                    "host" => [pair[0], capture.Client == "dotnet" ? server.Address.Host : server.Address.Authority],
                    _ => pair,
                }
            )
            .ToList();
        var (path, query) = capture.Target.Split('?', 2) is [var before, var after]
            ? (before, after)
            : (capture.Target, "");
        var body = Encoding.UTF8.GetBytes(capture.Body);
        var signed = headers
            .Where(pair => SignedBy(capture.Client).Contains(pair[0].ToLowerInvariant()))
            .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
        var authorization = RequestSigner.Sign(
            server.Identity.Ak,
            server.Identity.Sk,
            capture.Method,
            path,
            query,
            signed,
            body
        );
        return RawHttp.Bytes(capture.Method, capture.Target, [.. headers, ["Authorization", authorization]], body);
    }

    private static string[] SignedBy(string client) =>
        client switch
        {
            "python" => ["content-type", "host", "user-agent", "x-project-id", "x-sdk-date"],
            "nodejs" => ["content-type", "host", "x-project-id", "x-sdk-date"],
            _ => ["host", "user-agent", "x-project-id", "x-sdk-date"],
        };

    private sealed record WireCapture(
        [property: JsonPropertyName("client")] string Client,
        [property: JsonPropertyName("request_line")] string RequestLine,
        [property: JsonPropertyName("headers")] IReadOnlyList<string[]> Headers,
        [property: JsonPropertyName("body")] string Body
    )
    {
        public string Method => RequestLine.Split(' ')[0];

        public string Target => RequestLine.Split(' ')[1];

        public static IReadOnlyList<WireCapture> Load()
        {
            using var stream = typeof(WireCaptureSpecs).Assembly.GetManifestResourceStream("wire-captures.json");
            return JsonSerializer.Deserialize<CaptureFile>(stream!)!.Captures; // embedded by the project file
        }
    }

    private sealed record CaptureFile([property: JsonPropertyName("captures")] IReadOnlyList<WireCapture> Captures);
}
