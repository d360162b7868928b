using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Groups and who is in them, with the audit record in the same transaction (I24).</summary>
internal sealed class Groups(Database database)
{
    private const int MaxName = 64;
    private const int MaxDescription = 255;

    /// <exception cref="Refusal">The name cannot be, or is taken.</exception>
    public async Task<GroupId> AddAsync(
        Author author,
        AccountId account,
        string name,
        string description,
        CancellationToken cancellation
    )
    {
        if (name.Length is 0 or > MaxName || name.Trim() != name || name.Any(char.IsControl))
            throw new Refusal(
                WireError.InvalidTokenRequest,
                $"a group's name has 1 to {MaxName} characters, not '{name}'"
            );
        if (description.Length > MaxDescription)
            throw new Refusal(WireError.InvalidTokenRequest, $"a description has at most {MaxDescription} characters");
        var group = new GroupId(Ids.New());
        return await database.WriteAsync(
            async session =>
            {
                if (!await GroupStore.AddAsync(session, group, account, name, description))
                    throw new Refusal(WireError.AlreadyThere, $"group {name}");
                await author.AuditAsync(session, "iam:groups:createGroup", group.Value, name);
                return group;
            },
            cancellation
        );
    }

    public Task RemoveAsync(Author author, Group group, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                await GroupStore.RemoveMembershipsAsync(session, group.Id);
                await GroupStore.RemoveAsync(session, group.Id);
                await author.AuditAsync(session, "iam:groups:deleteGroup", group.GroupId, group.Name);
                return true;
            },
            cancellation
        );

    /// <exception cref="Refusal">The user is in the group already.</exception>
    public Task AddMemberAsync(Author author, Group group, User user, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                if (!await GroupStore.AddMemberAsync(session, group.Id, user.Id))
                    throw new Refusal(WireError.AlreadyThere, $"user {user.Name} in group {group.Name}");
                await author.AuditAsync(session, "iam:groups:addUser", group.GroupId, user.UserId);
                return true;
            },
            cancellation
        );

    /// <exception cref="Refusal">The user is not in the group.</exception>
    public Task RemoveMemberAsync(Author author, Group group, User user, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                if (!await GroupStore.RemoveMemberAsync(session, group.Id, user.Id))
                    throw new Refusal(WireError.NotFound, $"user {user.Name} in group {group.Name}");
                await author.AuditAsync(session, "iam:groups:removeUser", group.GroupId, user.UserId);
                return true;
            },
            cancellation
        );
}
