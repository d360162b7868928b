using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>The operator's verbs as they are typed: what they print and how they end.</summary>
public sealed class AdminCommandSpecs : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-admin-").FullName;

    [Fact]
    public async Task Bootstrap_prints_one_object_and_refuses_the_second_time()
    {
        var (status, output) = await RunAsync("bootstrap", "--json");
        var (again, _) = await RunAsync("bootstrap", "--json");
        var (reset, second) = await RunAsync("bootstrap", "--json", "--reset-keys");

        Assert.Equal((0, 1, 0), (status, again, reset));
        var members = JsonDocument.Parse(output).RootElement.EnumerateObject().Select(member => member.Name);
        Assert.Equal(
            [
                "account_id",
                "account_name",
                "project_id",
                "project_name",
                "user_id",
                "user_name",
                "password",
                "ak",
                "sk",
            ],
            members
        );
        Assert.NotEqual(output, second);
    }

    [Fact]
    public async Task Keys_are_made_taken_over_listed_and_ended()
    {
        await RunAsync("bootstrap");

        var (imported, _) = await RunAsync("keys", "import", "--ak", "OLDKEY", "--sk", "0123456789abcdefghij");
        var (rotated, shown) = await RunAsync("keys", "rotate", "OLDKEY");
        var ak = shown.Split('\n')[0].Split(' ')[^1];
        var (disabled, _) = await RunAsync("keys", "disable", ak);
        var (_, list) = await RunAsync("keys", "list");

        Assert.Equal((0, 0, 0), (imported, rotated, disabled));
        Assert.Matches("^ak +[A-Z0-9]{20}\nsk +[A-Za-z0-9]{40}\nreplaces +OLDKEY\n$", shown);
        Assert.Matches($"{ak} +admin +disabled", list);
        Assert.Equal(3, list.TrimEnd().Split('\n').Length);
    }

    [Fact]
    [Documented("IAM user guide, access keys: at most two for a user")]
    public async Task A_user_has_at_most_two_keys()
    {
        await RunAsync("bootstrap");
        var (second, shown) = await RunAsync("keys", "create", "--json");

        var (third, _) = await RunAsync("keys", "create");
        await RunAsync("keys", "delete", Json(shown, "ak"));
        var (again, _) = await RunAsync("keys", "create");

        Assert.Equal((0, 1, 0), (second, third, again));
        Assert.Matches("^[A-Za-z0-9]{40}$", Json(shown, "sk"));
    }

    [Fact]
    public async Task Users_and_groups_are_made_and_shown()
    {
        await RunAsync("bootstrap");

        var (_, user) = await RunAsync("users", "create", "ann", "--description", "cuts", "--json");
        await RunAsync("groups", "create", "editors");
        var (added, _) = await RunAsync("groups", "add", "editors", "ann");
        var (twice, _) = await RunAsync("groups", "add", "editors", "ann");
        var (_, shown) = await RunAsync("users", "show", "ann", "--json");
        var (_, groups) = await RunAsync("groups", "list", "--json");
        var (removed, _) = await RunAsync("groups", "remove", "editors", "ann");
        var (disabled, _) = await RunAsync("users", "disable", "ann");
        var (_, users) = await RunAsync("users", "list");
        var (deleted, _) = await RunAsync("groups", "delete", "editors");

        Assert.Matches("^[A-Za-z0-9]{24}$", Json(user, "password"));
        Assert.Equal((0, 1, 0, 0, 0), (added, twice, removed, disabled, deleted));
        Assert.Equal(("editors", "cuts"), (Json(shown, "groups"), Json(shown, "description")));
        Assert.Equal("ann", (string?)JsonNode.Parse(groups)!["groups"]![0]!["members"]);
        Assert.Matches(" ann +cutroom +disabled +cuts", users);
    }

    [Fact]
    public async Task Projects_and_accounts_are_made_turned_off_and_shown()
    {
        await RunAsync("bootstrap");

        var (made, project) = await RunAsync("projects", "create", "region-1_sub", "--json");
        var (wrong, _) = await RunAsync("projects", "create", "not a region");
        var (off, _) = await RunAsync("projects", "disable", "region-1_sub");
        await RunAsync("accounts", "create", "second");
        var (unclear, _) = await RunAsync("projects", "list");
        var (_, list) = await RunAsync("projects", "list", "--account", "cutroom");
        var (_, accounts) = await RunAsync("accounts", "list", "--json");

        Assert.Equal((0, 1, 0, 1), (made, wrong, off, unclear));
        Assert.Matches($"{Json(project, "project_id")} +region-1_sub +disabled", list);
        Assert.Equal(2, JsonNode.Parse(accounts)!["accounts"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_records_of_changes_are_listed_filtered_and_exported()
    {
        await RunAsync("bootstrap");
        await RunAsync("users", "create", "ann");
        await RunAsync("users", "disable", "ann");

        var (_, all) = await RunAsync("audit", "list", "--json");
        var (_, updates) = await RunAsync("audit", "list", "--json", "--action", "iam:users:update");
        var (_, none) = await RunAsync("audit", "list", "--json", "--until", "2020-01-01T00:00:00Z");
        var (_, lines) = await RunAsync("audit", "export");
        var (limit, _) = await RunAsync("audit", "list", "--limit", "0");

        var records = JsonNode.Parse(all)!["records"]!.AsArray();
        Assert.Equal(
            ["iam:users:updateUser", "iam:users:createUser", "admin:bootstrap"],
            records.Select(record => (string?)record!["action"])
        );
        Assert.StartsWith("operator:", (string?)records[0]!["user_id"]);
        Assert.Single(JsonNode.Parse(updates)!["records"]!.AsArray());
        Assert.Empty(JsonNode.Parse(none)!["records"]!.AsArray());
        Assert.Equal(
            records.Select(record => (string?)record!["audit_id"]),
            lines.TrimEnd().Split('\n').Select(line => Json(line, "audit_id"))
        );
        Assert.Equal(1, limit);
    }

    [Theory]
    [InlineData("users", "disable", "nobody")]
    [InlineData("users", "create", "ann", "--password", "short")]
    [InlineData("groups", "add", "nothing", "nobody")]
    [InlineData("projects", "enable", "nowhere")]
    [InlineData("audit", "list", "--from", "yesterday")]
    [InlineData("keys", "import", "--ak", "A", "--sk", "0123456789abcdefghij")]
    [InlineData("keys", "disable", "NOSUCHKEY")]
    public async Task What_cannot_be_done_ends_with_status_1(params string[] arguments) =>
        Assert.Equal(1, (await RunAsync(arguments)).Status);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Json(string output, string member) => (string?)JsonNode.Parse(output)![member] ?? "";

    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var status = await AdminCommand
            .Create()
            .Parse([.. arguments, "--data", folder])
            .InvokeAsync(new InvocationConfiguration { Output = output });
        return (status, output.ToString());
    }
}
