using System.CommandLine;

namespace Cutroom.Server.Identity;

/// <summary><c>admin groups</c>: list, create, delete, add, remove.</summary>
internal static class GroupsCommand
{
    private static readonly Argument<string> Name = AdminVerb.Named("group", "The group's name.");
    private static readonly Argument<string> Member = AdminVerb.Named("user", "The user's name.");
    private static readonly Option<string?> DescriptionOption = new("--description") { Description = "For people." };

    public static Command Create() =>
        new("groups", "Groups of users, who share what is granted to the group.")
        {
            new AdminVerb("list", "Shows the groups of an account and who is in them.", ListAsync),
            new AdminVerb("create", "Makes a group.", CreateAsync, Name, DescriptionOption),
            new AdminVerb("delete", "Removes a group; its members stay.", DeleteAsync, Name),
            new AdminVerb("add", "Puts a user into a group.", call => SetMemberAsync(call, true), Name, Member),
            new AdminVerb("remove", "Takes a user out of a group.", call => SetMemberAsync(call, false), Name, Member),
        };

    private static async Task<Listing> ListAsync(AdminCall call)
    {
        var account = await call.Names.AccountAsync();
        var listing = new Listing("groups", "group_id", "name", "members", "description");
        var groups = await call.Database.ReadAsync(
            session => GroupStore.ListAsync(session, account.Id),
            call.Cancellation
        );
        foreach (var group in groups)
        {
            var members = await call.Database.ReadAsync(
                session => GroupStore.ListMemberNamesAsync(session, group.Id),
                call.Cancellation
            );
            listing.Add(group.GroupId, group.Name, string.Join(',', members), group.Description);
        }

        return listing;
    }

    private static async Task<Listing> CreateAsync(AdminCall call)
    {
        var account = await call.Names.AccountAsync();
        var (name, description) = (call.Given.GetRequiredValue(Name), call.Given.GetValue(DescriptionOption) ?? "");
        var groups = new Groups(call.Database);
        var id = await groups.AddAsync(Author.Operator, account.Id, name, description, call.Cancellation);
        return Listing.One(("group_id", id.Value), ("name", name), ("account", account.Name));
    }

    private static async Task<Listing> DeleteAsync(AdminCall call)
    {
        var group = await call.Names.GroupAsync(call.Given.GetRequiredValue(Name));
        await new Groups(call.Database).RemoveAsync(Author.Operator, group, call.Cancellation);
        return Listing.One(("name", group.Name), ("state", "deleted"));
    }

    private static async Task<Listing> SetMemberAsync(AdminCall call, bool isMember)
    {
        var group = await call.Names.GroupAsync(call.Given.GetRequiredValue(Name));
        var user = await call.Names.UserAsync(call.Given.GetRequiredValue(Member));
        var groups = new Groups(call.Database);
        if (isMember)
            await groups.AddMemberAsync(Author.Operator, group, user, call.Cancellation);
        else
            await groups.RemoveMemberAsync(Author.Operator, group, user, call.Cancellation);
        return Listing.One(("group", group.Name), ("user", user.Name), ("member", isMember));
    }
}
