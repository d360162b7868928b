using System.Runtime.InteropServices;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Sounds;

/// <summary>A long sound encoded in parts against the same in one go.</summary>
public sealed class SoundPartSpecs : IDisposable
{
    private static readonly Fixture Low = FixtureRecipes.SoundOnly(
        "long_44",
        ".m4a",
        FixtureRecipes.Sound(44_100, "mono", 66, 21),
        FixtureRecipes.Aac(128)
    );

    private static readonly Fixture High = FixtureRecipes.SoundOnly(
        "long_48",
        ".m4a",
        FixtureRecipes.Sound(48_000, "mono", 66, 22),
        FixtureRecipes.Aac(128)
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-parts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_splice_is_as_good_as_one_encode()
    {
        var plan = await PlanAsync();
        var packets = SoundChunk.PacketsOf(plan);
        var splice = (int)(packets / 2 - 1) * SoundChunk.PacketSamples;
        var wanted = await DecodeAsync(plan);

        var parts = await EncodeAsync(plan, threads: 2);
        var whole = await EncodeAsync(plan, threads: 1);

        Assert.Equal(2, SoundChunk.Split(plan, 2).Count);
        Assert.Equal(whole.Length, parts.Length);
        var there = Quality(wanted, parts, splice - 2_048, 4_096);
        Assert.True(
            there > Quality(wanted, whole, splice - 2_048, 4_096) - 1,
            $"{there} dB around the splice, {Quality(wanted, whole, splice - 2_048, 4_096)} dB in one go"
        );
        Assert.InRange(Quality(wanted, parts, 0, wanted.Length) - Quality(wanted, whole, 0, wanted.Length), -0.5, 0.5);
        // One packet too many or too few at the splice, and nothing fits behind it.
        short[] shifted = [.. parts[..splice], .. parts[(splice + SoundChunk.PacketSamples)..]];
        Assert.True(Quality(wanted, shifted, splice - 2_048, 4_096) < 3, "a lost packet is not seen");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Parts_have_the_packets_of_the_whole(int most)
    {
        var plan = await PlanAsync();

        var parts = SoundChunk.Split(plan, most);

        Assert.Equal(most, parts.Count);
        Assert.Equal(SoundChunk.PacketsOf(plan), parts.Sum(part => part.Kept));
        Assert.All(parts.Skip(1), part => Assert.Equal(5, part.Dropped));
    }

    // Two rates, so that one of the parts starts inside a sound whose rate is changed.
    private static async Task<RenderPlan> PlanAsync()
    {
        string[] sources = [await FixtureStore.PathOfAsync(High), await FixtureStore.PathOfAsync(Low)];
        Segment[] segments =
        [
            new(0, MediaTime.FromMilliseconds(2_345), MediaTime.FromMilliseconds(60_111)),
            new(1, MediaTime.FromMilliseconds(1_001), MediaTime.FromMilliseconds(64_777)),
        ];
        var renderer = new Renderer(new() { Threads = 1 }, TimeProvider.System);
        var planned = await renderer.PlanAsync(new(segments, new()), sources, CancellationToken.None);
        return Assert.IsType<PlanResult.Planned>(planned).Plan;
    }

    private async Task<short[]> EncodeAsync(RenderPlan plan, int threads)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"threads-{threads}")).FullName;
        var output = Path.Combine(folder, "sound.mp4");
        var encoding = new SoundEncoding(RunAsync, threads, 1L << 30);

        Assert.Null(await encoding.RunAsync(plan, folder, output, _ => { }, CancellationToken.None));

        return Samples(Copying.Engine.Run(["-i", output, "-ac", "1", "-f", "s16le", "-"]));
    }

    /// <summary>What the encoder is given.</summary>
    private async Task<short[]> DecodeAsync(RenderPlan plan)
    {
        var output = Path.Combine(_folder, "wanted.pcm");
        string[] pcm = ["-map", FilterGraph.SoundOut, "-c:a", "pcm_s16le", "-f", "s16le", "file:" + output];
        Assert.Null(await RunAsync(FfmpegArguments.Render(plan, 1, pcm), _ => { }, CancellationToken.None));
        return Samples(await File.ReadAllBytesAsync(output));
    }

    private static async Task<RenderFailure?> RunAsync(
        IReadOnlyList<string> arguments,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var options = new RendererOptions();
        var exit = await new Ffmpeg(options, TimeProvider.System).RunAsync(
            new(EngineProgram.Ffmpeg, arguments, options.RenderLimit, options.StallLimit) { MaxFileBytes = 1L << 30 },
            onLine,
            cancellation
        );
        return exit.Succeeded ? null : EngineFailures.Of(exit, "Encoding");
    }

    private static short[] Samples(byte[] pcm) => MemoryMarshal.Cast<byte, short>(pcm).ToArray();

    /// <summary>Signal over error, in decibels.</summary>
    private static double Quality(short[] wanted, short[] got, int start, int count)
    {
        var (signal, error) = (0.0, 1.0);
        for (var i = start; i < Math.Min(start + count, Math.Min(wanted.Length, got.Length)); i++)
        {
            signal += (double)wanted[i] * wanted[i];
            error += Math.Pow((double)wanted[i] - got[i], 2);
        }

        return 10 * Math.Log10(signal / error);
    }
}
