using System.Collections.Concurrent;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>
/// How long a connection keeps its plans. Making one costs as much as carrying it out; one made while a table was small reads all of the
/// table when it is large. So they are kept for a moment, in which no table grows much.
/// </summary>
internal sealed class KeptPlans(TimeProvider time)
{
    public const string Forget = "discard plans";

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private const int MaxConnections = 1000;

    /// <summary>When each connection last forgot its plans, by the server's process behind it.</summary>
    private readonly ConcurrentDictionary<int, long> forgot = [];

    /// <summary>True for a connection that is to forget its plans now.</summary>
    public bool AreOld(NpgsqlConnection connection)
    {
        if (forgot.TryGetValue(connection.ProcessID, out var since) && time.GetElapsedTime(since) < Life)
            return false;
        // Of connections that are gone, too.
        if (forgot.Count >= MaxConnections)
            forgot.Clear();
        forgot[connection.ProcessID] = time.GetTimestamp();
        return true;
    }
}
