using System.Threading.Channels;

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

    /// <summary>Wakes one waiter, or the next that comes.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellation) => await rings.Reader.ReadAsync(cancellation);

    public void Dispose() => poll.Dispose();
}
