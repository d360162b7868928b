using System.Collections.Concurrent;

namespace Cutroom.Server.Identity;

/// <summary>Keeps what was found for a moment, so that a change is noticed on every node within <see cref="Life"/> (I23).</summary>
/// <param name="wipe">Called with what nobody can be using any more.</param>
internal sealed class BriefCache<TKey, TValue>(TimeProvider time, Action<TValue>? wipe = null)
    where TKey : notnull
    where TValue : class
{
    /// <summary>Below the five seconds promised, which leaves room for the request itself.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    /// <summary>Long after the last request that found an entry has let go of it.</summary>
    private static readonly TimeSpan Disused = TimeSpan.FromSeconds(30);

    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, long SinceTimestamp)> entries = new();
    private long sweptTimestamp = time.GetTimestamp();

    /// <summary>What is not there is not kept: it is asked for again each time.</summary>
    public async ValueTask<TValue?> FindAsync(TKey key, Func<Task<TValue?>> load)
    {
        if (entries.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.SinceTimestamp) < Life)
            return entry.Value;
        var since = time.GetTimestamp();
        if (await load() is not { } value)
            return null;
        Sweep();
        if (entries.Count < MaxEntries)
            entries[key] = (value, since);
        return value;
    }

    private void Sweep()
    {
        var swept = Volatile.Read(ref sweptTimestamp);
        if (
            time.GetElapsedTime(swept) < Disused
            || Interlocked.CompareExchange(ref sweptTimestamp, time.GetTimestamp(), swept) != swept
        )
            return;
        foreach (var (key, entry) in entries)
        {
            if (
                time.GetElapsedTime(entry.SinceTimestamp) > Disused
                && entries.TryRemove(KeyValuePair.Create(key, entry))
            )
                wipe?.Invoke(entry.Value);
        }
    }
}
