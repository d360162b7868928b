using System.Security.Cryptography;
using System.Text;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Identity;

/// <summary>Finds the seal key: given as text or file, or made once in the data folder.</summary>
internal static class SealKeyFile
{
    public const string Form = "a file with, or the text of, 32 bytes in base64 or hex";

    /// <returns>The seal, and a warning for the operator where the key lies beside the database.</returns>
    /// <exception cref="FormatException">The key has another form.</exception>
    /// <exception cref="InvalidOperationException">Others may read the key file.</exception>
    public static (Seal Seal, string? Warning) Open(ServerOptions options)
    {
        if (options.SealKey is { Length: > 0 } given)
            return (new Seal(Parse(File.Exists(given) ? ReadPrivate(given) : given)), null);

        var path = Path.Combine(options.DataFolder, "seal.key");
        if (!File.Exists(path))
            Create(path);
        return (
            new Seal(Parse(ReadPrivate(path))),
            $"The key that seals access keys lies in the data folder ({path}). "
                + "Keep it elsewhere and name it in CUTROOM_SEAL_KEY, so that a stolen data folder gives no secrets away."
        );
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // inside the data folder, so it has a parent
        var unfinished = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(unfinished, options))
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Seal.KeyBytes));
            file.Write(Encoding.ASCII.GetBytes(key));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key counts.
            File.Delete(unfinished);
        }
    }

    private static string ReadPrivate(string path)
    {
        const UnixFileMode others =
            UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if ((File.GetUnixFileMode(path) & others) != 0)
            throw new InvalidOperationException($"Others may read or change the seal key: run chmod 600 {path}");
        return File.ReadAllText(path);
    }

    private static byte[] Parse(string text)
    {
        var trimmed = text.Trim();
        var key = new byte[Seal.KeyBytes];
        if (trimmed.Length == 2 * Seal.KeyBytes && trimmed.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(trimmed);
        if (Convert.TryFromBase64String(trimmed, key, out var length) && length == Seal.KeyBytes)
            return key;
        throw new FormatException($"CUTROOM_SEAL_KEY takes {Form}.");
    }
}
