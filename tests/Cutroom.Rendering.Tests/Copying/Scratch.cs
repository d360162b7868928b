using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Tests.Copying;

public sealed class RandomCutSpecs
{
    [Theory]
    [InlineData("-c:v libx264 -preset veryfast -crf 20 -g 60 -keyint_min 60 -sc_threshold 0 -bf 3")]
    [InlineData("-c:v libx264 -preset fast -crf 23")]
    [InlineData("-c:v libx264 -preset veryfast -crf 25 -x264-params open-gop=1:keyint=60:bframes=3")]
    [InlineData(
        "-c:v libx265 -preset superfast -crf 27 -x265-params keyint=60:bframes=4:b-adapt=2:log-level=error -tag:v hvc1"
    )]
    public async Task Random_segments(string encoder)
    {
        using var clip = new CopyClip(encoder);
        var random = new Random(1);
        var folder = Directory.CreateTempSubdirectory("copy-run-").FullName;
        var (copied, total, refused) = (0L, 0L, 0);
        var worst = double.MaxValue;
        for (var run = 0; run < 25; run++)
        {
            var segments = new List<(int, int, int)>();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                var first = random.Next(0, clip.Index.FrameCount - 1);
                segments.Add((0, first, Math.Min(clip.Index.FrameCount, first + random.Next(1, 150))));
            }
            var label = $"{run}: " + string.Join(' ', segments);
            var exact = ExactPlans.Of([clip.Index], [.. segments]);
            exact = exact with { Sources = [exact.Sources[0] with { Path = clip.Path }] };
            if (
                CopyPlanner.Plan(exact, [new IndexResult.Indexed(clip.Index)])
                is not CopyPlanResult.Planned { Plan: var plan }
            )
            {
                refused++;
                continue;
            }
            var runner = new CopyRunner(
                (arguments, _) => Task.Run(() => Engine.Run(["-v", "error", .. arguments])),
                2,
                1
            );
            var output = Path.Combine(folder, "out.mp4");
            await runner.RunAsync(
                exact,
                plan,
                [clip.Index],
                null,
                folder,
                output,
                TestContext.Current.CancellationToken
            );
            var decoded = Engine.Decode(output);
            copied += plan.CopiedFrames;
            total += exact.Frames;
            Assert.True(exact.Frames * CopyClip.FrameBytes == decoded.Length, label);
            var at = 0;
            foreach (var piece in plan.Pieces.Cast<VideoPiece.Cut>())
                for (var rank = piece.FirstRank; rank < piece.EndRank; rank++, at++)
                {
                    var expected = clip.Frames.AsSpan(rank * CopyClip.FrameBytes, CopyClip.FrameBytes);
                    var actual = decoded.AsSpan(at * CopyClip.FrameBytes, CopyClip.FrameBytes);
                    if (piece is VideoPiece.Copy)
                        Assert.True(expected.SequenceEqual(actual), $"{label} frame {at}");
                    else
                    {
                        var quality = Quality(expected, actual);
                        worst = Math.Min(worst, quality);
                        Assert.True(quality > 38, $"{label} frame {at} {quality}");
                    }
                }
            using var stream = File.OpenRead(output);
            var index = ((IndexResult.Indexed)Mp4Indexer.Read(stream)).Index;
            Assert.Equal(PictureTimes.Of(exact)[..^1], index.Shown.Select(sample => index.Pts[sample]));
        }
        TestContext.Current.SendDiagnosticMessage(
            $"{encoder}: copied {copied} of {total}, refused {refused}, worst {worst}"
        );
        Console.WriteLine($"{encoder}: copied {copied} of {total}, refused {refused}, worst {worst}");
    }

    private static double Quality(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum == 0 ? 99 : 10 * Math.Log10(255.0 * 255 * a.Length / sum);
    }
}
