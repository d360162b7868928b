using Cutroom.Rendering.Execution;
using Cutroom.Testing;

namespace Cutroom.Rendering.Tests.Execution;

/// <summary>Whatever a child does, its end is a value and nothing of it stays (I19).</summary>
public sealed class FfmpegSpecs
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task An_exit_code_and_the_last_words_are_kept()
    {
        using var fake = FakeFfmpeg.Failing();

        var exit = await RunAsync(fake);

        Assert.Equal((EngineEnd.Exited, 1), (exit.End, exit.ExitCode));
        Assert.Equal(["something broke"], exit.Log);
    }

    [Fact]
    public async Task A_child_that_falls_silent_is_stopped()
    {
        using var fake = FakeFfmpeg.Hanging();

        var exit = await RunAsync(fake, stall: TimeSpan.FromMilliseconds(300));

        Assert.Equal(EngineEnd.Stalled, exit.End);
        Assert.Equal(RenderFailureKind.TimedOut, EngineFailures.Of(exit, "Encoding").Kind);
    }

    [Fact]
    public async Task A_child_that_talks_too_long_is_stopped()
    {
        using var fake = new FakeFfmpeg("while :; do echo out_time_us=1; /bin/sleep 0.05; done");

        var exit = await RunAsync(fake, wall: TimeSpan.FromMilliseconds(500));

        Assert.Equal(EngineEnd.TimedOut, exit.End);
    }

    [Fact]
    public async Task A_stubborn_child_and_its_own_children_are_killed()
    {
        using var fake = FakeFfmpeg.Stubborn();
        using var cancel = new CancellationTokenSource();
        var ids = new List<int>();
        void OnLine(string line)
        {
            ids.AddRange(line.Split(' ').Select(int.Parse));
            cancel.Cancel();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(fake, OnLine, cancel.Token));

        Assert.Equal(2, ids.Count);
        Assert.Empty(await LeftOfAsync(ids));
    }

    [Fact]
    public async Task What_a_child_leaves_behind_when_it_exits_is_killed_too()
    {
        using var fake = new FakeFfmpeg("/bin/sleep 600 >/dev/null 2>&1 & echo $!; exit 0");
        var ids = new List<int>();

        var exit = await RunAsync(fake, line => ids.Add(int.Parse(line, null)), Never);

        Assert.True(exit.Succeeded);
        Assert.Single(ids);
        Assert.Empty(await LeftOfAsync(ids));
    }

    [Fact]
    public async Task Endless_lines_are_cut_and_a_long_log_keeps_its_end()
    {
        using var fake = FakeFfmpeg.Babbling();
        var lines = new List<string>();

        var exit = await RunAsync(fake, lines.Add, Never);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 8192));
        Assert.Contains("out_time_us=1000000", lines);
        Assert.Equal(["last"], exit.Log);
    }

    [Fact]
    public async Task Only_the_last_fifty_lines_of_the_log_are_kept()
    {
        using var fake = new FakeFfmpeg("i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo line $i >&2; done");

        var exit = await RunAsync(fake);

        Assert.Equal(50, exit.Log.Count);
        Assert.Equal("line 300", exit.Log[^1]);
    }

    [Fact]
    public async Task A_file_past_its_limit_is_a_full_disk_and_not_a_fault_of_the_input()
    {
        using var fake = new FakeFfmpeg("/usr/bin/head -c 3000000 /dev/zero > \"$0.big\"; exit $?");

        var failure = EngineFailures.Of(await RunAsync(fake), "Encoding");

        Assert.Equal(RenderFailureKind.DiskFull, failure.Kind);
        Assert.True(failure.IsRetryable);
        Assert.InRange(new FileInfo(fake.Path + ".big").Length, 0, 1 << 20);
    }

    [Fact]
    public async Task A_child_sees_an_empty_environment()
    {
        using var fake = new FakeFfmpeg("/usr/bin/env");
        var lines = new List<string>();

        await RunAsync(fake, lines.Add, Never);

        // What a shell sets for itself is no secret of ours.
        Assert.DoesNotContain(
            lines,
            line => !line.StartsWith("PWD=") && !line.StartsWith("_=") && !line.StartsWith("SHLVL=")
        );
    }

    [Fact]
    public async Task A_child_can_gain_no_privileges_and_leads_its_own_session()
    {
        using var fake = new FakeFfmpeg(
            "while read -r line; do echo \"$line\"; done < /proc/self/status; echo pid $$; read -r s < /proc/$$/stat; echo stat $s"
        );
        var lines = new List<string>();

        await RunAsync(fake, lines.Add, Never);

        Assert.Contains("NoNewPrivs:\t1", lines);
        var id = lines.Single(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..];
        var stat = lines.Single(line => line.StartsWith("stat ", StringComparison.Ordinal)).Split(' ');
        Assert.Equal([id, id], stat[5..7]);
    }

    [Fact]
    public async Task A_missing_engine_is_named()
    {
        var engine = new Ffmpeg(new() { FfmpegPath = "/nowhere/ffmpeg" }, TimeProvider.System);

        var exit = await engine.RunAsync(Command(), _ => { }, Never);

        var failure = EngineFailures.Of(exit, "Encoding");
        Assert.Equal(RenderFailureKind.EngineMissing, failure.Kind);
        Assert.Contains("/nowhere/ffmpeg", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_recognised_by_what_the_engine_says()
    {
        var exit = new EngineExit(EngineEnd.Exited, 1, ["av_interleaved_write_frame(): No space left on device"]);

        Assert.Equal(RenderFailureKind.DiskFull, EngineFailures.Of(exit, "Encoding").Kind);
    }

    private static Task<EngineExit> RunAsync(FakeFfmpeg fake, TimeSpan? wall = null, TimeSpan? stall = null) =>
        EngineOf(fake).RunAsync(Command(wall, stall), _ => { }, Never);

    private static Task<EngineExit> RunAsync(FakeFfmpeg fake, Action<string> onLine, CancellationToken cancellation) =>
        EngineOf(fake).RunAsync(Command(), onLine, cancellation);

    private static Ffmpeg EngineOf(FakeFfmpeg fake) =>
        new(new() { FfmpegPath = fake.Path, StopGrace = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

    private static EngineCommand Command(TimeSpan? wall = null, TimeSpan? stall = null) =>
        new(EngineProgram.Ffmpeg, [], wall ?? TimeSpan.FromMinutes(1), stall ?? TimeSpan.FromMinutes(1));

    /// <summary>A kill is sent, not awaited: on a busy machine its target is seen for a moment longer.</summary>
    /// <returns>Those that live on, which none does that was sent a kill.</returns>
    private static async Task<IReadOnlyList<int>> LeftOfAsync(IReadOnlyList<int> ids)
    {
        for (var patience = 0; patience < 200 && ids.Any(IsAlive); patience++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        return [.. ids.Where(IsAlive)];
    }

    // A zombie is dead: only its parent has not asked yet, and here that may be the machine's first process.
    private static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
