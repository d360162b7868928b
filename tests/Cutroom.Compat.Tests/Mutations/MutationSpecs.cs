using System.Net;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Compat.Tests.Mutations;

/// <summary>A request that differs in anything the signature covers is refused (I17).</summary>
public sealed class MutationSpecs : IAsyncLifetime
{
    private const string Date = "20240229T235959Z";

    private static readonly IReadOnlyList<SigningVector> Vectors =
    [
        .. SigningVector
            .Load("shared")
            .Concat(SigningVector.Load("extra"))
            .Where(vector => vector.Expect == "base" && vector.Header("X-Sdk-Date") == Date),
    ];

    private RunningServer server = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        Assert.True(WireTime.TryParseSignatureDate(Date, out var date));
        server = await RunningServer.StartAsync(
            new SetClock(date),
            change: options => options with { UnsignedPayload = UnsignedPayload.Always }
        );
        foreach (var (ak, sk) in Vectors.Select(vector => (vector.Ak, vector.Sk)).Distinct())
            await server.AddKeyAsync(ak, sk);
        await server.AddProjectAsync("recorded", "0123456789abcdef0123456789abcdef");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task None_of_200000_changed_requests_passes_the_gate()
    {
        var gate = new GateAlone(server.Services);

        var wronglyAccepted = await MutationCheck.RunAsync(
            [.. Vectors.Select(SentRequest.Of)],
            200_000,
            (_, request) => gate.LetsThroughAsync(request)
        );

        Assert.Empty(wronglyAccepted);
    }

    [Fact]
    public async Task None_of_3000_changed_requests_passes_over_http()
    {
        var wronglyAccepted = await MutationCheck.RunAsync(
            [.. Vectors.Where(vector => vector.Method is "GET" or "POST" or "DELETE").Select(SentRequest.Of)],
            3000,
            async (_, request) =>
            {
                var bytes = RawHttp.Bytes(request.Method, request.Target, request.Headers, request.Body);
                var response = await RawHttp.SendAsync(server.Address, bytes);
                return IsVerdictOfARoute(request, response);
            }
        );

        Assert.Empty(wronglyAccepted);
    }

    [Theory]
    [InlineData(Fault.Method)]
    [InlineData(Fault.Path)]
    [InlineData(Fault.Query)]
    [InlineData(Fault.HeaderValues)]
    [InlineData(Fault.Body)]
    [InlineData(Fault.EndOfSignature)]
    public async Task The_check_notices_a_verifier_that_forgets_something(Fault fault)
    {
        var wronglyAccepted = await CheckFaultyAsync(fault);

        Assert.NotEmpty(wronglyAccepted);
    }

    [Fact]
    public async Task The_check_is_quiet_about_the_same_verifier_without_a_fault() =>
        Assert.Empty(await CheckFaultyAsync(Fault.Nothing));

    private static Task<IReadOnlyList<SentRequest>> CheckFaultyAsync(Fault fault)
    {
        var vectors = Vectors.Where(vector =>
            vector.Header("Authorization").StartsWith("SDK", StringComparison.Ordinal)
        );
        var first = vectors.First(vector => vector.Id == "py-post-create");
        return MutationCheck.RunAsync(
            [.. vectors.Where(vector => vector.Ak == first.Ak).Select(SentRequest.Of)],
            2000,
            (original, request) => Task.FromResult(FaultyVerifier.Accepts(original, request, first.Sk, fault))
        );
    }

    /// <summary>True when the request got past the signature: it was answered by a route or found none.</summary>
    private static bool IsVerdictOfARoute(SentRequest request, RawResponse response) =>
        response.Status is not (0 or 401)
        && !(response.Status >= 400 && response.Body.Contains("APIGW.0201", StringComparison.Ordinal))
        // What the listener itself does not take for HTTP it answers without a body.
        && !(response.Status >= 400 && response.Body.Length == 0)
        // Without a credential there is no signature to judge, and these routes ask for one.
        && request.Header("Authorization") is not null;

    /// <summary>The real gate and verifier without a socket.</summary>
    private sealed class GateAlone(IServiceProvider services)
    {
        private static readonly Endpoint AnyCaller = new(
            null,
            new EndpointMetadataCollection(new RouteAccess.AnyCaller("a test")),
            "test"
        );

        public async Task<bool> LetsThroughAsync(SentRequest request)
        {
            var wasLetThrough = false;
            var gate = ActivatorUtilities.CreateInstance<Gate>(
                services,
                (RequestDelegate)(
                    _ =>
                    {
                        wasLetThrough = true;
                        return Task.CompletedTask;
                    }
                )
            );
            try
            {
                await gate.InvokeAsync(ContextOf(request));
            }
            catch (Refusal)
            {
                return false;
            }

            return wasLetThrough;
        }

        private static DefaultHttpContext ContextOf(SentRequest request)
        {
            var context = new DefaultHttpContext();
            context.SetEndpoint(AnyCaller);
            context.Connection.RemoteIpAddress = IPAddress.Loopback;
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = request.Target;
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(request.Body.Length > 0));
            context.Request.Method = request.Method;
            foreach (var pair in request.Headers)
                context.Request.Headers.Append(pair[0], pair[1]);
            context.Request.Body = new MemoryStream(request.Body);
            context.Request.ContentLength = request.Body.Length;
            return context;
        }

        private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
    }
}
