using System.CommandLine;
using System.Text.Json;
using Cutroom.Server.Identity;
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

        var (created, shown) = await RunAsync("keys", "create");
        var (imported, _) = await RunAsync("keys", "import", "--ak", "OLDKEY", "--sk", "0123456789abcdefghij");
        var (disabled, _) = await RunAsync("keys", "disable", "OLDKEY");
        var (_, list) = await RunAsync("keys", "list");

        Assert.Equal((0, 0, 0), (created, imported, disabled));
        Assert.Matches("^AK [A-Z0-9]{20}\nSK [A-Za-z0-9]{40}\n$", shown);
        Assert.Contains("OLDKEY  admin  disabled", list);
        Assert.Equal(3, list.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("keys", "import", "--ak", "A", "--sk", "0123456789abcdefghij")]
    [InlineData("keys", "disable", "NOSUCHKEY")]
    public async Task What_cannot_be_done_ends_with_status_1(params string[] arguments) =>
        Assert.Equal(1, (await RunAsync(arguments)).Status);

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
