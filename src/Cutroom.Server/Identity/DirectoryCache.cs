using System.Collections.Concurrent;

namespace Cutroom.Server.Identity;

/// <summary>
/// Keeps what was found in the directory for as long as the directory's version stays the same, and no longer than <see cref="Life"/>.
/// </summary>
internal sealed class DirectoryCache<TKey, TValue> : IDisposable
    where TKey : notnull
    where TValue : class
{
    /// <summary>Secrets in clear are kept for a minute, so the rest is, too.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>Long after the last request that found an entry has let go of it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<TKey, Entry> entries = new();
    private readonly ConcurrentQueue<(TValue Value, long SinceTimestamp)> retired = new();
    private readonly TimeProvider time;
    private readonly Action<TValue>? wipe;
    private readonly ITimer sweep;

    /// <param name="wipe">Called with what nobody can be using any more.</param>
    public DirectoryCache(TimeProvider time, Action<TValue>? wipe = null)
    {
        (this.time, this.wipe) = (time, wipe);
        sweep = time.CreateTimer(_ => Sweep(), null, Grace, Grace);
    }

    /// <summary>What is not there is not kept: it is asked for again each time.</summary>
    /// <param name="version">The directory's, read before <paramref name="load"/> reads anything.</param>
    public ValueTask<TValue?> FindAsync(TKey key, long version, Func<Task<TValue?>> load) =>
        entries.TryGetValue(key, out var entry)
        && entry.Version == version
        && time.GetElapsedTime(entry.SinceTimestamp) < Life
            ? new(entry.Value)
            : new(LoadAsync(key, version, load));

    public void Dispose() => sweep.Dispose();

    private async Task<TValue?> LoadAsync(TKey key, long version, Func<Task<TValue?>> load)
    {
        var since = time.GetTimestamp();
        if (await load() is not { } value)
            return null;
        if (entries.Count >= MaxEntries)
            return value;
        entries.AddOrUpdate(
            key,
            new Entry(value, version, since),
            (_, replaced) =>
            {
                Retire(replaced);
                return new(value, version, since);
            }
        );
        return value;
    }

    private void Retire(Entry entry) => retired.Enqueue((entry.Value, time.GetTimestamp()));

    private void Sweep()
    {
        while (
            retired.TryPeek(out var oldest)
            && time.GetElapsedTime(oldest.SinceTimestamp) >= Grace
            && retired.TryDequeue(out oldest)
        )
            wipe?.Invoke(oldest.Value);
        foreach (var (key, entry) in entries)
        {
            if (time.GetElapsedTime(entry.SinceTimestamp) >= Life && entries.TryRemove(KeyValuePair.Create(key, entry)))
                Retire(entry);
        }
    }

    private sealed record Entry(TValue Value, long Version, long SinceTimestamp);
}
