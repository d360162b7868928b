using System.Net;
using Cutroom.Server.Hosting;
using Cutroom.Testing;
using Cutroom.Wire;
using Xunit;

namespace Cutroom.Compat.Tests;

/// <summary>
/// Recorded requests of the three SDKs, sent byte for byte to a running server. Only the verdict on the signature counts here:
/// 401 or anything else (I17).
/// </summary>
public sealed class SigningVectorSpecs(VectorServers servers) : IClassFixture<VectorServers>
{
    private static readonly IReadOnlyList<SigningVector> All =
    [
        .. SigningVector.Load("shared"),
        .. SigningVector.Load("extra"),
        .. SigningVector.Load("unverifiable"),
    ];

    public static TheoryData<string> Accepted => [.. All.Where(one => one.Expect != "none").Select(one => one.Id)];

    public static TheoryData<string> Refused => [.. All.Where(one => one.Expect == "none").Select(one => one.Id)];

    [Theory]
    [MemberData(nameof(Accepted))]
    [Observed("requests of the Python, Node and .NET SDK cores 3.1.207 to 3.1.211 as they reached a socket")]
    public async Task A_request_an_SDK_signed_is_accepted(string id)
    {
        var response = await servers.SendAsync(All.Single(vector => vector.Id == id));

        Assert.InRange(response.Status, 200, 499);
        Assert.True(response.Status != 401, response.Body);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    [Observed("the same requests changed after signing, and those whose client signs something else than it sends")]
    public async Task A_request_whose_signature_does_not_fit_is_refused_and_told_what_was_expected(string id)
    {
        var vector = All.Single(vector => vector.Id == id);

        var response = await servers.SendAsync(vector);

        Assert.Equal(401, response.Status);
        Assert.Equal("application/json", response.Header("Content-Type"));
        Assert.Contains("\"APIGW.0301\"", response.Body, StringComparison.Ordinal);
        if (id != "neg-secret" && id != "node-put-extra-headers")
            Assert.Contains(Quoted(vector.CanonicalRequest), response.Body, StringComparison.Ordinal);
    }

    /// <summary>As it stands in a JSON string, newlines shown as bars.</summary>
    private static string Quoted(string canonicalRequest) =>
        System.Text.Json.JsonSerializer.Serialize(canonicalRequest.Replace('\n', '|')).Trim('"');
}

/// <summary>A server for each key of the vectors, started when it is first needed.</summary>
public sealed class VectorServers : IAsyncLifetime
{
    private readonly Dictionary<(string Ak, string Sk), RunningServer> running = [];
    private readonly SetClock clock = new(DateTimeOffset.UnixEpoch);
    private byte clients = 1;

    public ValueTask InitializeAsync() => default;

    internal async Task<RawResponse> SendAsync(SigningVector vector)
    {
        if (!running.TryGetValue((vector.Ak, vector.Sk), out var server))
        {
            // One of the recorded bodies is JSON and not signed.
            server = await RunningServer.StartAsync(
                clock,
                change: options => options with { UnsignedPayload = UnsignedPayload.Always }
            );
            running.Add((vector.Ak, vector.Sk), server);
            await server.AddKeyAsync(vector.Ak, vector.Sk);
            await server.AddProjectAsync("recorded", "0123456789abcdef0123456789abcdef");
            await server.AddProjectAsync("documented", "77b6a44cba5143ab91d13ab9a8ff44fd");
        }

        Assert.True(WireTime.TryParseSignatureDate(vector.Header("X-Sdk-Date"), out var date));
        clock.Now = date;
        // An address for each request, so that refusals do not lock the key.
        var from = new IPAddress([127, 0, 1, clients++]);
        return await RawHttp.SendAsync(
            server.Address,
            RawHttp.Bytes(vector.Method, vector.Target, vector.Headers, vector.Body),
            from
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in running.Values)
            await server.DisposeAsync();
    }
}
