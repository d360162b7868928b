using System.CommandLine;
using System.Net;
using System.Text.Json;
using Cutroom.Wire;

namespace Cutroom.Cli.Client;

/// <summary><c>tasks</c>: the calls on editing tasks as commands.</summary>
internal static class TasksCommand
{
    public static Command Create() =>
        new("tasks", "Editing tasks of a server.") { ListVerb(), ShowVerb(), CancelVerb() };

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
                            $"{task.TaskId}  {task.Status, -10} {task.Progress, 3} %  {task.CreateTime}  {task.ErrorCode} {task.ErrorMessage}"
                        );
                    Console.WriteLine($"{page.Tasks.Count} of {page.Total}");
                })
        );
        return command;
    }

    private static Command ShowVerb()
    {
        var server = new ServerChoice();
        var id = new Argument<string>("task-id");
        var command = new Command("show", "One task: its state, its attempt and why it failed.") { id };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var task = given.GetValue(id);
                    var page = await client.ListTasksAsync($"task_id={Uri.EscapeDataString(task!)}", cancellation);
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
        var id = new Argument<string>("task-id");
        var command = new Command("cancel", "Cancels a task that still waits.") { id };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var (status, words) = await client.CancelTaskAsync(given.GetValue(id)!, cancellation);
                    if (status != HttpStatusCode.NoContent)
                        throw new CommandFailure($"{(int)status}: {words}");
                    Progress.Say("cancelled");
                })
        );
        return command;
    }
}
