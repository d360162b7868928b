using Cutroom.Rendering;
using Cutroom.Server.Assets;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>One attempt after the other with the real engine.</summary>
public sealed class RenderWorkerSpecs : IAsyncLifetime
{
    /// <summary>One for each spec: a claim takes whatever waits.</summary>
    private readonly QueueingServer server = new();

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>I3: visible with its digest only once it succeeded, and nothing else is left.</summary>
    [Fact]
    public async Task A_task_is_rendered_and_its_output_published()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, output, source) = await project.CreateAsync();

        Assert.True(await project.WorkOnceAsync());

        var listed = await project.Calls.ListedAsync(task);
        Assert.Equal(
            ("SUCCEED", 100, 1),
            ((string?)listed["status"], (int?)listed["progress"], (int?)listed["attempt"])
        );
        var asset = await project.FindAssetAsync(output);
        Assert.Equal((AssetStatus.Published, 1000), (asset?.Status, asset?.Media?.Duration.FloorMilliseconds()));
        var file = Assert.Single(project.FilesBut(source));
        Assert.Equal(asset!.GenerationId!.Value.Value, Path.GetFileName(Path.GetDirectoryName(file))); // it has a duration
        Assert.True(project.State.Speed > 0); // a second was rendered
    }

    [Fact]
    public async Task The_plan_and_the_report_are_kept_with_the_task()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, _, _) = await project.CreateAsync();
        await project.WorkOnceAsync();

        var documents = await project.Database.ReadAsync(
            session =>
                session.SingleAsync<string>(
                    "select plan || report from editing_task_documents where task_id = @task",
                    new { task }
                ),
            CancellationToken.None
        );

        Assert.Contains("\"frames\":25", documents, StringComparison.Ordinal);
    }

    /// <summary>I2: no worker starts it, no byte is written.</summary>
    [Fact]
    public async Task A_cancelled_task_leaves_no_byte()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, output, source) = await project.CreateAsync();

        await project.Calls.CancelTaskAsync(task);
        while (await project.WorkOnceAsync()) { }

        Assert.Empty(project.FilesBut(source));
        Assert.Null(await project.FindAssetAsync(output));
        Assert.Equal("CANCELLED", await project.StatusOfAsync(output));
        Assert.Equal("CANCEL", (string?)(await project.Calls.ListedAsync(task))["status"]);
    }

    /// <summary>I6: what is wrong with the input is said at once and never tried again.</summary>
    [Fact]
    public async Task Damaged_media_fails_at_once_with_a_code_of_the_clients()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, output, source) = await project.CreateAsync();
        await File.WriteAllBytesAsync(source, (await File.ReadAllBytesAsync(source))[..900]);

        await project.WorkOnceAsync();

        var listed = await project.Calls.ListedAsync(task);
        Assert.Equal(("FAILED", 1), ((string?)listed["status"], (int?)listed["attempt"]));
        Assert.Equal("VOD.10063", (string?)listed["error_code"]);
        Assert.StartsWith("inputs[0]: ", (string?)listed["error_msg"], StringComparison.Ordinal);
        Assert.DoesNotContain("/", (string?)listed["error_msg"], StringComparison.Ordinal);
        Assert.Null(await project.FindAssetAsync(output));
        Assert.Equal("UPLOAD_FAILED", await project.StatusOfAsync(output));
        Assert.Empty(project.FilesBut(source));
    }

    [Fact]
    public async Task An_input_whose_bytes_are_gone_fails_the_task()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, _, source) = await project.CreateAsync();
        File.Delete(source);

        await project.WorkOnceAsync();

        var listed = await project.Calls.ListedAsync(task);
        Assert.Equal(("FAILED", "VOD.10062"), ((string?)listed["status"], (string?)listed["error_code"]));
    }

    /// <summary>I6: a fault of the machine is tried again, but not for ever.</summary>
    [Fact]
    public async Task A_fault_of_the_machine_is_tried_as_often_as_allowed()
    {
        var noEngine = new RendererOptions { FfmpegPath = "/nowhere/ffmpeg", FfprobePath = "/nowhere/ffprobe" };
        var project = await RenderingProject.StartAsync(server, engine: noEngine);
        var (task, _, source) = await project.CreateAsync();

        await project.WorkOnceAsync();
        var first = await project.Calls.ListedAsync(task);
        await project.WorkOnceAsync();
        await project.WorkOnceAsync();
        var last = await project.Calls.ListedAsync(task);

        Assert.Equal(("PROCESSING", 1), ((string?)first["status"], (int?)first["attempt"]));
        Assert.Null(first["error_code"]);
        Assert.Equal(("FAILED", 3), ((string?)last["status"], (int?)last["attempt"]));
        Assert.Equal("VOD.10051", (string?)last["error_code"]);
        Assert.Empty(project.FilesBut(source));
    }

    /// <summary>I4: the zombie renders to the end, and still nothing of it is seen.</summary>
    [Fact]
    public async Task A_worker_that_was_taken_over_cannot_publish()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, output, source) = await project.CreateAsync();
        var zombie = await project.ClaimAsync(TimeSpan.Zero);
        var second = await project.ClaimAsync(TimeSpan.FromMinutes(1));

        await project.RunAsync(zombie);
        var during = await project.Calls.ListedAsync(task);
        var bytesOfTheZombie = project.FilesBut(source).ToArray();
        await project.RunAsync(second);

        Assert.Equal(("PROCESSING", 2), ((string?)during["status"], (int?)during["attempt"]));
        Assert.Empty(bytesOfTheZombie);
        Assert.Equal("SUCCEED", (string?)(await project.Calls.ListedAsync(task))["status"]);
        Assert.NotNull((await project.FindAssetAsync(output))?.GenerationId);
        Assert.Single(project.FilesBut(source));
    }

    /// <summary>I7: told to stop, a worker hands its task back at once and without a loss.</summary>
    [Fact]
    public async Task A_cut_render_is_handed_back()
    {
        var project = await RenderingProject.StartAsync(server, RenderingProject.Patient with { Attempts = 1 });
        var (task, _, source) = await project.CreateAsync();
        var lease = await project.ClaimAsync(TimeSpan.FromMinutes(1));

        await project.RunAsync(lease, new CancellationToken(canceled: true));

        Assert.Empty(project.FilesBut(source));
        Assert.Equal("PROCESSING", (string?)(await project.Calls.ListedAsync(task))["status"]);
        Assert.True(await project.WorkOnceAsync());
        Assert.Equal("SUCCEED", (string?)(await project.Calls.ListedAsync(task))["status"]);
    }

    [Fact]
    public async Task A_stopping_worker_lets_its_render_end()
    {
        var project = await RenderingProject.StartAsync(server);
        var (task, _, _) = await project.CreateAsync();
        var started = new AwaitedLog("starts");
        using var worker = project.Worker(started);

        await worker.StartAsync(CancellationToken.None);
        await started.Seen;
        await worker.StopAsync(CancellationToken.None);

        Assert.Equal("SUCCEED", (string?)(await project.Calls.ListedAsync(task))["status"]);
    }

    [Fact]
    public async Task A_worker_takes_nothing_while_the_disk_is_full()
    {
        var project = await RenderingProject.StartAsync(
            server,
            RenderingProject.Patient with
            {
                MinFreeBytes = long.MaxValue,
            }
        );
        var (task, _, _) = await project.CreateAsync();

        Assert.False(await project.WorkOnceAsync());
        Assert.Equal("WAITING", (string?)(await project.Calls.ListedAsync(task))["status"]);
    }

    [Fact]
    public async Task The_sweep_removes_what_dead_attempts_left_and_nothing_else()
    {
        var project = await RenderingProject.StartAsync(server);
        var (_, _, source) = await project.CreateAsync();
        var dead = await project.ClaimAsync(TimeSpan.Zero);
        var living = await project.ClaimAsync(TimeSpan.FromMinutes(1));
        var left = project.Leave(dead);
        var used = project.Leave(living);

        await project.Sweeper.RunOnceAsync(CancellationToken.None);

        Assert.False(File.Exists(left));
        Assert.Equal([used], project.FilesBut(source));
    }

    /// <summary>I6: a task that kills every worker ends, with its output withdrawn.</summary>
    [Fact]
    public async Task The_sweep_fails_a_task_whose_last_worker_was_lost()
    {
        var project = await RenderingProject.StartAsync(server, RenderingProject.Patient);
        var (task, output, _) = await project.CreateAsync();
        await project.ClaimAsync(TimeSpan.Zero);
        await project.ClaimAsync(TimeSpan.Zero);
        await project.ClaimAsync(TimeSpan.Zero);

        await project.Sweeper.RunOnceAsync(CancellationToken.None);

        var listed = await project.Calls.ListedAsync(task);
        Assert.Equal(("FAILED", "VOD.10051"), ((string?)listed["status"], (string?)listed["error_code"]));
        Assert.Null(await project.FindAssetAsync(output));
        Assert.Equal("UPLOAD_FAILED", await project.StatusOfAsync(output));
    }
}
