using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cutroom.Server.Identity;

/// <summary>
/// Shuts a name out after too many failures from one address. Counted per name and address, or anyone could shut out a name
/// that is known (I22).
/// </summary>
/// <param name="mostFailures">The failure that reaches this number shuts the name out.</param>
/// <param name="window">Failures further apart than this do not add up.</param>
internal sealed class FailureLimiter(TimeProvider time, int mostFailures, TimeSpan window, TimeSpan lockTime)
{
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<(string Name, string Address), Failures> failures = new();

    public bool IsLocked(string name, IPAddress? address) =>
        failures.TryGetValue((name, Network(address)), out var found) && found.LockedUntil > time.GetUtcNow();

    public void Failed(string name, IPAddress? address)
    {
        if (failures.Count >= MaxEntries)
            RemoveStale();
        failures.AddOrUpdate((name, Network(address)), _ => Next(null), (_, found) => Next(found));
    }

    public void Succeeded(string name, IPAddress? address) => failures.TryRemove((name, Network(address)), out _);

    private Failures Next(Failures? before)
    {
        var now = time.GetUtcNow();
        var (count, since) =
            before is null || now - before.Since > window ? (1, now) : (before.Count + 1, before.Since);
        return count >= mostFailures ? new(0, now, now + lockTime) : new(count, since, default);
    }

    /// <summary>Drops what no longer counts, and all of it where a flood left nothing to drop.</summary>
    private void RemoveStale()
    {
        var now = time.GetUtcNow();
        foreach (var (key, found) in failures)
        {
            if (now - found.Since > window && found.LockedUntil < now)
                failures.TryRemove(key, out _);
        }

        if (failures.Count >= MaxEntries)
            failures.Clear();
    }

    /// <summary>A single host owns a whole IPv6 /64.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address.ToString();
    }

    private sealed record Failures(int Count, DateTimeOffset Since, DateTimeOffset LockedUntil);
}
