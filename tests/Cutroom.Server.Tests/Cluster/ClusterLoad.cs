using System.Collections.Concurrent;
using System.Net;
using Cutroom.Server.Tests.Crashes;

namespace Cutroom.Server.Tests.Cluster;

/// <summary>
/// Clients of every api node that create, cancel and watch, and go on whatever dies. What they have no answer to they do not count:
/// it was carried out or not (I8).
/// </summary>
internal sealed class ClusterLoad(ClusterNodes cluster, AckLog acks, string asset) : IDisposable
{
    private const int EditorsOfEachNode = 2;

    /// <summary>Of a hundred tasks this many are never cancelled, so that workers have something to do.</summary>
    private const int Kept = 8;

    /// <summary>After each step of an editor: what is kept must be rendered before the run ends.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<string> toCancel = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly List<(int Left, TaskCompletionSource Reached)> awaited = [];
    private Task[] clients = [];

    public void Start(int seed) =>
        clients = [
            .. Enumerable
                .Range(0, ClusterNodes.Apis)
                .SelectMany(node =>
                    Enumerable
                        .Range(0, EditorsOfEachNode)
                        .Select(index => (node, index))
                        .Select(one =>
                        {
                            var random = new Random(seed + (one.node * EditorsOfEachNode) + one.index);
                            return Task.Run(() => GoOnAsync(one.node, client => EditAsync(client, random)));
                        })
                ),
        ];

    /// <summary>Ends once so many more creates and cancels were answered, by whichever node.</summary>
    public Task MoreAnswersAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
            awaited.Add((count, reached));
        // A client that ends met something that is no death.
        return Task.WhenAny([reached.Task, .. clients]).Unwrap();
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(clients);
    }

    public void Dispose() => stop.Dispose();

    private async Task GoOnAsync(int node, Func<CrashClient, Task> step)
    {
        while (!stop.IsCancellationRequested)
        {
            using var client = new CrashClient(await cluster.NodeAsync(node), cluster.Identity, acks);
            try
            {
                while (!stop.IsCancellationRequested)
                    await step(client);
            }
            catch (Exception exception) when (IsNoAnswer(exception))
            {
                // Its node, the database or the media store is away.
            }
        }
    }

    private async Task EditAsync(CrashClient client, Random random)
    {
        var task = await client.CreateAsync(asset);
        Count();
        if (random.Next(100) >= Kept)
            toCancel.Add(task);
        if (toCancel.TryTake(out var other))
        {
            await client.CancelAsync(other);
            Count();
        }

        await Task.Delay(Pause, TimeProvider.System);
    }

    private static bool IsNoAnswer(Exception exception) =>
        exception is HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError } or IOException;

    private void Count()
    {
        lock (gate)
        {
            for (var index = 0; index < awaited.Count; index++)
            {
                awaited[index] = (awaited[index].Left - 1, awaited[index].Reached);
                if (awaited[index].Left == 0)
                    awaited[index].Reached.SetResult();
            }

            awaited.RemoveAll(one => one.Left <= 0);
        }
    }
}
