using System.CommandLine;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary><c>admin queue</c>: how each project's queue is worked off, and tasks whose worker is gone.</summary>
internal static class QueueCommand
{
    private static readonly UserId Operator = new("operator");

    public static Command Create() =>
        new("queue", "How the queue of each project is worked off.")
        {
            ListVerb(),
            ChangeVerb(
                "pause",
                "Starts no more of the project's tasks; what runs goes on.",
                settings => settings with { IsPaused = true }
            ),
            ChangeVerb("resume", "Ends a pause.", settings => settings with { IsPaused = false }),
            WeightVerb(),
            LimitVerb(),
            ReclaimVerb(),
        };

    private static Command ListVerb()
    {
        var start = new StartOptions();
        var command = new Command("list", "Every project that ever had a task: what waits, what runs, its settings.");
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, _) =>
                    {
                        foreach (var state in await database.ReadAsync(QueueSettings.ListAsync, cancellation))
                            given.InvocationConfiguration.Output.WriteLine(Line(state));
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command ChangeVerb(string verb, string description, Func<QueueSettings, QueueSettings> change)
    {
        var project = ProjectArgument();
        return Verb(new Command(verb, description) { project }, project, (_, settings) => change(settings));
    }

    private static Command WeightVerb()
    {
        var project = ProjectArgument();
        var weight = new Argument<long>("weight")
        {
            Description =
                $"1 to {QueueSettings.MostWeight}: its share of the workers beside other projects', 1 by default.",
        };
        return Verb(
            new Command("weight", "Sets a project's share.") { project, weight },
            project,
            (given, settings) =>
                settings with
                {
                    Weight = Whole("weight", given.GetValue(weight), QueueSettings.MostWeight),
                }
        );
    }

    private static Command LimitVerb()
    {
        var project = ProjectArgument();
        var limit = new Argument<string>("limit") { Description = "How many of its tasks may run at a time, or none." };
        return Verb(
            new Command("limit", "Bounds how many tasks of a project run at a time.") { project, limit },
            project,
            (given, settings) =>
                settings with
                {
                    RunningLimit = given.GetRequiredValue(limit) switch
                    {
                        "none" => null,
                        var text when long.TryParse(text, out var number) => Whole("limit", number, int.MaxValue),
                        var text => throw new FormatException(
                            $"limit takes a whole number from 1 or none, not '{text}'."
                        ),
                    },
                }
        );
    }

    private static Command ReclaimVerb()
    {
        var start = new StartOptions();
        var project = ProjectArgument();
        var task = new Argument<string>("task-id");
        var command = new Command(
            "reclaim",
            "Takes a running task from its worker at once: another attempt starts, and the worker's can change nothing."
        )
        {
            project,
            task,
        };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, _) =>
                    {
                        var (of, id) = (given.GetRequiredValue(project), new TaskId(given.GetRequiredValue(task)));
                        if (!await database.WriteAsync(session => ReclaimAsync(session, new(of), id), cancellation))
                            throw new InvalidOperationException($"Project {of} has no running task {id}.");
                        await QueueNotices.TellAsync(database, cancellation);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Verb(
        Command command,
        Argument<string> project,
        Func<ParseResult, QueueSettings, QueueSettings> change
    )
    {
        var start = new StartOptions();
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, _) =>
                    {
                        var id = new ProjectId(given.GetRequiredValue(project));
                        await database.WriteAsync(
                            session => ChangeAsync(session, id, command.Name, before => change(given, before)),
                            cancellation
                        );
                        await QueueNotices.TellAsync(database, cancellation);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static async Task<QueueSettings> ChangeAsync(
        DbSession session,
        ProjectId project,
        string verb,
        Func<QueueSettings, QueueSettings> change
    )
    {
        if (await ProjectStore.FindAsync(session, project) is null)
            throw new InvalidOperationException($"There is no project {project}.");
        var changed = await QueueSettings.ChangeAsync(session, project, change);
        await AuditAsync(session, project, verb, project.Value, changed.ToString());
        return changed;
    }

    private static async Task<bool> ReclaimAsync(DbSession session, ProjectId project, TaskId task)
    {
        if (!await LeaseStore.ReclaimAsync(session, project, task))
            return false;
        await AuditAsync(session, project, "reclaim", task.Value, null);
        return true;
    }

    private static Task AuditAsync(
        DbSession session,
        ProjectId project,
        string verb,
        string resource,
        string? detail
    ) => AuditLog.WriteAsync(session, project, Operator, $"queue:{verb}", resource, "", detail);

    private static long Whole(string name, long value, long most) =>
        value >= 1 && value <= most
            ? value
            : throw new FormatException($"{name} takes a whole number from 1 to {most}, not '{value}'.");

    private static string Line(QueueState state) =>
        $"{state.ProjectId}  {state.Waiting, 8} waiting  {state.Running, 4} running  weight {state.Settings.Weight}"
        + $"  limit {state.Settings.RunningLimit?.ToString() ?? "none"}{(state.Settings.IsPaused ? "  paused" : "")}";

    private static Argument<string> ProjectArgument() => new("project-id");
}
