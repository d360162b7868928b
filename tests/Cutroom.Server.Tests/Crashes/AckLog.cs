using System.Collections.Concurrent;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>
/// What the clients of a server that gets killed were told, kept on their side. A request without answer leaves no entry: it may
/// have been carried out or not (I8).
/// </summary>
internal sealed class AckLog
{
    /// <summary>How often a task is tried. One that was tried as often may have failed though nobody but its workers is at fault (I6).</summary>
    public int Attempts { get; init; } = int.MaxValue;

    /// <summary>Output asset by task: creates that were answered with success.</summary>
    public ConcurrentDictionary<string, string> Created { get; } = new();

    /// <summary>Cancels that were answered with 204.</summary>
    public ConcurrentDictionary<string, bool> Cancelled { get; } = new();

    /// <summary>Cancels that were refused because the task was not waiting any more.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new();

    /// <summary>Bytes by asset: uploads whose confirmation was answered with success.</summary>
    public ConcurrentDictionary<string, ContentFacts> Uploaded { get; } = new();

    /// <summary>The furthest that anybody was shown of each task.</summary>
    public ConcurrentDictionary<string, string> Seen { get; } = new();
}
