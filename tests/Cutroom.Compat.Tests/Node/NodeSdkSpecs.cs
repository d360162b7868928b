using Cutroom.Testing;
using Xunit;

namespace Cutroom.Compat.Tests.Node;

/// <summary>The vendor's SDK core for Node, unchanged, against a running server.</summary>
public sealed class NodeSdkSpecs(NodeClient node) : IAsyncLifetime
{
    private const string Tasks = "/v1/{project_id}/asset/editing/tasks";

    private static readonly NodeCall[] EditingCalls =
    [
        new("POST", Tasks, Body: new { inputs = new[] { Input }, editing_settings = new { format = "MP4" } }),
        new("GET", Tasks, new Dictionary<string, string> { ["limit"] = "10", ["task_id"] = "a b" }),
        new("DELETE", Tasks, new Dictionary<string, string> { ["task_id"] = "fe2f7d1c8d8a4b7ea4fae0d1f8a4a0d9" }),
    ];

    private RunningServer server = null!; // started before each test

    private static object Input =>
        new
        {
            asset_id = "unknown",
            timeline_start = "0",
            timeline_end = "5",
        };

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    [Observed("SDK core for Node 3.1.211, run: explicit project id")]
    public async Task Create_list_and_cancel_are_understood_with_a_project_id() =>
        AssertDocumented(await node.SendAsync(Credential with { ProjectId = server.Identity.ProjectId }, EditingCalls));

    [Fact]
    [Observed("SDK core for Node 3.1.211, run: region alone, project looked up with GET /v3/projects")]
    public async Task Create_list_and_cancel_are_understood_with_a_region_alone() =>
        AssertDocumented(await node.SendAsync(Credential with { Region = server.Identity.ProjectName }, EditingCalls));

    [Fact]
    [Observed("SDK core for Node 3.1.211, run: derived signing, as its stock predicate asks for on any other host")]
    public async Task Derived_signatures_are_understood() =>
        AssertDocumented(
            await node.SendAsync(
                Credential with
                {
                    ProjectId = server.Identity.ProjectId,
                    Region = server.Identity.ProjectName,
                    DerivedService = "vod",
                },
                EditingCalls
            )
        );

    [Fact]
    [Observed("SDK core for Node 3.1.211, run: error code, message and request id reach the caller")]
    public async Task A_wrong_key_is_told_as_the_gateway_tells_it()
    {
        var credential = Credential with { ProjectId = server.Identity.ProjectId, Sk = "wrong" };

        var result = Assert.Single(await node.SendAsync(credential, EditingCalls[1]));

        Assert.Equal((401, "APIGW.0301"), (result.Status, result.ErrorCode));
        Assert.Contains("verify aksk signature fail, canonicalRequest:GET|", result.ErrorMessage);
        Assert.Matches("^[0-9a-f]{32}$", result.RequestId);
    }

    /// <summary>An unknown input, an empty list, an unknown task.</summary>
    private static void AssertDocumented(IReadOnlyList<NodeResult> results)
    {
        Assert.Equal([400, 200, 400], results.Select(result => result.Status));
        Assert.Equal("VOD.10062", results[0].ErrorCode);
        Assert.Equal(0, results[1].Body.GetProperty("total").GetInt32());
        Assert.Equal("VOD.10062", results[2].ErrorCode);
    }

    private NodeCredential Credential =>
        new(server.Address.ToString().TrimEnd('/'), server.Identity.Ak, server.Identity.Sk);
}
