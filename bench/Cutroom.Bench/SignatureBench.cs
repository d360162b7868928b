using System.Net;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cutroom.Bench;

/// <summary>What it costs to verify a signed request inside the server, without network and framework: processor time and memory.</summary>
internal static class SignatureBench
{
    private const int WarmUp = 20_000;
    private const int Rounds = 7;
    private const int PerRound = 20_000;

    /// <summary>Of a request without a body, as a cancel is.</summary>
    private const double MostMicroseconds = 10;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var server = await RunningServer.StartAsync(new SetClock(DateTimeOffset.UnixEpoch.AddYears(56)));
        var verifier = server.Services.GetRequiredService<SignatureVerifier>();
        var path = $"/v1/{server.Identity.ProjectId}/asset/editing/tasks";
        var cancel = Signed(server, "DELETE", path, "task_id=0198c5f7a3b07d6e8a1b2c3d4e5f6071", []);
        var create = Signed(server, "POST", path, "", new byte[1024]);
        await MeasureAsync(verifier, cancel); // and forgotten: the compiler has come to rest after it
        var (micros, bytes) = await MeasureAsync(verifier, cancel);
        var (withBody, bytesWithBody) = await MeasureAsync(verifier, create);
        return
        [
            new("signed cancel verified", micros, "µs CPU", AtMost: MostMicroseconds),
            new("allocated by it", bytes / 1024, "KiB"),
            new("signed create of 1 KiB verified", withBody, "µs CPU"),
            new("allocated by it", bytesWithBody / 1024, "KiB"),
        ];
    }

    /// <returns>Of the median round: each is short, so that what else the machine does falls on few.</returns>
    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(
        SignatureVerifier verifier,
        HttpContext request
    )
    {
        var authorization = request.Request.Headers.Authorization.ToString();
        await RepeatAsync(WarmUp);
        var micros = new List<double>();
        var bytes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var (allocated, used) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            await RepeatAsync(PerRound);
            micros.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / PerRound);
            bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)PerRound);
        }

        return (Percentiles.Of(micros, 50), Percentiles.Of(bytes, 50));

        async Task RepeatAsync(int times)
        {
            for (var i = 0; i < times; i++)
                await verifier.VerifyAsync(request, authorization);
        }
    }

    private static DefaultHttpContext Signed(
        RunningServer server,
        string method,
        string path,
        string query,
        byte[] body
    )
    {
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/json",
            ["host"] = "vod.region-1.example.com",
            ["x-project-id"] = server.Identity.ProjectId,
            ["x-sdk-date"] = WireTime.SignatureDate(server.Time.GetUtcNow()),
        };
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget =
            query.Length > 0 ? $"{path}?{query}" : path;
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        context.Request.Method = method;
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        context.Request.Headers.Authorization = RequestSigner.Sign(
            server.Identity.Ak,
            server.Identity.Sk,
            method,
            path,
            query,
            headers,
            body
        );
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        return context;
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
