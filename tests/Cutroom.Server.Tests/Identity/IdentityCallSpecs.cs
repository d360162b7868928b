using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>The identity calls of the vendor's clients, as far as they go here. Source: IAM API reference.</summary>
public sealed class IdentityCallSpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private const string Keys = "/v3.0/OS-CREDENTIAL/credentials";

    private readonly RunningServer server = fixture.Server;

    [Fact]
    [Documented("STS API reference, caller identity: the Python SDK falls back to it for its account")]
    public async Task A_caller_learns_who_it_is()
    {
        var identity = await GetAsync("/v5/caller-identity");

        Assert.Equal(server.Identity.AccountId, (string?)identity["account_id"]);
        Assert.Equal($"iam::{server.Identity.AccountId}:user:admin", (string?)identity["principal_urn"]);
    }

    [Fact]
    [Documented("IAM API reference, regions: the Node SDK looks for the type public")]
    public async Task Regions_are_those_with_projects_and_those_the_operator_named()
    {
        var regions = (await GetAsync("/v3/regions"))["regions"]!.AsArray();
        var one = await GetAsync("/v3/regions/region-1");

        Assert.Contains(regions, region => (string?)region!["id"] == "region-1" && (string?)region["type"] == "public");
        Assert.Equal("region-1", (string?)one["region"]!["id"]);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/v3/regions/nowhere")).StatusCode);
    }

    [Fact]
    [Documented("IAM API reference, creating a project: 201; the Node SDK sends it where its region has none")]
    public async Task A_project_is_made_in_a_known_region_once_and_by_who_may()
    {
        var (_, ak, sk) = await server.AddUserAsync("no-projects", policy: SystemPolicies.ReadOnly);
        using var reader = server.NewClient(ak, sk, null);
        using var body = Project("region-1_made");

        var refused = await reader.PostAsync("/v3/projects", Project("region-1_made"));
        var made = await server.Client.PostAsync("/v3/projects", body);
        var twice = await server.Client.PostAsync("/v3/projects", Project("region-1_made"));
        var elsewhere = await server.Client.PostAsync("/v3/projects", Project("atlantis"));
        var foreign = await server.Client.PostAsync("/v3/projects", Project("region-1_x", "nobody"));

        Assert.Equal(
            [403, 201, 409, 400, 404],
            new[] { refused, made, twice, elsewhere, foreign }.Select(answer => (int)answer.StatusCode)
        );
        var id = (string?)(await made.Content.ReadFromJsonAsync<JsonNode>())!["project"]!["id"];
        Assert.Equal(
            200,
            (int)(await server.NewClient(server.Identity.Ak, server.Identity.Sk, id).GetAsync($"/test/{id}")).StatusCode
        );
    }

    [Fact]
    [Documented("IAM API reference, users: administrators see all of their account, others themselves")]
    public async Task Users_are_listed_and_shown()
    {
        var (user, ak, sk) = await server.AddUserAsync("plain");
        var (foreign, _, _) = await server.AddAccountAsync("users-foreign");
        using var self = server.NewClient(ak, sk, null);

        var list = (await GetAsync("/v3/users?name=plain"))["users"]!.AsArray();
        var own = await self.GetAsync($"/v3/users/{user}");
        var other = await self.GetAsync($"/v3/users/{server.Identity.UserId}");
        var all = await self.GetAsync("/v3/users");
        var unknown = await server.Client.GetAsync($"/v3/users/{foreign}");

        Assert.Equal(user.Value, (string?)Assert.Single(list)!["id"]);
        Assert.Equal([200, 403, 403, 404], new[] { own, other, all, unknown }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    [Documented("IAM API reference, permanent access keys: create, list, show, change, delete; at most two")]
    public async Task A_user_manages_its_own_keys()
    {
        var (user, ak, sk) = await server.AddUserAsync("keeper");
        using var self = server.NewClient(ak, sk, null);

        var made = await self.PostAsJsonAsync(
            Keys,
            new { credential = new { user_id = user.Value, description = "ci" } }
        );
        var third = await self.PostAsJsonAsync(Keys, new { credential = new { user_id = user.Value } });
        var credential = (await made.Content.ReadFromJsonAsync<JsonNode>())!["credential"]!;
        var (newAk, newSk) = ((string)credential["access"]!, (string)credential["secret"]!);
        using var second = server.NewClient(newAk, newSk, null);
        var works = await second.GetAsync("/v3/projects");
        await server.Services.GetRequiredService<AccessKeyUse>().WriteAsync(CancellationToken.None);
        var shown = (await (await self.GetAsync($"{Keys}/{newAk}")).Content.ReadFromJsonAsync<JsonNode>())![
            "credential"
        ]!;
        var off = await self.PutAsJsonAsync($"{Keys}/{newAk}", new { credential = new { status = "inactive" } });
        var refused = await second.GetAsync("/v3/projects");
        var listed = (await (await self.GetAsync(Keys)).Content.ReadFromJsonAsync<JsonNode>())![
            "credentials"
        ]!.AsArray();
        var deleted = await self.DeleteAsync($"{Keys}/{newAk}");
        var gone = await self.GetAsync($"{Keys}/{newAk}");

        Assert.Equal(
            [201, 409, 200, 200, 401, 204],
            new[] { made, third, works, off, refused, deleted }.Select(answer => (int)answer.StatusCode)
        );
        Assert.Equal(("active", "ci"), ((string?)shown["status"], (string?)shown["description"]));
        Assert.NotNull(shown["last_use_time"]);
        Assert.Null(shown["secret"]);
        Assert.Equal(2, listed.Count);
        Assert.Equal(403, (int)gone.StatusCode); // not there and not one's own are alike to who may not look
    }

    [Fact]
    public async Task Others_keys_are_the_administrators_alone()
    {
        var (_, ak, sk) = await server.AddUserAsync("curious");
        var (owner, _, _) = await server.AddUserAsync("owner");
        using var curious = server.NewClient(ak, sk, null);

        var byAdmin = await server.Client.GetAsync($"{Keys}?user_id={owner}");
        var byOther = await curious.GetAsync($"{Keys}?user_id={owner}");
        var made = await curious.PostAsJsonAsync(Keys, new { credential = new { user_id = owner.Value } });
        var deleted = await curious.DeleteAsync($"{Keys}/{server.Identity.Ak}");

        Assert.Equal(
            [200, 403, 403, 403],
            new[] { byAdmin, byOther, made, deleted }.Select(answer => (int)answer.StatusCode)
        );
    }

    private static JsonContent Project(string name, string? domain = null) =>
        JsonContent.Create(new { project = new { name, domain_id = domain } });

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await server.Client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
