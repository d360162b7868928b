using System.CommandLine;
using System.Net;
using System.Text.Json;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Cli.Client;

/// <summary><c>tasks</c>: the calls on editing tasks as commands.</summary>
internal static class TasksCommand
{
    // Of the calls on many tasks.
    private const int MostAtOnce = 100;

    public static Command Create() =>
        new("tasks", "Editing tasks of a server.") { ListVerb(), ShowVerb(), CancelVerb(), ReleaseVerb() };

    private static Command ListVerb()
    {
        var server = new ServerChoice();
        var limit = new Option<int>("--limit") { Description = "1 to 100.", DefaultValueFactory = _ => 20 };
        var offset = new Option<int>("--offset") { Description = "How many of the newest to pass over." };
        var command = new Command("list", "The newest first.") { limit, offset };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var query = $"limit={given.GetValue(limit)}&offset={given.GetValue(offset)}";
                    var page = await client.ListTasksAsync(query, cancellation);
                    if (given.GetValue(server.Json))
                    {
                        Console.WriteLine(JsonSerializer.Serialize(page, WireJson.Default.ListEditingTasksResponse));
                        return;
                    }

                    foreach (var task in page.Tasks)
                        Console.WriteLine(
                            $"{task.TaskId}  {task.Status, -10} {task.Progress, 3} %  {task.CreateTime}  {RemarkOn(task)}"
                        );
                    Console.WriteLine($"{page.Tasks.Count} of {page.Total}");
                })
        );
        return command;
    }

    /// <summary>Why it failed, or why it waits and until when; nothing otherwise.</summary>
    private static string RemarkOn(EditingTaskInfo task) =>
        task.WaitsFor is { } what
            ? $"waits for {what}"
                + (task.Position is { } position ? $", number {position}" : "")
                + (task.EstimatedStartTime is { } start ? $", from about {start}" : "")
            : $"{task.ErrorCode} {task.ErrorMessage}";

    private static Command ShowVerb()
    {
        var server = new ServerChoice();
        var id = new Argument<string>("task-id");
        var report = new Option<bool>("--report") { Description = "The conformance report of its output." };
        var plan = new Option<bool>("--plan") { Description = "The plan of its latest attempt, in full." };
        var command = new Command("show", "One task: its state, its attempt and why it failed.") { id, report, plan };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var task = given.GetValue(id)!; // required
                    if (given.GetValue(report) || given.GetValue(plan))
                    {
                        var document = given.GetValue(report) ? "report" : "plan";
                        Console.WriteLine(await client.TaskDocumentAsync(task, document, cancellation));
                        return;
                    }

                    var page = await client.ListTasksAsync($"task_id={Uri.EscapeDataString(task)}", cancellation);
                    if (page.Tasks is not [var info])
                        throw new CommandFailure($"The project has no task {task}.");
                    Console.WriteLine(JsonSerializer.Serialize(info, WireJson.Default.EditingTaskInfo));
                })
        );
        return command;
    }

    private static Command CancelVerb()
    {
        var server = new ServerChoice();
        var ids = new Argument<string[]>("task-id") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("cancel", "Cancels tasks that still wait.") { ids };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    if (given.GetRequiredValue(ids) is not [var id])
                    {
                        await RunOnManyAsync("cancel", server, given, given.GetRequiredValue(ids), cancellation);
                        return;
                    }

                    using var client = server.Open(given);
                    var (status, words) = await client.CancelTaskAsync(id, cancellation);
                    if (status != HttpStatusCode.NoContent)
                        throw new CommandFailure($"{(int)status}: {words}");
                    Progress.Say("cancelled");
                })
        );
        return command;
    }

    private static Command ReleaseVerb()
    {
        var server = new ServerChoice();
        var ids = new Argument<string[]>("task-id") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("release", "Lets tasks that were created held wait for a worker.") { ids };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(() =>
                    RunOnManyAsync("release", server, given, given.GetRequiredValue(ids), cancellation)
                )
        );
        return command;
    }

    /// <summary>One line for each task; fails where one was refused.</summary>
    private static async Task RunOnManyAsync(
        string verb,
        ServerChoice server,
        ParseResult given,
        string[] ids,
        CancellationToken cancellation
    )
    {
        using var client = server.Open(given);
        var refused = 0;
        foreach (var some in ids.Chunk(MostAtOnce))
        {
            foreach (var result in (await client.OnTasksAsync(verb, some, cancellation)).Results)
            {
                Console.WriteLine(
                    $"{result.TaskId}  {result.Status} {result.ErrorCode} {result.ErrorMessage}".TrimEnd()
                );
                refused += result.ErrorCode is null ? 0 : 1;
            }
        }

        if (refused > 0)
            throw new CommandFailure($"{refused} of {ids.Length} tasks were refused.");
    }
}
