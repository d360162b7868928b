using Cutroom.Wire;

namespace Cutroom.Testing;

/// <summary>A signed request as bytes, for tests that send what no well-behaved client would.</summary>
internal sealed record SignedBytes(RunningServer Server, string Ak, string Sk)
{
    public string Method { get; init; } = "GET";

    /// <summary>Raw, as it travels.</summary>
    public string Target { get; init; } = "/v3/projects";

    public byte[] Body { get; init; } = [];

    /// <summary>The text of <c>X-Sdk-Date</c>; the server's time where null.</summary>
    public string? Date { get; init; }

    /// <summary>False leaves the host out of the signature; it is sent all the same.</summary>
    public bool SignsHost { get; init; } = true;

    /// <summary>Sent and signed, beside host and date. Names in lower case.</summary>
    public Dictionary<string, string> Signed { get; init; } = [];

    /// <summary>Sent without being signed.</summary>
    public IReadOnlyList<string[]> Unsigned { get; init; } = [];

    /// <summary>What becomes of the right Authorization on its way.</summary>
    public Func<string, string> Change { get; init; } = text => text;

    public Task<RawResponse> SendAsync() => RawHttp.SendAsync(Server.Address, ToBytes());

    public byte[] ToBytes()
    {
        var (path, query) = Target.Split('?', 2) is [var before, var after] ? (before, after) : (Target, "");
        var headers = new Dictionary<string, string>(Signed)
        {
            ["x-sdk-date"] = Date ?? WireTime.SignatureDate(Server.Time.GetUtcNow()),
        };
        string[] host = ["host", Server.Address.Authority];
        if (SignsHost)
            headers[host[0]] = host[1];
        var authorization = RequestSigner.Sign(Ak, Sk, Method, path, query, headers, Body);
        return RawHttp.Bytes(
            Method,
            Target,
            [
                .. headers.Select(pair => new[] { pair.Key, pair.Value }),
                .. SignsHost ? [] : new[] { host },
                ["Authorization", Change(authorization)],
                .. Unsigned,
            ],
            Body
        );
    }
}
