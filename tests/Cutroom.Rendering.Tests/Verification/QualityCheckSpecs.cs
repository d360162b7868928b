using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Verification;

/// <summary>Encoded pieces are looked at before the output is shown.</summary>
public sealed class QualityCheckSpecs : IDisposable
{
    private readonly Renderer _renderer = new(new RendererOptions(), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("quality-").FullName;

    /// <summary>A planted fault: the piece before the copy shows the pictures of one place further on. Count, times and decoder are silent.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "unlike the source's")]
    public async Task A_piece_of_other_pictures_is_noticed(int off, string? told)
    {
        using var clip = new CopyClip("-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0 -bf 0", 3);
        var timeline = new Timeline([new(0, Time(400), Time(2_000))], new());
        var cancellation = TestContext.Current.CancellationToken;
        var planned = await _renderer.PlanAsync(timeline, [clip.Path], cancellation);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var head = Assert.IsType<VideoPiece.Encode>(plan.Copying!.Pieces[0]);
        var moved = head with { FirstRank = head.FirstRank + off, EndSample = head.EndSample + off };
        var pieces = plan.Copying.Pieces.Skip(1).Prepend(moved).ToList();
        // The runner carries out the moved piece; the check knows the right one.
        var output = Path.Combine(_folder, "output.mp4");
        await WriteAsync(plan with { Copying = plan.Copying with { Pieces = pieces } }, clip, output);

        var fault = await new Rendering.Verification.CopyCheck(RunAsync, _folder).FindFaultAsync(
            plan,
            [clip.Index],
            output,
            cancellation
        );

        Assert.True(told is null ? fault is null : fault?.Message.Contains(told, StringComparison.Ordinal), $"{fault}");
    }

    private async Task WriteAsync(RenderPlan plan, CopyClip clip, string output)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var runner = new CopyRunner(
            plan,
            [clip.Index],
            _folder,
            2,
            (arguments, stop) => RunAsync(arguments, _ => { }, stop)
        );
        Assert.Null(await runner.EncodeAsync(_ => { }, cancellation));
        await runner.WriteAsync(null, output, cancellation);
    }

    private static async Task<RenderFailure?> RunAsync(
        IReadOnlyList<string> arguments,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var printed = await Task.Run(() => Engine.Run(["-v", "error", .. arguments]), cancellation);
        foreach (var line in System.Text.Encoding.UTF8.GetString(printed).Split('\n'))
        {
            onLine(line);
        }

        return null;
    }

    private static MediaTime Time(int milliseconds) => MediaTime.FromMilliseconds(milliseconds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
