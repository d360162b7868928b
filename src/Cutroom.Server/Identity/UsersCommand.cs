using System.CommandLine;

namespace Cutroom.Server.Identity;

/// <summary><c>admin users</c>: list, show, create, enable, disable, password.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> Name = AdminVerb.Named("name", "The user's name.");
    private static readonly Option<string?> PasswordOption = new("--password")
    {
        Description =
            "A single dash reads it from standard input; one is made and printed once where this is left out.",
    };
    private static readonly Option<string?> DescriptionOption = new("--description") { Description = "For people." };

    public static Command Create() =>
        new("users", "Users of an account.")
        {
            new AdminVerb("list", "Shows every user, its account and state.", ListAsync),
            new AdminVerb("show", "Shows a user with its groups and access keys.", ShowAsync, Name),
            new AdminVerb(
                "create",
                "Makes a user, who may nothing yet.",
                CreateAsync,
                Name,
                PasswordOption,
                DescriptionOption
            ),
            new AdminVerb("enable", "Lets a user come in again.", call => SetEnabledAsync(call, true), Name),
            new AdminVerb(
                "disable",
                "Shuts a user out: within five seconds no node accepts its keys or tokens.",
                call => SetEnabledAsync(call, false),
                Name
            ),
            new AdminVerb(
                "password",
                "Sets a new password and ends the user's tokens.",
                SetPasswordAsync,
                Name,
                PasswordOption
            ),
        };

    private static async Task<Listing> ListAsync(AdminCall call)
    {
        var accounts = await call.Database.ReadAsync(AccountStore.ListAsync, call.Cancellation);
        var listing = new Listing("users", "user_id", "name", "account", "state", "description");
        foreach (var user in await call.Database.ReadAsync(UserStore.ListAsync, call.Cancellation))
        {
            listing.Add(
                user.UserId,
                user.Name,
                accounts.First(account => account.Id == user.Account).Name,
                State(user.IsEnabled),
                user.Description
            );
        }

        return listing;
    }

    private static async Task<Listing> ShowAsync(AdminCall call)
    {
        var user = await UserAsync(call);
        var (groups, keys) = await call.Database.ReadAsync(
            async session =>
                (await GroupStore.ListOfUserAsync(session, user.Id), await AccessKeyStore.ListAsync(session, user.Id)),
            call.Cancellation
        );
        return Listing.One(
            ("user_id", user.UserId),
            ("name", user.Name),
            ("state", State(user.IsEnabled)),
            ("description", user.Description),
            ("groups", string.Join(',', groups.Select(group => group.Name))),
            ("keys", string.Join(',', keys.Select(key => key.Ak)))
        );
    }

    private static async Task<Listing> CreateAsync(AdminCall call)
    {
        var account = await call.Names.AccountAsync();
        var (password, isOurs) = await PasswordAsync(call);
        var (name, description) = (call.Given.GetRequiredValue(Name), call.Given.GetValue(DescriptionOption) ?? "");
        var users = new Users(call.Database);
        var id = await users.AddAsync(Author.Operator, account.Id, name, password, description, call.Cancellation);
        return Listing.One(
            ("user_id", id.Value),
            ("name", name),
            ("account", account.Name),
            ("password", isOurs ? password : null)
        );
    }

    private static async Task<Listing> SetEnabledAsync(AdminCall call, bool enabled)
    {
        var user = await UserAsync(call);
        await new Users(call.Database).SetEnabledAsync(Author.Operator, user.Id, enabled, call.Cancellation);
        return Listing.One(("name", user.Name), ("state", State(enabled)));
    }

    private static async Task<Listing> SetPasswordAsync(AdminCall call)
    {
        var user = await UserAsync(call);
        var (password, isOurs) = await PasswordAsync(call);
        await new Users(call.Database).SetPasswordAsync(Author.Operator, user.Id, password, call.Cancellation);
        return Listing.One(("name", user.Name), ("password", isOurs ? password : null));
    }

    private static Task<User> UserAsync(AdminCall call) => call.Names.UserAsync(call.Given.GetRequiredValue(Name));

    private static async Task<(string Password, bool IsOurs)> PasswordAsync(AdminCall call) =>
        call.Given.GetValue(PasswordOption) is { } given
            ? (await AdminVerb.ReadSecretAsync(given, call.Cancellation), false)
            : (Secrets.NewPassword(), true);

    private static string State(bool isEnabled) => isEnabled ? "enabled" : "disabled";
}
