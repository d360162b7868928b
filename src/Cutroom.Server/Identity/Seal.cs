using System.Security.Cryptography;
using System.Text;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>
/// Closes secrets with AES-256-GCM under a key that is not in the database, bound to the access key, its user and the key's
/// version: a sealed secret moved to another row does not open (I18).
/// </summary>
internal sealed class Seal(byte[] key)
{
    /// <summary>Of the seal key; kept beside what it sealed, so that a later key can take over row by row.</summary>
    public const long KeyVersion = 1;

    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public string Close(string secret, string ak, UserId user) => Close(secret, $"{ak}|{user.Value}");

    /// <param name="owner">The row that the secret belongs to, in no other row's words.</param>
    public string Close(string secret, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var closed = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(closed.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            closed.AsSpan(0, NonceBytes),
            plain,
            closed.AsSpan(NonceBytes, plain.Length),
            closed.AsSpan(NonceBytes + plain.Length),
            BoundTo(owner, KeyVersion)
        );
        CryptographicOperations.ZeroMemory(plain);
        return Convert.ToBase64String(closed);
    }

    /// <exception cref="CryptographicException">Another seal key, another row's secret, or a changed text.</exception>
    public byte[] Open(string closedText, string ak, UserId user, long keyVersion) =>
        Open(closedText, $"{ak}|{user.Value}", keyVersion);

    /// <inheritdoc cref="Open(string, string, UserId, long)"/>
    public byte[] Open(string closedText, string owner, long keyVersion)
    {
        var closed = Convert.FromBase64String(closedText);
        if (closed.Length < NonceBytes + TagBytes)
            throw new CryptographicException("The sealed secret is too short.");
        var plain = new byte[closed.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(
            closed.AsSpan(0, NonceBytes),
            closed.AsSpan(NonceBytes, plain.Length),
            closed.AsSpan(NonceBytes + plain.Length),
            plain,
            BoundTo(owner, keyVersion)
        );
        return plain;
    }

    private static byte[] BoundTo(string owner, long keyVersion) => Encoding.UTF8.GetBytes($"{owner}|{keyVersion}");
}
