using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>
/// The directory's version as this node knows it: asked for again each second, and at once after <see cref="Distrust"/>. Whoever uses
/// what it kept asks here first, so a node that cannot reach the database serves nothing from memory (I23).
/// </summary>
internal sealed class KnownVersion(Database database, TimeProvider time)
{
    /// <summary>Of the five seconds promised, the rest is left for slow answers of the database and for the request itself.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private Known? last;
    private Task<long>? reading;
    private long distrusts;

    public ValueTask<long> GetAsync() =>
        Volatile.Read(ref last) is { } known && time.GetElapsedTime(known.SinceTimestamp) < Trust
            ? new(known.Version)
            : new(ReadOnceAsync());

    /// <summary>Something changed, here or elsewhere: the next request asks.</summary>
    public void Distrust()
    {
        lock (turn)
        {
            distrusts++;
            last = null;
            reading = null;
        }
    }

    /// <summary>Requests that come while one asks wait for its answer.</summary>
    private Task<long> ReadOnceAsync()
    {
        lock (turn)
        {
            if (reading is null or { IsCompleted: true })
                reading = ReadAsync(distrusts);
            return reading;
        }
    }

    private async Task<long> ReadAsync(long distrustsBefore)
    {
        var since = time.GetTimestamp();
        // Not cancelled with the request that began it: others wait for it.
        var version = await Task.Run(() => database.ReadAsync(DirectoryVersion.ReadAsync, CancellationToken.None));
        lock (turn)
        {
            if (distrusts == distrustsBefore)
                last = new(version, since);
        }

        return version;
    }

    private sealed record Known(long Version, long SinceTimestamp);
}
