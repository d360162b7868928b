using System.Security.Cryptography;
using System.Text;

namespace Cutroom.Server.Events;

/// <summary>Headers by which a receiver knows that an event is ours and not replayed. Source: Standard Webhooks specification, 1.0.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const int SecretBytes = 32;

    /// <returns><c>whsec_</c> and 32 random bytes in base64.</returns>
    public static string NewSecret() =>
        SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="secret">As <see cref="NewSecret"/> makes it.</param>
    /// <param name="id">The same on every try, for receivers to tell repeats.</param>
    /// <param name="seconds">Unix time of this try; receivers refuse what is older than five minutes.</param>
    /// <returns>Value of <c>webhook-signature</c>.</returns>
    public static string Of(string secret, string id, long seconds, string body)
    {
        var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
        var signed = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{seconds}.{body}"));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
