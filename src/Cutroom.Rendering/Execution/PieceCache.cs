using System.Security.Cryptography;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Finished pieces kept by content: a folder of files named by key, each with its digest behind its bytes, so that a damaged one is
/// never used. Several processes may share the folder. Nothing here can fail a render.
/// </summary>
/// <param name="maxBytes">What the folder may hold; those unused for longest go first.</param>
internal sealed class PieceCache(string folder, long maxBytes, TimeProvider time)
{
    private const string Unfinished = "unfinished-";

    /// <summary>Pieces show pictures of files that may be deleted meanwhile, so they do not outlive their last use for long.</summary>
    private static readonly TimeSpan LongestUnused = TimeSpan.FromHours(24);

    public static PieceCache? Of(RendererOptions options, TimeProvider time) =>
        options is { PieceCacheFolder: { } folder, PieceCacheBytes: > 0 and var most } ? new(folder, most, time) : null;

    /// <summary>Writes the piece to <paramref name="target"/>; false when it is not there or no longer what was put.</summary>
    public bool TryGet(string key, string target)
    {
        var entry = Path.Combine(folder, key);
        try
        {
            using var file = File.OpenRead(entry);
            if (file.Length > SHA256.HashSizeInBytes && CopyPiece(file, target))
            {
                File.SetLastWriteTimeUtc(entry, time.GetUtcNow().UtcDateTime);
                return true;
            }

            File.Delete(entry);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            // It was never put, was evicted meanwhile, or the disk does not give it back: it is made anew.
        }

        return false;
    }

    /// <summary>Keeps a copy of a finished piece.</summary>
    public void Put(string key, string path)
    {
        try
        {
            if (new FileInfo(path).Length + SHA256.HashSizeInBytes > maxBytes)
            {
                return;
            }

            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $"{Unfinished}{Guid.NewGuid():n}");
            using (var source = File.OpenRead(path))
            using (var target = File.Create(unfinished))
            {
                target.Write(Copy(source, source.Length, target));
            }

            File.SetLastWriteTimeUtc(unfinished, time.GetUtcNow().UtcDateTime);
            File.Move(unfinished, Path.Combine(folder, key), overwrite: true);
            Evict();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A full or foreign disk keeps nothing; the piece itself is finished.
        }
    }

    /// <summary>Removes what has not been used for long, then what was used least recently until the rest fits.</summary>
    public void Evict()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var oldest = time.GetUtcNow().UtcDateTime - LongestUnused;
        long kept = 0;
        foreach (var file in new DirectoryInfo(folder).GetFiles().OrderByDescending(file => file.LastWriteTimeUtc))
        {
            var length = file.Length;
            if (file.LastWriteTimeUtc < oldest || kept + length > maxBytes)
            {
                file.Delete();
            }
            else
            {
                kept += length;
            }
        }
    }

    private static bool CopyPiece(FileStream entry, string target)
    {
        using var piece = File.Create(target);
        var digest = Copy(entry, entry.Length - SHA256.HashSizeInBytes, piece);
        var stored = new byte[SHA256.HashSizeInBytes];
        entry.ReadExactly(stored);
        return stored.AsSpan().SequenceEqual(digest);
    }

    /// <summary>Copies so many bytes and returns their digest.</summary>
    private static byte[] Copy(FileStream source, long bytes, FileStream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        while (bytes > 0)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length));
            source.ReadExactly(part);
            hash.AppendData(part);
            target.Write(part);
            bytes -= part.Length;
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>The cache as one render uses it.</summary>
/// <param name="EngineVersion">What the engine says of itself.</param>
internal sealed record KeptPieces(PieceCache Cache, string EngineVersion);
