using System.Text.Json.Nodes;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>The look-ups SDKs make when they know a region but no project id.</summary>
public sealed class ProjectListSpecs(GateServer fixture) : IClassFixture<GateServer>, IAsyncLifetime
{
    private readonly RunningServer server = fixture.Server;

    public async ValueTask InitializeAsync()
    {
        if ((await ProjectsAsync("/v3/projects")).Count == 1)
        {
            await server.AddProjectAsync("region-2");
            await server.AddProjectAsync("region-2_sub");
            await server.AddAccountAsync("foreign");
        }
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    [Documented("IAM API reference, listing projects; the Python and .NET SDKs need exactly one match")]
    public async Task A_region_finds_exactly_its_project()
    {
        var project = Assert.Single(await ProjectsAsync("/v3/projects?name=region-1"))!;

        Assert.Equal(server.Identity.ProjectId, (string?)project["id"]);
        Assert.Equal(server.Identity.AccountId, (string?)project["domain_id"]);
        Assert.Equal((true, false), ((bool)project["enabled"]!, (bool)project["is_domain"]!));
        Assert.True(project["links"]!.AsObject().ContainsKey("next"));
        Assert.Empty(await ProjectsAsync("/v3/projects?name=region"));
    }

    [Fact]
    public async Task Other_accounts_projects_are_not_listed()
    {
        Assert.Equal(3, (await ProjectsAsync("/v3/projects")).Count);
        Assert.Equal(3, (await ProjectsAsync("/v3/auth/projects")).Count);
        Assert.Empty(await ProjectsAsync("/v3/projects?enabled=false"));
    }

    [Fact]
    [Documented("IAM API reference: page from 1, per_page 1 to 5000")]
    public async Task A_list_comes_in_pages_with_links()
    {
        var first = await GetAsync("/v3/projects?page=1&per_page=2");
        var second = await GetAsync("/v3/projects?page=2&per_page=2");

        Assert.Equal((2, 1), (first["projects"]!.AsArray().Count, second["projects"]!.AsArray().Count));
        Assert.EndsWith("/v3/projects?page=2&per_page=2", (string?)first["links"]!["next"]);
        Assert.Null(second["links"]!["next"]);
        Assert.EndsWith("page=1&per_page=2", (string?)second["links"]!["previous"]);
        Assert.Empty(await ProjectsAsync("/v3/projects?page=100000&per_page=5000"));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("per_page=5001")]
    [InlineData("enabled=maybe")]
    [InlineData("name=a&name=b")]
    public async Task A_parameter_out_of_its_range_is_refused(string query)
    {
        var response = await server.Client.GetAsync($"/v3/projects?{query}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("VOD.10053", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Documented("IAM API reference, accounts of a user")]
    public async Task The_account_is_the_callers()
    {
        var domains = (await GetAsync("/v3/auth/domains"))["domains"]!.AsArray();

        Assert.Equal(server.Identity.AccountId, (string?)Assert.Single(domains)!["id"]);
    }

    private async Task<JsonArray> ProjectsAsync(string target) => (await GetAsync(target))["projects"]!.AsArray();

    private async Task<JsonNode> GetAsync(string target) =>
        JsonNode.Parse(await server.Client.GetStringAsync(target)) ?? throw new InvalidOperationException("No body.");
}
