using System.CommandLine;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary><c>admin keys</c>: list, create, import, rotate, enable, disable, delete.</summary>
internal static class KeysCommand
{
    private static readonly Option<string?> UserOption = new("--user")
    {
        Description = "Name of the user; the account's first user by default.",
    };
    private static readonly Option<string> AkOption = new("--ak") { Description = "Public half.", Required = true };
    private static readonly Option<string> SkOption = new("--sk")
    {
        Description = "Secret half; a single dash reads it from standard input, where other processes cannot see it.",
        Required = true,
    };
    private static readonly Option<string?> DescriptionOption = new("--description") { Description = "For people." };
    private static readonly Argument<string> Ak = AdminVerb.Named("ak", "The access key.");

    public static Command Create() =>
        new("keys", "Access keys of users: at most two each.")
        {
            new AdminVerb(
                "list",
                "Shows every access key, its user, state and last use. Secrets are not shown.",
                ListAsync
            ),
            new AdminVerb(
                "create",
                "Makes an access key and prints it once.",
                CreateAsync,
                UserOption,
                DescriptionOption
            ),
            new AdminVerb(
                "import",
                "Takes over a key that exists elsewhere.",
                ImportAsync,
                AkOption,
                SkOption,
                UserOption,
                DescriptionOption
            ),
            new AdminVerb("rotate", "Ends a key and prints a new one for its user, once.", RotateAsync, Ak),
            new AdminVerb("enable", "Lets a key sign again.", call => SetEnabledAsync(call, true), Ak),
            new AdminVerb(
                "disable",
                "Ends a key: within five seconds no node accepts it.",
                call => SetEnabledAsync(call, false),
                Ak
            ),
            new AdminVerb("delete", "Removes a key for good.", DeleteAsync, Ak),
        };

    private static async Task<Listing> ListAsync(AdminCall call)
    {
        var users = await call.Database.ReadAsync(UserStore.ListAsync, call.Cancellation);
        var listing = new Listing("keys", "ak", "user", "state", "created", "last_used", "description");
        foreach (var key in await call.Database.ReadAsync(AccessKeyStore.ListAsync, call.Cancellation))
        {
            listing.Add(
                key.Ak,
                users.First(user => user.Id == key.User).Name,
                key.IsEnabled ? "enabled" : "disabled",
                WireTime.Seconds(key.CreatedMs),
                key.LastUsedMs is { } used ? WireTime.Seconds(used) : null,
                key.Description
            );
        }

        return listing;
    }

    private static async Task<Listing> CreateAsync(AdminCall call)
    {
        var (ak, sk) = (Secrets.NewAk(), Secrets.NewSk());
        return await AddAsync(call, ak, sk, ("sk", sk));
    }

    private static async Task<Listing> ImportAsync(AdminCall call)
    {
        var sk = await AdminVerb.ReadSecretAsync(call.Given.GetRequiredValue(SkOption), call.Cancellation);
        return await AddAsync(call, call.Given.GetRequiredValue(AkOption), sk);
    }

    private static async Task<Listing> AddAsync(
        AdminCall call,
        string ak,
        string sk,
        params IReadOnlyList<(string, object?)> shown
    )
    {
        var user = await call.Names.UserAsync(call.Given.GetValue(UserOption));
        var description = call.Given.GetValue(DescriptionOption) ?? "";
        await new AccessKeys(call.Database, call.Seal).AddAsync(
            Author.Operator,
            user.Id,
            ak,
            sk,
            description,
            call.Cancellation
        );
        return Listing.One([("ak", ak), .. shown, ("user", user.Name)]);
    }

    private static async Task<Listing> RotateAsync(AdminCall call)
    {
        var (ak, sk) = (Secrets.NewAk(), Secrets.NewSk());
        var old = call.Given.GetRequiredValue(Ak);
        await new AccessKeys(call.Database, call.Seal).RotateAsync(Author.Operator, old, ak, sk, call.Cancellation);
        return Listing.One(("ak", ak), ("sk", sk), ("replaces", old));
    }

    private static async Task<Listing> SetEnabledAsync(AdminCall call, bool enabled)
    {
        var ak = call.Given.GetRequiredValue(Ak);
        var keys = new AccessKeys(call.Database, call.Seal);
        await keys.ChangeAsync(Author.Operator, ak, enabled, description: null, call.Cancellation);
        return Listing.One(("ak", ak), ("state", enabled ? "enabled" : "disabled"));
    }

    private static async Task<Listing> DeleteAsync(AdminCall call)
    {
        var ak = call.Given.GetRequiredValue(Ak);
        await new AccessKeys(call.Database, call.Seal).RemoveAsync(Author.Operator, ak, call.Cancellation);
        return Listing.One(("ak", ak), ("state", "deleted"));
    }
}
