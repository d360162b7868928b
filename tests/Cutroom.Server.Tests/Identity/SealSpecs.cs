using System.Security.Cryptography;
using System.Text;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Secrets are sealed under a key that is elsewhere, and bound to their row (I18).</summary>
public sealed class SealSpecs : IDisposable
{
    private static readonly UserId User = new("u");

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-seal-").FullName;
    private readonly Seal seal = new(RandomNumberGenerator.GetBytes(Seal.KeyBytes));

    [Fact]
    public void What_was_sealed_opens_again() =>
        Assert.Equal("secret", Encoding.UTF8.GetString(seal.Open(seal.Close("secret", "AK", User), "AK", User, 1)));

    [Fact]
    public void The_same_secret_never_looks_the_same() =>
        Assert.NotEqual(seal.Close("secret", "AK", User), seal.Close("secret", "AK", User));

    [Fact]
    public void A_sealed_secret_does_not_open_in_another_row()
    {
        var closed = seal.Close("secret", "AK", User);

        Assert.ThrowsAny<CryptographicException>(() => seal.Open(closed, "OTHER", User, 1));
        Assert.ThrowsAny<CryptographicException>(() => seal.Open(closed, "AK", new("v"), 1));
        Assert.ThrowsAny<CryptographicException>(() => seal.Open(closed, "AK", User, 2));
    }

    [Fact]
    public void A_changed_text_or_another_key_does_not_open()
    {
        var closed = seal.Close("secret", "AK", User);
        var bytes = Convert.FromBase64String(closed);
        bytes[^1] ^= 1;
        var other = new Seal(RandomNumberGenerator.GetBytes(Seal.KeyBytes));

        Assert.ThrowsAny<CryptographicException>(() => seal.Open(Convert.ToBase64String(bytes), "AK", User, 1));
        Assert.ThrowsAny<CryptographicException>(() => other.Open(closed, "AK", User, 1));
        Assert.ThrowsAny<CryptographicException>(() => seal.Open("AAAA", "AK", User, 1));
    }

    [Fact]
    public void A_key_is_made_once_readable_by_its_owner_alone_and_the_operator_is_warned()
    {
        var options = new ServerOptions { DataFolder = folder };

        var (first, warning) = SealKeyFile.Open(options);
        var (second, _) = SealKeyFile.Open(options);

        Assert.Equal("x"u8, second.Open(first.Close("x", "AK", User), "AK", User, 1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Contains("CUTROOM_SEAL_KEY", warning);
    }

    [Fact]
    public void A_key_file_others_may_read_is_refused()
    {
        var options = new ServerOptions { DataFolder = folder };
        SealKeyFile.Open(options);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var exception = Assert.Throws<InvalidOperationException>(() => SealKeyFile.Open(options));

        Assert.Contains("chmod 600", exception.Message);
    }

    [Fact]
    public void A_key_can_be_given_as_text_or_as_a_file_elsewhere()
    {
        var key = RandomNumberGenerator.GetBytes(Seal.KeyBytes);
        var file = Path.Combine(folder, "elsewhere");
        File.WriteAllText(file, Convert.ToBase64String(key) + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);

        var asHex = SealKeyFile.Open(new ServerOptions { SealKey = Convert.ToHexString(key) });
        var asFile = SealKeyFile.Open(new ServerOptions { SealKey = file });

        Assert.Equal("x"u8, asFile.Seal.Open(asHex.Seal.Close("x", "AK", User), "AK", User, 1));
        Assert.Null(asFile.Warning);
        Assert.Throws<FormatException>(() => SealKeyFile.Open(new ServerOptions { SealKey = "short" }));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string KeyFile => Path.Combine(folder, "seal.key");
}
