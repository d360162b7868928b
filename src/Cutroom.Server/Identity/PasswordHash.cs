using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cutroom.Server.Identity;

/// <summary>PBKDF2-HMAC-SHA-512 with its cost and salt in the text: <c>pbkdf2-sha512$220000$salt$digest</c> (I18).</summary>
internal static class PasswordHash
{
    public const int Iterations = 220_000;

    private const string Algorithm = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int DigestBytes = 32;

    /// <summary>Checked for users that do not exist, so that their logins take as long.</summary>
    public static readonly string OfNobody = Text(Iterations, new byte[SaltBytes], new byte[DigestBytes]);

    /// <summary>Costs a core for some hundred milliseconds.</summary>
    public static string Make(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Iterations, salt, Derive(password, salt, Iterations));
    }

    /// <summary>Costs as much as <see cref="Make"/>, whatever the answer.</summary>
    public static bool Fits(string password, string hash)
    {
        if (hash.Split('$') is not [Algorithm, var iterations, var salt, var digest])
            throw new FormatException("The stored password hash is of another kind.");
        var derived = Derive(
            password,
            Convert.FromBase64String(salt),
            int.Parse(iterations, NumberStyles.None, CultureInfo.InvariantCulture)
        );
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(digest));
    }

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            salt,
            iterations,
            HashAlgorithmName.SHA512,
            DigestBytes
        );

    private static string Text(int iterations, byte[] salt, byte[] digest) =>
        $"{Algorithm}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(digest)}";
}
