using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>
/// The part of a delivery address that opens it: until when, and a MAC under the asset's own key over that and the bytes meant.
/// Players send no credentials, so whoever holds the address may read, as with the vendor's signed addresses.
/// </summary>
internal static class DeliveryGrant
{
    private const string Forever = "0";

    /// <param name="until">Null: as long as the asset has these bytes.</param>
    public static string Make(Asset asset, GenerationId generation, DateTimeOffset? until)
    {
        var end = until?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? Forever;
        return $"{end}-{Mac(asset, generation, end)}";
    }

    public static bool IsValid(string grant, Asset asset, GenerationId generation, DateTimeOffset now) =>
        grant.Split('-') is [var end, var mac]
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(mac),
            Encoding.UTF8.GetBytes(Mac(asset, generation, end))
        )
        && (end == Forever || now.ToUnixTimeSeconds() < seconds);

    private static string Mac(Asset asset, GenerationId generation, string end) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(asset.DeliveryKey),
                Encoding.UTF8.GetBytes($"{asset.AssetId}\n{generation}\n{end}")
            )
        );
}
