using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Renders ranges of a clip by copying and compares every picture and every time with what was asked for.</summary>
internal static class CopyProof
{
    /// <summary>Decibels below which an encoded picture counts as damaged.</summary>
    private const double LeastQuality = 42;

    /// <summary>The number of frames copied; 0 when the planner leaves all to the exact path.</summary>
    public static async Task<long> ProveAsync(CopyClip clip, string folder, params (int, int, int)[] ranges)
    {
        var plan = ExactPlans.Of([clip.Index], ranges);
        plan = plan with { Sources = [plan.Sources[0] with { Path = clip.Path }] };
        plan = CopyPlanner.Apply(plan, [new IndexResult.Indexed(clip.Index)]);
        if (plan.Copying is not { } copying)
        {
            return 0;
        }

        var output = Path.Combine(folder, "output.mp4");
        var cancellation = TestContext.Current.CancellationToken;
        using (var runner = new CopyRunner(plan, [clip.Index], folder, threads: 2, RunAsync))
        {
            Assert.Null(await runner.EncodeAsync(_ => { }, cancellation));
            await runner.WriteAsync(null, output, cancellation);
        }

        ComparePictures(clip, copying, Engine.Decode(output));
        CompareTimes(plan, output);
        Assert.Equal([output], Directory.GetFiles(folder));
        return copying.CopiedFrames;
    }

    /// <summary>Compares an output with the pictures it should have; the number that are bit for bit the same.</summary>
    public static int CompareAll(CopyClip clip, IReadOnlyList<int> wanted, byte[] decoded)
    {
        Assert.Equal(wanted.Count * CopyClip.FrameBytes, decoded.Length);
        var exact = 0;
        foreach (var (position, rank) in wanted.Index())
        {
            var quality = Quality(clip.Frame(rank), CopyClip.FrameOf(decoded, position));
            Assert.True(quality >= LeastQuality, $"frame {position} has {quality} dB against picture {rank}");
            exact += double.IsPositiveInfinity(quality) ? 1 : 0;
        }

        return exact;
    }

    private static async Task<RenderFailure?> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        await Task.Run(() => Engine.Run(["-v", "error", .. arguments]), cancellation);
        return null;
    }

    private static void ComparePictures(CopyClip clip, CopyPlan copying, byte[] decoded)
    {
        Assert.Equal((copying.CopiedFrames + copying.EncodedFrames) * CopyClip.FrameBytes, decoded.Length);
        foreach (var piece in copying.Pieces.Cast<VideoPiece.Cut>())
            for (var i = 0; i < piece.FrameCount; i++)
            {
                var wanted = clip.Frame(piece.FirstRank + i);
                var got = decoded.AsSpan((int)(piece.FirstFrame + i) * CopyClip.FrameBytes, CopyClip.FrameBytes);
                if (piece is VideoPiece.Copy)
                    Assert.True(wanted.SequenceEqual(got), $"frame {i} of {piece} is not bit for bit the source's");
                else
                    Assert.True(
                        Quality(wanted, got) >= LeastQuality,
                        $"frame {i} of {piece} has {Quality(wanted, got)} dB"
                    );
            }
    }

    private static void CompareTimes(RenderPlan plan, string output)
    {
        using var stream = File.OpenRead(output);
        var index = Assert.IsType<IndexResult.Indexed>(Mp4Indexer.Read(stream)).Index;
        var shown = index.Shown.Select(sample => index.Pts[sample]).Append(index.End);
        Assert.Equal(PictureTimes.Of(plan), shown);
        var packets = Engine.Packets(output);
        Assert.Equal(PictureTimes.Of(plan)[..^1], packets.Select(packet => packet.Pts).Order());
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.True(pair.First.Dts < pair.Second.Dts));
        Assert.All(packets, packet => Assert.True(packet.Dts <= packet.Pts));
    }

    /// <summary>Peak signal to noise, in decibels.</summary>
    public static double Quality(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> got)
    {
        long squares = 0;
        for (var i = 0; i < wanted.Length; i++)
            squares += (wanted[i] - got[i]) * (wanted[i] - got[i]);
        return squares == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255 * wanted.Length / squares);
    }
}
