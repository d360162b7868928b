using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;

namespace Cutroom.Server.Tests.Access;

internal static class PolicyUsers
{
    /// <summary>A user of the first account, with a key.</summary>
    /// <param name="systemPolicy">Granted everywhere; none where null.</param>
    /// <param name="documents">Policies of its own, granted everywhere.</param>
    public static async Task<SignedBytes> AddUserWithAsync(
        this RunningServer server,
        string? systemPolicy,
        params string[] documents
    )
    {
        var name = Ids.New();
        var (user, ak, sk) = await server.AddUserAsync(name, policy: systemPolicy);
        await server.WriteAsync(async session =>
        {
            foreach (var (number, document) in documents.Index())
            {
                var policy = new StoredPolicy($"{name}-{number}", "", document);
                await PolicyStore.AddAsync(session, new(server.Identity.AccountId), policy);
                await GrantStore.AddAsync(session, user, new Grant("", policy.Name));
            }

            await DirectoryVersion.RaiseAsync(session);
        });
        return new(server, ak, sk);
    }
}
