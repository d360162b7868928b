using System.Security.Cryptography;

namespace Cutroom.Rendering.Verification;

/// <summary>Size and SHA-256 of a folder's files in the order of their names: for one file, simply its own.</summary>
internal static class OutputDigest
{
    public static async Task<(string Sha256, long SizeBytes)> ComputeAsync(
        string folder,
        CancellationToken cancellation
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        var buffer = new byte[1 << 20];
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            await using var file = File.OpenRead(path);
            int read;
            while ((read = await file.ReadAsync(buffer, cancellation)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                size += read;
            }
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }
}
