using System.CommandLine;
using System.Text.Json;
using Cutroom.Server.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>The operator's verbs on policies as they are typed.</summary>
public sealed class PoliciesCommandSpecs : IDisposable
{
    private const string Cancel = "vod:asset:deleteEditTask";

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-policies-").FullName;

    [Fact]
    public async Task A_policy_is_made_attached_tested_detached_and_deleted()
    {
        await BootstrapAsync();
        var file = await WriteAsync(
            """{"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:asset:deleteEditTask"]}]}"""
        );

        Assert.Equal(
            "allow",
            (await JsonAsync("test", "--user", "admin", "--action", Cancel)).GetProperty("decision").GetString()
        );
        Assert.Equal(0, (await RunAsync("create", "--name", "no-cancel", "--file", file)).Status);
        Assert.Equal(0, (await RunAsync("attach", "no-cancel", "--user", "admin")).Status);
        var denied = await JsonAsync("test", "--user", "admin", "--action", Cancel);
        var other = await RunAsync("test", "--user", "admin", "--action", "vod:asset:createEditTask");
        Assert.Equal(1, (await RunAsync("delete", "no-cancel")).Status);
        Assert.Equal(0, (await RunAsync("detach", "no-cancel", "--user", "admin", "--json")).Status);
        Assert.Equal(0, (await RunAsync("delete", "no-cancel")).Status);

        Assert.Equal("deny", denied.GetProperty("decision").GetString());
        Assert.Equal("no-cancel", denied.GetProperty("policy").GetString());
        Assert.Equal(0, denied.GetProperty("statement").GetInt32());
        Assert.StartsWith("allow\nStatement[0] (Allow) of administrator decided on vod:region-1:", other.Output);
    }

    [Fact]
    public async Task A_test_takes_a_resource_and_conditions()
    {
        await BootstrapAsync();
        var file = await WriteAsync(
            """
            {"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:*:*"],"Resource":["*:*:*:assets:a1"],
            "Condition":{"StringEquals":{"vod:AssetLabel":"secret","g:RequestedRegion":"region-9"}}}]}
            """
        );
        await RunAsync("create", "--name", "p", "--file", file);
        await RunAsync("attach", "p", "--user", "admin");
        string[] call = ["test", "--user", "admin", "--action", "vod:asset:createEditTask"];
        string[] facts = ["--context", "vod:AssetLabel=secret", "--context", "g:RequestedRegion=region-9"];

        Assert.StartsWith("deny", (await RunAsync([.. call, "--resource", "a1", .. facts])).Output);
        Assert.StartsWith("deny", (await RunAsync([.. call, "--resource", "vod:r:a:assets:a1", .. facts])).Output);
        Assert.StartsWith("allow", (await RunAsync([.. call, "--resource", "a2", .. facts])).Output);
        Assert.StartsWith("allow", (await RunAsync([.. call, "--resource", "a1"])).Output);
    }

    [Fact]
    public async Task Policies_are_listed_and_shown()
    {
        await BootstrapAsync();

        var names = (await JsonAsync("list")).EnumerateArray().Select(one => one.GetProperty("name").GetString());
        var shown = await JsonAsync("show", "VOD CommonOperations");

        Assert.Contains("VOD Administrator", names);
        Assert.Equal("1.1", shown.GetProperty("Version").GetString());
    }

    [Theory]
    [InlineData("test", "--user", "nobody", "--action", Cancel)]
    [InlineData("test", "--user", "admin", "--action", "vod:asset:nothing")]
    [InlineData("test", "--user", "admin", "--action", Cancel, "--context", "no-equals-sign")]
    [InlineData("attach", "VOD Guest")]
    [InlineData("attach", "VOD Guest", "--user", "admin", "--group", "g")]
    [InlineData("show", "nothing")]
    public async Task What_cannot_be_done_ends_with_status_1(params string[] arguments)
    {
        await BootstrapAsync();

        Assert.Equal(1, (await RunAsync(arguments)).Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> WriteAsync(string document)
    {
        var file = Path.Combine(folder, "policy.json");
        await File.WriteAllTextAsync(file, document);
        return file;
    }

    private async Task BootstrapAsync() =>
        await AdminCommand
            .Create()
            .Parse(["bootstrap", "--data", folder])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null });

    private async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse((await RunAsync([.. arguments, "--json"])).Output).RootElement;

    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var status = await AdminCommand
            .Create()
            .Parse(["policies", .. arguments, "--data", folder])
            .InvokeAsync(new InvocationConfiguration { Output = output });
        return (status, output.ToString());
    }
}
