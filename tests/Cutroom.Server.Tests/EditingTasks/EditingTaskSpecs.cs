using System.Runtime.CompilerServices;
using Cutroom.Server.EditingTasks;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>The state machine against its page (I5).</summary>
public sealed class EditingTaskSpecs
{
    private static readonly EditingTaskStatus[] Final =
    [
        EditingTaskStatus.Succeeded,
        EditingTaskStatus.Failed,
        EditingTaskStatus.Cancelled,
    ];

    [Fact]
    public void The_page_and_the_code_hold_the_same_table()
    {
        var inCode =
            from status in Enum.GetValues<EditingTaskStatus>()
            from happened in Enum.GetValues<EditingTaskEvent>()
            let after = In(status).After(happened)
            where after is not null
            select $"{status.ToWire()} {happened} {after.Status.ToWire()}";

        Assert.Equal(TableOnThePage().Order(), inCode.Order());
    }

    [Theory]
    [InlineData(EditingTaskEvent.Claimed)]
    [InlineData(EditingTaskEvent.Renewed)]
    [InlineData(EditingTaskEvent.Released)]
    [InlineData(EditingTaskEvent.Succeeded)]
    [InlineData(EditingTaskEvent.Failed)]
    [InlineData(EditingTaskEvent.Cancelled)]
    internal void Nothing_follows_an_end(EditingTaskEvent happened) =>
        Assert.All(Final, status => Assert.Null(In(status).After(happened)));

    [Fact]
    public void Each_claim_is_a_new_attempt_and_nothing_else_is()
    {
        var claimed = In(EditingTaskStatus.Waiting).After(EditingTaskEvent.Claimed);
        var renewed = claimed?.After(EditingTaskEvent.Renewed);
        var again = renewed?.After(EditingTaskEvent.Released)?.After(EditingTaskEvent.Claimed);
        var done = again?.After(EditingTaskEvent.Succeeded);

        Assert.Equal([1, 1, 2, 2], new[] { claimed, renewed, again, done }.Select(task => task?.Attempt));
    }

    [Fact]
    public void Only_a_waiting_task_can_be_cancelled() =>
        Assert.Equal(
            [EditingTaskStatus.Waiting],
            Enum.GetValues<EditingTaskStatus>()
                .Where(status => In(status).After(EditingTaskEvent.Cancelled) is not null)
        );

    [Fact]
    public void Every_status_has_its_word()
    {
        // Source: VOD API reference, editing tasks, status.
        Assert.Equal(
            ["WAITING", "PROCESSING", "SUCCEED", "FAILED", "CANCEL"],
            Enum.GetValues<EditingTaskStatus>().Select(status => status.ToWire())
        );
        Assert.All(
            Enum.GetValues<EditingTaskStatus>(),
            status => Assert.Equal(status, EditingTaskStatus.OfWire(status.ToWire()))
        );
    }

    private static EditingTask In(EditingTaskStatus status) =>
        new()
        {
            TaskId = new("t"),
            AssetId = new("a"),
            Status = status,
            CreatedMs = 0,
        };

    /// <returns>from, event and to of each row, without the creation, which has no task before it.</returns>
    private static IEnumerable<string> TableOnThePage([CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/task-states.md")) // a source file has a folder
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[1] != "–")
            .Select(cells => $"{cells[1]} {cells[2]} {cells[3]}");
}
