using Cutroom.Testing;
using Cutroom.Testing.Media;
using Xunit;

namespace Cutroom.Server.Tests.Cli;

/// <summary>A shell reads the printed completion and asks it, as at the press of a key.</summary>
public sealed class CompletionSpecs
{
    [Theory]
    [InlineData("ta", "tasks")]
    [InlineData("ad", "admin")]
    [InlineData("be", "bench")]
    [InlineData("tasks ca", "cancel")]
    [InlineData("admin bo", "bootstrap")]
    [InlineData("render --fo", "--format")]
    [InlineData("nothing", "")]
    public async Task Bash_completes_verbs_and_options(string typed, string expected)
    {
        var folder = ProjectFiles.Root;
        var script = $"""
            source <(dotnet '{CliRun.Program}' completion bash)
            COMP_LINE='./cutroom {typed}' COMP_POINT=$((10 + {typed.Length})) COMP_WORDS=(./cutroom)
            _cutroom
            echo "$COMPREPLY"
            """;

        var run = await MediaTool.RunAsync("bash", ["-c", script], folder);

        Assert.Equal(expected, run.Text.Trim());
    }

    [Theory]
    [InlineData("zsh", "compdef _cutroom cutroom")]
    [InlineData("fish", "complete -c cutroom")]
    public async Task Other_shells_have_theirs(string shell, string line)
    {
        var run = await CliRun.OfAsync(ProjectFiles.Root, new Dictionary<string, string>(), "completion", shell);

        Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }
}
