using System.Text;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering.Tests.Verification;

public sealed class CopyCheckSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("copy-check-").FullName;

    /// <summary>A planted fault that decodes without a word: the same number of pictures, from another group.</summary>
    [Fact]
    public async Task Pictures_copied_from_the_wrong_place_are_noticed()
    {
        using var clip = NewClip();
        var plan = PlanOf(clip, (0, 0, 25), (0, 75, 100));
        var pieces = plan.Copying!.Pieces.Cast<VideoPiece.Copy>().ToList();
        var wrong = pieces[1] with { FirstSample = 50, EndSample = 75, FirstRank = 50 };
        var output = Path.Combine(_folder, "joined.mp4");

        await WriteAsync(plan, clip, output);
        Assert.Null(await FindFaultAsync(plan, clip, output));

        await WriteAsync(plan with { Copying = plan.Copying with { Pieces = [pieces[0], wrong] } }, clip, output);
        Assert.Contains("frame 25", (await FindFaultAsync(plan, clip, output))?.Message, StringComparison.Ordinal);
    }

    /// <summary>A planted fault where nothing is decoded: one bit in the middle of a copied group.</summary>
    [Fact]
    public async Task One_bit_of_a_copied_picture_is_noticed()
    {
        using var clip = NewClip();
        var plan = PlanOf(clip, (0, 0, 25), (0, 50, 100));
        var output = Path.Combine(_folder, "joined.mp4");
        await WriteAsync(plan, clip, output);
        var written = (
            (IndexResult.Indexed)MovieFile.Read(new MemoryStream(File.ReadAllBytes(output))).Pictures!
        ).Index;

        await using (var file = File.Open(output, FileMode.Open))
        {
            file.Position = written.Offsets[written.Shown[37]] + 20;
            var one = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(one ^ 1));
        }

        Assert.Contains("frame 37", (await FindFaultAsync(plan, clip, output))?.Message, StringComparison.Ordinal);
    }

    /// <summary>A planted fault of the index alone: the same pictures in the same places, two of them decoded in turn.</summary>
    [Fact]
    public void Another_order_of_decoding_is_noticed()
    {
        using var clip = NewClip();
        var copy = PlanOf(clip, (0, 0, 25), (0, 50, 75)).Copying!.Pieces.OfType<VideoPiece.Copy>().First();
        using var file = File.OpenHandle(clip.Path);
        var token = TestContext.Current.CancellationToken;

        Assert.Null(new CopiedSamples(clip.Index, file).FindWrong(copy, clip.Index, clip.Path, token));
        Assert.NotNull(new CopiedSamples(Swapped(clip.Index, 3), file).FindWrong(copy, clip.Index, clip.Path, token));
    }

    private static CopyClip NewClip() => new("-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0", 4);

    private static RenderPlan PlanOf(CopyClip clip, params (int, int, int)[] segments)
    {
        var exact = ExactPlans.Of([clip.Index], segments);
        exact = exact with { Sources = [exact.Sources[0] with { Path = clip.Path }] };
        return CopyPlanner.Apply(exact, [new IndexResult.Indexed(clip.Index)]);
    }

    /// <summary>With a sample and the one behind it in each other's place.</summary>
    private static VideoIndex Swapped(VideoIndex index, int sample)
    {
        int There(int here) =>
            here == sample ? sample + 1
            : here == sample + 1 ? sample
            : here;
        T[] Moved<T>(T[] values) => [.. values.Select((_, here) => values[There(here)])];
        return new()
        {
            Entry = index.Entry,
            Configuration = index.Configuration,
            Timescale = index.Timescale,
            Matrix = index.Matrix,
            End = index.End,
            Pts = Moved(index.Pts),
            Sizes = Moved(index.Sizes),
            Offsets = Moved(index.Offsets),
            Kinds = Moved(index.Kinds),
            Ranks = Moved(index.Ranks),
            Shown = [.. index.Shown.Select(There)],
        };
    }

    private Task<RenderFailure?> FindFaultAsync(RenderPlan plan, CopyClip clip, string output) =>
        new CopyCheck(RunAsync, _folder).FindFaultAsync(
            plan,
            [clip.Index],
            output,
            TestContext.Current.CancellationToken
        );

    private async Task WriteAsync(RenderPlan plan, CopyClip clip, string output)
    {
        using var runner = new CopyRunner(
            plan,
            [clip.Index],
            _folder,
            1,
            (_, _) => Task.FromResult<RenderFailure?>(null)
        );
        await runner.WriteAsync(null, output, TestContext.Current.CancellationToken);
    }

    private static async Task<RenderFailure?> RunAsync(
        IReadOnlyList<string> arguments,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var printed = await Task.Run(() => Engine.Run(["-v", "error", .. arguments]), cancellation);
        foreach (var line in Encoding.UTF8.GetString(printed).Split('\n'))
        {
            onLine(line);
        }

        return null;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
