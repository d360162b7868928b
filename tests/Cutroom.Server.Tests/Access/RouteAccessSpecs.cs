using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Tests.Identity;
using Cutroom.Testing;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Which caller gets through to which route (I15, I16).</summary>
public sealed class RouteAccessSpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private readonly RunningServer server = fixture.Server;

    [Fact]
    public void A_route_that_names_no_permission_stops_the_start()
    {
        var options = new ServerOptions { Listen = "http://127.0.0.1:0" };

        var exception = Assert.Throws<InvalidOperationException>(() =>
            ServerHost.Build(options, TimeProvider.System, app => app.MapGet("/v1/forgotten", () => "secret"))
        );

        Assert.Contains("/v1/forgotten", exception.Message);
    }

    [Fact]
    public async Task A_handler_gets_the_caller_whose_key_signed()
    {
        var response = await Signed(server.Identity.ProjectId).SendAsync();

        Assert.Equal(200, response.Status);
        Assert.Contains($"{server.Identity.UserId} in {server.Identity.ProjectId}", response.Body);
    }

    [Fact]
    [Documented("VOD.10074: no permission for the operation")]
    public async Task A_read_only_user_may_list_but_not_delete()
    {
        var (_, ak, sk) = await server.AddUserAsync("reader", policy: SystemPolicies.ReadOnly);
        var list = new SignedBytes(server, ak, sk) { Target = $"/test/{server.Identity.ProjectId}" };

        var listed = await list.SendAsync();
        var deleted = await (list with { Method = "DELETE" }).SendAsync();

        Assert.Equal(200, listed.Status);
        Assert.Equal(403, deleted.Status);
        Assert.StartsWith("{\"error_code\":\"VOD.10074\",\"error_msg\":", deleted.Body, StringComparison.Ordinal);
        Assert.Contains("vod:asset:deleteEditTask", deleted.Body);
    }

    [Fact]
    public async Task A_user_without_grants_may_nothing()
    {
        var (_, ak, sk) = await server.AddUserAsync("nobody");
        var list = new SignedBytes(server, ak, sk) { Target = $"/test/{server.Identity.ProjectId}" };

        Assert.Equal(403, (await list.SendAsync()).Status);
    }

    [Fact]
    public async Task A_grant_on_one_project_does_not_count_in_another()
    {
        var other = await server.AddProjectAsync("region-1_other");
        var (user, ak, sk) = await server.AddUserAsync("of-one-project");
        var grant = new Grant(other.Value, SystemPolicies.Administrator);
        await server.WriteAsync(session => GrantStore.AddAsync(session, user, grant));
        var request = new SignedBytes(server, ak, sk);

        Assert.Equal(200, (await (request with { Target = $"/test/{other}" }).SendAsync()).Status);
        Assert.Equal(403, (await (request with { Target = $"/test/{server.Identity.ProjectId}" }).SendAsync()).Status);
    }

    [Fact]
    [Documented("VOD.10057: tenant id check failed")]
    public async Task A_project_of_another_account_looks_like_one_that_does_not_exist()
    {
        var (foreign, _, _) = await server.AddAccountAsync("foreign");

        var notYours = await Signed(foreign.Value).SendAsync();
        var notThere = await Signed(new string('0', 32)).SendAsync();

        Assert.Equal((403, 403), (notYours.Status, notThere.Status));
        Assert.Contains("VOD.10057", notYours.Body);
        Assert.Equal(notThere.Body, notYours.Body);
    }

    [Fact]
    [Assumed("X-Project-Id, when present, must equal the project of the path")]
    public async Task The_project_header_must_equal_the_paths_project()
    {
        var other = await server.AddProjectAsync("region-1_header");
        var request = Signed(server.Identity.ProjectId) with { Signed = new() { ["x-project-id"] = other.Value } };

        Assert.Equal(403, (await request.SendAsync()).Status);
    }

    [Fact]
    public async Task An_open_route_asks_for_nothing() =>
        Assert.Equal("open", await server.Anonymous.GetStringAsync("/test-open"));

    private SignedBytes Signed(string project) =>
        new(server, server.Identity.Ak, server.Identity.Sk) { Target = $"/test/{project}" };
}
