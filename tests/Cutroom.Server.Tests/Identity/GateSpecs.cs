using System.Net;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

public sealed class GateSpecs : IAsyncLifetime
{
    private RunningServer server = null!; // started before each test

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_unknown_route_is_not_found_with_the_gateways_code()
    {
        var response = await server.Client.GetAsync($"/v1/{server.Identity.ProjectId}/nothing");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
