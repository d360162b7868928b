using System.Collections.Concurrent;
using System.Net.Sockets;
using Cutroom.Testing;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>Clients that create, cancel, watch and upload at once, until the server dies under them.</summary>
internal sealed class CrashLoad(BootstrapIdentity identity, AckLog acks, byte[] clip)
{
    private const int Editors = 4;

    /// <summary>Of a hundred tasks this many are not cancelled while they wait, so that a few are rendered.</summary>
    private const int Kept = 25;

    /// <summary>Between two looks: a watcher leaves the machine to the render it waits for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<string> toCancel = [];

    /// <summary>Kills the server in the middle of it all; returns when every client has noticed.</summary>
    /// <param name="asset">What is edited.</param>
    /// <param name="answers">How many answers to creates and cancels come before the kill.</param>
    /// <param name="untilRendered">The kill also waits until somebody was shown a task that succeeded since.</param>
    public async Task RunAsync(ServerProcess server, string asset, int answers, bool untilRendered, int seed)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rendered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = answers;
        using var client = new CrashClient(server, identity, acks);

        async Task EditAsync(Random random)
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
        }

        async Task WatchAsync()
        {
            foreach (var task in (await client.ListTasksAsync()).Tasks.DistinctBy(task => task.TaskId))
            {
                var before = acks.Seen.GetValueOrDefault(task.TaskId);
                if (CrashChecker.IsAfter(task.Status, before))
                    acks.Seen[task.TaskId] = task.Status;
                if (task.Status == "SUCCEED" && before != "SUCCEED")
                    rendered.TrySetResult();
                // Refused, however often: it runs.
                if (task.Status == "PROCESSING" && !acks.Refused.ContainsKey(task.TaskId))
                    await client.CancelAsync(task.TaskId);
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        void Count()
        {
            if (Interlocked.Decrement(ref left) == 0)
                answered.SetResult();
        }

        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = UntilDeathAsync(WatchAsync, () => true, failed);
        var uploads = 1;
        Task[] clients =
        [
            watcher,
            UntilDeathAsync(() => client.UploadAsync(clip), () => uploads-- > 0, failed),
            // They leave the machine to the render once they have their answers.
            .. Enumerable
                .Range(0, Editors)
                .Select(index =>
                {
                    var random = new Random(seed + index);
                    return UntilDeathAsync(() => EditAsync(random), () => Volatile.Read(ref left) > 0, failed);
                }),
        ];
        var enough = untilRendered ? Task.WhenAll(answered.Task, rendered.Task) : answered.Task;
        await Task.WhenAny(enough, failed.Task, watcher);
        await server.KillAsync();
        await Task.WhenAll(clients);
        if (!enough.IsCompleted)
            throw new InvalidOperationException($"The server died by itself: {server.Log}");
    }

    /// <summary>A broken connection is the end; whatever else goes wrong is a failure of the spec.</summary>
    private static async Task UntilDeathAsync(Func<Task> step, Func<bool> goesOn, TaskCompletionSource failed)
    {
        try
        {
            while (goesOn())
                await step();
        }
        // The client lets the last of these through where a connection breaks as soon as it is made.
        catch (Exception exception)
            when (exception is HttpRequestException { StatusCode: null } or IOException or SocketException)
        {
            // Killed.
        }
        catch
        {
            failed.TrySetResult();
            throw;
        }
    }
}
