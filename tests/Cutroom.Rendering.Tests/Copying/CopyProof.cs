using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>What proofs have seen.</summary>
/// <param name="Least">Decibels of the worst encoded picture.</param>
internal readonly record struct ProofSums(int Lists, long Copied, long Encoded, double Least)
{
    public static readonly ProofSums None = new(0, 0, 0, double.PositiveInfinity);

    public static ProofSums operator +(ProofSums left, ProofSums right) =>
        new(
            left.Lists + right.Lists,
            left.Copied + right.Copied,
            left.Encoded + right.Encoded,
            Math.Min(left.Least, right.Least)
        );
}

/// <summary>Renders ranges of a clip by copying and compares every picture and every time with what was asked for.</summary>
internal static class CopyProof
{
    /// <summary>Carries lists of ranges out side by side; what the planner leaves to the exact path counts as no frames.</summary>
    public static async Task<IReadOnlyList<ProofSums>> ProveAsync(
        CopyClip clip,
        string folder,
        IReadOnlyList<(int, int, int)[]> lists
    )
    {
        using var engine = new SharedEngine();
        var plans = lists.Select(ranges => PlanOf(clip, ranges)).ToList();
        var outputs = await Task.WhenAll(
            plans.Select((plan, list) => RenderAsync(plan, clip, engine, Path.Combine(folder, $"{list}")))
        );
        string[] made = [.. outputs.OfType<string>()];
        var readings = made.Length == 0 ? [] : OutputReading.Of(made);
        var read = made.Zip(readings).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. plans
                .Zip(outputs)
                .Select(pair =>
                    pair.Second is { } output
                        ? Compare(clip, pair.First, output, read[output])
                        : ProofSums.None with
                        {
                            Lists = 1,
                        }
                ),
        ];
    }

    /// <summary>Compares an output with the pictures it should have; the number that are bit for bit the same.</summary>
    public static int CompareAll(CopyClip clip, IReadOnlyList<int> wanted, byte[] decoded)
    {
        Assert.Equal(wanted.Count * CopyClip.FrameBytes, decoded.Length);
        var exact = 0;
        foreach (var (position, rank) in wanted.Index())
        {
            var quality = PictureComparison.Quality(clip.Frame(rank), CopyClip.FrameOf(decoded, position));
            Assert.True(
                quality >= PictureComparison.LeastQuality,
                $"frame {position} has {quality} dB against picture {rank}"
            );
            exact += double.IsPositiveInfinity(quality) ? 1 : 0;
        }

        return exact;
    }

    private static RenderPlan PlanOf(CopyClip clip, (int, int, int)[] ranges)
    {
        var plan = ExactPlans.Of([clip.Index], ranges);
        plan = plan with { Sources = [plan.Sources[0] with { Path = clip.Path }] };
        return CopyPlanner.Apply(plan, [new IndexResult.Indexed(clip.Index)]);
    }

    /// <returns>Null when nothing is copied.</returns>
    private static async Task<string?> RenderAsync(RenderPlan plan, CopyClip clip, SharedEngine engine, string folder)
    {
        if (plan.Copying is null)
        {
            return null;
        }

        var output = Path.Combine(Directory.CreateDirectory(folder).FullName, "output.mp4");
        var cancellation = TestContext.Current.CancellationToken;
        using (var runner = new CopyRunner(plan, [clip.Index], folder, threads: 2, engine.RunAsync))
        {
            Assert.Null(await runner.EncodeAsync(_ => { }, cancellation));
            await runner.WriteAsync(null, output, cancellation);
        }

        Assert.Equal([output], Directory.GetFiles(folder));
        return output;
    }

    private static ProofSums Compare(CopyClip clip, RenderPlan plan, string output, OutputReading reading)
    {
        var copying = plan.Copying!; // only outputs of copying plans come here
        CompareTimes(plan, output, reading.Packets);
        return new(
            1,
            copying.CopiedFrames,
            copying.EncodedFrames,
            ComparePictures(clip, copying, File.ReadAllBytes(reading.Pictures))
        );
    }

    /// <returns>Decibels of the worst encoded picture.</returns>
    private static double ComparePictures(CopyClip clip, CopyPlan copying, byte[] decoded)
    {
        Assert.Equal((copying.CopiedFrames + copying.EncodedFrames) * CopyClip.FrameBytes, decoded.Length);
        var least = double.PositiveInfinity;
        foreach (var piece in copying.Pieces.Cast<VideoPiece.Cut>())
            for (var i = 0; i < piece.FrameCount; i++)
            {
                var quality = PictureComparison.Quality(
                    clip.Frame(piece.FirstRank + i),
                    CopyClip.FrameOf(decoded, (int)piece.FirstFrame + i)
                );
                if (piece is VideoPiece.Copy)
                    Assert.True(
                        double.IsPositiveInfinity(quality),
                        $"frame {i} of {piece} is not bit for bit the source's"
                    );
                Assert.True(quality >= PictureComparison.LeastQuality, $"frame {i} of {piece} has {quality} dB");
                least = Math.Min(least, quality);
            }

        return least;
    }

    private static void CompareTimes(RenderPlan plan, string output, IReadOnlyList<(long Pts, long Dts)> packets)
    {
        using var stream = File.OpenRead(output);
        var index = Assert.IsType<IndexResult.Indexed>(Mp4Indexer.Read(stream)).Index;
        var shown = index.Shown.Select(sample => index.Pts[sample]).Append(index.End);
        var times = PictureTimes.Of(plan);
        Assert.Equal(times, shown);
        Assert.Equal(times[..^1], packets.Select(packet => packet.Pts).Order());
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.True(pair.First.Dts < pair.Second.Dts));
        Assert.All(packets, packet => Assert.True(packet.Dts <= packet.Pts));
    }
}
