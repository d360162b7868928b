using Quartz;

namespace Cutroom.Bench.Queue;

/// <summary>Quartz with its clustered store: a task is a job with one trigger, due at once.</summary>
internal sealed class QuartzPeer : IPeerQueue
{
    private const int Workers = 16;

    private static int left;
    private static TaskCompletionSource done = new();

    private readonly IScheduler scheduler;

    private QuartzPeer(IScheduler scheduler) => this.scheduler = scheduler;

    public string Name => "Quartz 4.7.3, clustered store";

    /// <summary>The schema is made by a first start; then the scheduler stands by until it processes.</summary>
    public static async Task<QuartzPeer> StartAsync(string connectionString)
    {
        var first = await Builder(connectionString).BuildScheduler(CancellationToken.None);
        await first.Start(CancellationToken.None);
        await first.Shutdown(true, CancellationToken.None);
        return new(await Builder(connectionString).BuildScheduler(CancellationToken.None));
    }

    public async Task<string> CreateAsync()
    {
        var id = Guid.NewGuid().ToString("n");
        var job = JobBuilder.Create<NoOp>().WithIdentity(id).Build();
        var trigger = TriggerBuilder.Create().WithIdentity(id).StartNow().Build();
        await scheduler.ScheduleJob(job, trigger, cancellationToken: CancellationToken.None);
        return id;
    }

    public async Task<bool> CancelAsync(string id) =>
        await scheduler.UnscheduleJob(new TriggerKey(id), CancellationToken.None);

    public async Task ProcessAsync(int tasks, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(workers, Workers);
        left = tasks;
        done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await scheduler.Start(CancellationToken.None);
        await done.Task;
    }

    public async ValueTask DisposeAsync() => await scheduler.Shutdown(false, CancellationToken.None);

    private static QuartzSchedulerBuilder Builder(string connectionString) =>
        QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseDefaultThreadPool(Workers);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
                store.ProvisionSchema();
            });
        });

    private sealed class NoOp : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref left) == 0)
                done.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
