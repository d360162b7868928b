using System.Threading.Channels;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Wakes an idle worker of this process. Rings by itself every <see cref="QueueOptions.Poll"/>, for what other processes do. Only a
/// hint: the claim decides, so a ring too many or one forgotten changes nothing but a delay.
/// </summary>
internal sealed class QueueSignal : IDisposable
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly ITimer poll;

    public QueueSignal(QueueOptions options, TimeProvider time) =>
        poll = time.CreateTimer(_ => Ring(), null, options.Poll, options.Poll);

    /// <summary>A project has something to claim that it may not have had before. Raised on the caller's thread, before the ring.</summary>
    public event Action<ProjectId>? Arrived;

    /// <summary>Something in this process made a task claimable: other processes are to know, too.</summary>
    public event Action? Changed;

    /// <summary>Called after the commit that made tasks of the project claimable.</summary>
    public void Ring(ProjectId project)
    {
        Arrived?.Invoke(project);
        Ring();
        Changed?.Invoke();
    }

    /// <summary>Wakes one waiter, or the next that comes.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await rings.Reader.ReadAsync(cancellation);

    public void Dispose() => poll.Dispose();
}
