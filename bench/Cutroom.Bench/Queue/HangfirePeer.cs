using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.States;

namespace Cutroom.Bench.Queue;

/// <summary>Hangfire.PostgreSql with its defaults, but for how long an idle worker waits.</summary>
internal sealed class HangfirePeer : IPeerQueue
{
    private static readonly Job NoOp = Job.FromExpression(() => Run());
    private static int left;
    private static TaskCompletionSource done = new();

    private readonly PostgreSqlStorage storage;
    private readonly BackgroundJobClient client;

    public HangfirePeer(string connectionString)
    {
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50) };
        storage = new(new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(connectionString, options), options);
        client = new(storage);
    }

    public string Name => "Hangfire.PostgreSql 1.21.1";

    public static void Run()
    {
        if (Interlocked.Decrement(ref left) == 0)
            done.TrySetResult();
    }

    public Task<string> CreateAsync() => Task.FromResult(client.Create(NoOp, new EnqueuedState()));

    public Task<bool> CancelAsync(string id) =>
        Task.FromResult(client.ChangeState(id, new DeletedState(), EnqueuedState.StateName));

    public async Task ProcessAsync(int tasks, int workers)
    {
        left = tasks;
        done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = workers,
                StopTimeout = TimeSpan.Zero,
                ShutdownTimeout = TimeSpan.FromSeconds(5),
            },
            storage
        );
        await done.Task;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
