using System.Security.Cryptography;
using System.Text;

namespace Cutroom.Server.Identity;

/// <summary>Random texts that open something, and the fingerprint a token is kept under.</summary>
internal static class Secrets
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string NewAk() => RandomNumberGenerator.GetString(Upper, 20);

    public static string NewSk() => RandomNumberGenerator.GetString(Mixed, 40);

    public static string NewPassword() => RandomNumberGenerator.GetString(Mixed, 24);

    /// <returns>256 random bits in 64 hex digits.</returns>
    public static string NewToken() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static string TokenHash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
