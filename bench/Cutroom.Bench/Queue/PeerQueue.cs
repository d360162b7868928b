namespace Cutroom.Bench.Queue;

/// <summary>A queue of tasks that do nothing, in a database of its own: ours, and the libraries it is compared with.</summary>
internal interface IPeerQueue : IAsyncDisposable
{
    string Name { get; }

    /// <returns>The id of a task that waits.</returns>
    Task<string> CreateAsync();

    /// <summary>Cancels a task that waits.</summary>
    /// <returns>False where it did not wait.</returns>
    Task<bool> CancelAsync(string id);

    /// <summary>Runs every task that waits, on <paramref name="workers"/> workers at a time, each by itself.</summary>
    Task ProcessAsync(int tasks, int workers);
}
