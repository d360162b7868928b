using Cutroom.Server.Access;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Identity;

internal static class IdentityServices
{
    /// <summary>What the gate and the identity calls keep.</summary>
    public static void AddIdentity(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(_ => SealKeyFile.Open(options).Seal);
        services.AddSingleton<KnownVersion>().AddSingleton<IdentityDirectory>().AddHostedService<DirectoryListener>();
        services.AddSingleton<AccessKeyUse>().AddHostedService(provider => provider.GetRequiredService<AccessKeyUse>());
        services.AddSingleton<ReplayGuard>().AddSingleton<AccessKeys>();
        services.AddSingleton<Projects>().AddSingleton<AccessKeyEndpoints>();
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<PermissionCheck>();
        services.AddSingleton<Bootstrap>();
        services.AddSingleton<LoginSlots>();
        services.AddSingleton<CreateToken>();
    }
}
