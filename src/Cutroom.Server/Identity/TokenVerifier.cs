using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Verifies tokens against the hashes of those that were given out.</summary>
internal sealed class TokenVerifier(IdentityDirectory directory, TimeProvider time)
{
    /// <exception cref="Refusal">401 with the reason.</exception>
    public async Task<(Principal Principal, Token Token)> VerifyAsync(string text, CancellationToken cancellation)
    {
        var token =
            await directory.FindTokenAsync(Secrets.TokenHash(text), cancellation)
            ?? throw new Refusal(WireError.UnreadableToken);
        if (token.IsRevoked)
            throw new Refusal(WireError.RevokedToken);
        if (token.ExpiresMs <= time.GetUtcNow().ToUnixTimeMilliseconds())
            throw new Refusal(
                WireError.ExpiredToken,
                WireTime.Microseconds(DateTimeOffset.FromUnixTimeMilliseconds(token.ExpiresMs))
            );

        var principal = await directory.FindPrincipalAsync(new(token.UserId), cancellation);
        return principal is { IsEnabled: true } ? (principal, token) : throw new Refusal(WireError.RevokedToken);
    }
}
