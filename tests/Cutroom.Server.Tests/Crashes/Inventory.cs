using System.Security.Cryptography;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>All that a restarted server holds, through its interfaces and on its disk.</summary>
/// <param name="Tasks">As listed, page by page.</param>
/// <param name="Total">As the list says.</param>
/// <param name="Outputs">Every asset that any call shows, but for the uploaded ones.</param>
/// <param name="Uploads">Every uploaded asset that is shown and ready.</param>
/// <param name="Integrity">The database's own verdict; "ok" where nothing is wrong.</param>
internal sealed record Inventory(
    IReadOnlyList<ListedTask> Tasks,
    long Total,
    IReadOnlyList<ShownOutput> Outputs,
    IReadOnlyList<ShownOutput> Uploads,
    string Integrity
);

internal sealed record ListedTask(string TaskId, string AssetId, string Status, int Attempt);

/// <param name="Recorded">What the store says of its bytes.</param>
/// <param name="Found">What the bytes are; null where there are none.</param>
internal sealed record ShownOutput(string AssetId, ContentFacts Recorded, ContentFacts? Found);

internal sealed record ContentFacts(long Size, string Sha256)
{
    public static ContentFacts Of(byte[] bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
