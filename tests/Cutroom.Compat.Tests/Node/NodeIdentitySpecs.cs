using System.Text.Json;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Compat.Tests.Node;

/// <summary>The vendor's identity client for Node, unchanged, which knows a region and nothing else.</summary>
public sealed class NodeIdentitySpecs(NodeClient node) : IAsyncLifetime
{
    private const string Tasks = "/v1/{project_id}/asset/editing/tasks";

    private RunningServer server = null!; // started before each test

    public async ValueTask InitializeAsync() =>
        server = await RunningServer.StartAsync(change: options => options with { Regions = ["region-1", "region-2"] });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private NodeCredential ByRegion =>
        new(
            server.Address.ToString().TrimEnd('/'),
            server.Identity.Ak,
            server.Identity.Sk,
            Region: server.Identity.ProjectName
        );

    [Fact]
    [Observed(
        "SDK for Node 3.1.211 with identity client 3.1.172, run: temporary keys by region alone, then used by region alone"
    )]
    public async Task Temporary_keys_are_got_and_used_by_region_alone()
    {
        var request = new
        {
            body = new
            {
                auth = new { identity = new { methods = new[] { "token" }, token = new { duration_seconds = 900 } } },
            },
        };
        var made = Assert.Single(
            await node.SendAsync(ByRegion, NodeCall.Typed("createTemporaryAccessKeyByToken", request))
        );
        Assert.True(made.Status == 201, made.ErrorMessage);
        var key = made.Body.GetProperty("credential");
        var temporary = ByRegion with
        {
            Ak = Text(key, "access"),
            Sk = Text(key, "secret"),
            SecurityToken = Text(key, "securitytoken"),
        };

        var used = Assert.Single(await node.SendAsync(temporary, new NodeCall("GET", Tasks)));
        var bare = Assert.Single(
            await node.SendAsync(
                temporary with
                {
                    SecurityToken = null,
                    ProjectId = server.Identity.ProjectId,
                },
                new NodeCall("GET", Tasks)
            )
        );

        Assert.True(used.Status == 200, used.ErrorMessage);
        Assert.Equal((401, "APIGW.0301"), (bare.Status, bare.ErrorCode));
    }

    [Fact]
    [Observed(
        "SDK core for Node 3.1.211, run: a region without a project; it asks for regions and domains and makes one"
    )]
    public async Task A_project_is_made_for_a_region_that_has_none()
    {
        var result = Assert.Single(
            await node.SendAsync(ByRegion with { Region = "region-2" }, new NodeCall("GET", Tasks))
        );

        Assert.True(result.Status == 200, result.ErrorMessage);
        Assert.Equal(0, result.Body.GetProperty("total").GetInt32());
    }

    [Fact]
    [Observed("identity client for Node 3.1.172, run: users, projects, regions and access keys")]
    public async Task The_basic_operations_of_the_identity_client_are_understood()
    {
        var user = server.Identity.UserId;
        var results = await node.SendAsync(
            ByRegion,
            NodeCall.Typed("keystoneListUsers"),
            NodeCall.Typed("keystoneShowUser", new { user_id = user }),
            NodeCall.Typed("keystoneListAuthProjects"),
            NodeCall.Typed("keystoneListAuthDomains"),
            NodeCall.Typed("keystoneListRegions"),
            NodeCall.Typed("createPermanentAccessKey", new { body = new { credential = new { user_id = user } } }),
            NodeCall.Typed("listPermanentAccessKeys", new { user_id = user }),
            NodeCall.Typed("showPermanentAccessKey", new { access_key = server.Identity.Ak }),
            NodeCall.Typed(
                "updatePermanentAccessKey",
                new { access_key = server.Identity.Ak, body = new { credential = new { description = "named" } } }
            )
        );

        Assert.All(results, result => Assert.True(result.Status is 200 or 201, result.ErrorMessage));
        Assert.Equal("admin", Text(results[1].Body.GetProperty("user"), "name"));
        Assert.Equal(2, results[6].Body.GetProperty("credentials").GetArrayLength());
        Assert.Equal("active", Text(results[7].Body.GetProperty("credential"), "status"));
        var made = Text(results[5].Body.GetProperty("credential"), "access");
        var deleted = Assert.Single(
            await node.SendAsync(ByRegion, NodeCall.Typed("deletePermanentAccessKey", new { access_key = made }))
        );
        Assert.Equal(204, deleted.Status);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!; // a text
}
