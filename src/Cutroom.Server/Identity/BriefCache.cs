using System.Collections.Concurrent;

namespace Cutroom.Server.Identity;

/// <summary>Keeps what was found for a moment, so that a change is noticed on every node within <see cref="Life"/> (I23).</summary>
internal sealed class BriefCache<TKey, TValue>(TimeProvider time)
    where TKey : notnull
    where TValue : class
{
    /// <summary>Below the five seconds promised, which leaves room for the request itself.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, long SinceTimestamp)> entries = new();

    /// <summary>What is not there is not kept: it is asked for again each time.</summary>
    public async ValueTask<TValue?> FindAsync(TKey key, Func<Task<TValue?>> load)
    {
        if (entries.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.SinceTimestamp) < Life)
            return entry.Value;
        var since = time.GetTimestamp();
        if (await load() is not { } value)
            return null;
        if (entries.Count >= MaxEntries)
            entries.Clear();
        entries[key] = (value, since);
        return value;
    }
}
