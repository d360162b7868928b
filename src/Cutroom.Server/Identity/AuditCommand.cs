using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary><c>admin audit</c>: list and export the records of changes.</summary>
internal static class AuditCommand
{
    private const int PageSize = 1000;

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Not before this time, as 2026-01-31T12:00:00Z.",
    };
    private static readonly Option<string?> Until = new("--until") { Description = "Before this time." };
    private static readonly Option<string?> ProjectOption = new("--project") { Description = "Id of the project." };
    private static readonly Option<string?> UserOption = new("--user") { Description = "Id of who made the change." };
    private static readonly Option<string?> ActionOption = new("--action")
    {
        Description = "How the action's name begins.",
    };
    private static readonly Option<string?> ResourceOption = new("--resource") { Description = "What was changed." };
    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "The newest so many, 1 to 10000.",
        DefaultValueFactory = _ => 100,
    };

    public static Command Create() =>
        new("audit", "Who changed what, and when.")
        {
            new AdminVerb("list", "Shows the newest records.", ListAsync, [Limit, .. Filters]),
            ExportVerb(),
        };

    private static IReadOnlyList<Option> Filters =>
        [From, Until, ProjectOption, UserOption, ActionOption, ResourceOption];

    private static async Task<Listing> ListAsync(AdminCall call)
    {
        var (limit, filter) = (call.Given.GetValue(Limit), FilterOf(call.Given));
        if (limit is < 1 or > 10_000)
            throw new FormatException($"--limit takes 1 to 10000, not {limit}.");
        var listing = new Listing(
            "records",
            "audit_id",
            "at",
            "user_id",
            "action",
            "resource",
            "project_id",
            "request_id",
            "detail"
        );
        var found = await call.Database.ReadAsync(
            session => AuditStore.ListAsync(session, filter, before: null, limit),
            call.Cancellation
        );
        foreach (var record in found)
        {
            listing.Add(
                record.AuditId,
                At(record),
                record.UserId,
                record.Action,
                record.Resource,
                record.ProjectId,
                record.RequestId,
                record.Detail
            );
        }

        return listing;
    }

    /// <summary>Streams: the table may be larger than memory.</summary>
    private static Command ExportVerb()
    {
        var start = new StartOptions();
        var command = new Command("export", "Writes the records as JSON lines, newest first.");
        foreach (var option in Filters)
            command.Add(option);
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    (database, _) =>
                        ExportAsync(database, FilterOf(given), given.InvocationConfiguration.Output, cancellation),
                    cancellation
                )
        );
        return command;
    }

    private static async Task ExportAsync(
        Database database,
        AuditFilter filter,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        string? before = null;
        while (true)
        {
            var from = before;
            var page = await database.ReadAsync(
                session => AuditStore.ListAsync(session, filter, from, PageSize),
                cancellation
            );
            foreach (var record in page)
                await output.WriteLineAsync(Line(record));
            if (page.Count < PageSize)
                return;
            before = page[^1].AuditId;
        }
    }

    private static string Line(AuditRecord record)
    {
        using var bytes = new MemoryStream();
        using (var line = new Utf8JsonWriter(bytes))
        {
            line.WriteStartObject();
            line.WriteString("audit_id", record.AuditId);
            line.WriteString("at", At(record));
            line.WriteString("user_id", record.UserId);
            line.WriteString("action", record.Action);
            line.WriteString("resource", record.Resource);
            line.WriteString("project_id", record.ProjectId);
            line.WriteString("request_id", record.RequestId);
            line.WriteString("detail", record.Detail);
            line.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static AuditFilter FilterOf(ParseResult given) =>
        new(
            TimeOf(given, From) ?? 0,
            TimeOf(given, Until) ?? long.MaxValue,
            given.GetValue(ProjectOption) ?? "",
            given.GetValue(UserOption) ?? "",
            given.GetValue(ActionOption) ?? "",
            given.GetValue(ResourceOption) ?? ""
        );

    private static long? TimeOf(ParseResult given, Option<string?> option) =>
        given.GetValue(option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUnixTimeMilliseconds()
        : throw new FormatException($"{option.Name} takes a time such as 2026-01-31T12:00:00Z, not '{text}'.");

    private static string At(AuditRecord record) =>
        WireTime.Microseconds(DateTimeOffset.FromUnixTimeMilliseconds(record.AtMs));
}
