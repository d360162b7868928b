using System.CommandLine;

namespace Cutroom.Server.Identity;

/// <summary><c>admin projects</c> and <c>admin accounts</c>: list, create, enable, disable.</summary>
internal static class ProjectsCommand
{
    private static readonly Argument<string> Name = AdminVerb.Named(
        "name",
        "A region or region_sub; also the id of a project."
    );
    private static readonly Argument<string> AccountName = AdminVerb.Named("name", "The account's name.");
    private static readonly Option<string?> DescriptionOption = new("--description") { Description = "For people." };

    public static Command Create() =>
        new("projects", "Projects of an account, each in a region.")
        {
            new AdminVerb("list", "Shows the projects of an account.", ListAsync),
            new AdminVerb("create", "Makes a project.", CreateAsync, Name, DescriptionOption),
            new AdminVerb("enable", "Lets a project answer again.", call => SetEnabledAsync(call, true), Name),
            new AdminVerb(
                "disable",
                "Stops every call on a project; its tasks and assets stay.",
                call => SetEnabledAsync(call, false),
                Name
            ),
        };

    public static Command CreateForAccounts() =>
        new("accounts", "Accounts, which share nothing.")
        {
            new AdminVerb("list", "Shows every account.", ListAccountsAsync),
            new AdminVerb("create", "Makes an account without users and projects.", CreateAccountAsync, AccountName),
            new AdminVerb(
                "enable",
                "Lets an account's users come in again.",
                call => SetAccountAsync(call, true),
                AccountName
            ),
            new AdminVerb(
                "disable",
                "Shuts all users of an account out.",
                call => SetAccountAsync(call, false),
                AccountName
            ),
        };

    private static async Task<Listing> ListAsync(AdminCall call)
    {
        var account = await call.Names.AccountAsync();
        var listing = new Listing("projects", "project_id", "name", "state", "description");
        var projects = await call.Database.ReadAsync(
            session => ProjectStore.ListAsync(session, account.Id),
            call.Cancellation
        );
        foreach (var project in projects)
            listing.Add(project.ProjectId, project.Name, State(project.IsEnabled), project.Description);
        return listing;
    }

    private static async Task<Listing> CreateAsync(AdminCall call)
    {
        var account = await call.Names.AccountAsync();
        var project = await new Projects(call.Database).AddAsync(
            Author.Operator,
            account.Id,
            call.Given.GetRequiredValue(Name),
            call.Given.GetValue(DescriptionOption) ?? "",
            call.Cancellation
        );
        return Listing.One(("project_id", project.ProjectId), ("name", project.Name), ("account", account.Name));
    }

    private static async Task<Listing> SetEnabledAsync(AdminCall call, bool enabled)
    {
        var project = await call.Names.ProjectAsync(call.Given.GetRequiredValue(Name));
        await new Projects(call.Database).SetEnabledAsync(Author.Operator, project, enabled, call.Cancellation);
        return Listing.One(("name", project.Name), ("state", State(enabled)));
    }

    private static async Task<Listing> ListAccountsAsync(AdminCall call)
    {
        var listing = new Listing("accounts", "account_id", "name", "state");
        foreach (var account in await call.Database.ReadAsync(AccountStore.ListAsync, call.Cancellation))
            listing.Add(account.AccountId, account.Name, State(account.IsEnabled));
        return listing;
    }

    private static async Task<Listing> CreateAccountAsync(AdminCall call)
    {
        var name = call.Given.GetRequiredValue(AccountName);
        var id = await new Accounts(call.Database).AddAsync(Author.Operator, name, call.Cancellation);
        return Listing.One(("account_id", id.Value), ("name", name));
    }

    private static async Task<Listing> SetAccountAsync(AdminCall call, bool enabled)
    {
        var account = await call.Names.AccountAsync(call.Given.GetRequiredValue(AccountName));
        await new Accounts(call.Database).SetEnabledAsync(Author.Operator, account, enabled, call.Cancellation);
        return Listing.One(("name", account.Name), ("state", State(enabled)));
    }

    private static string State(bool isEnabled) => isEnabled ? "enabled" : "disabled";
}
