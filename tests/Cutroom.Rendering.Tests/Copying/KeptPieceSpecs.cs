using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Pieces of earlier renders are used again where nothing about them changed, and only there.</summary>
public sealed class KeptPieceSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kept-").FullName;
    private readonly CopyClip _clip = new("-c:v libx264 -preset veryfast -g 10 -keyint_min 10 -sc_threshold 0", 4);

    private string Kept => Path.Combine(_folder, "kept");

    [Fact]
    public async Task The_second_render_encodes_nothing_and_gives_the_same_file()
    {
        var first = await RenderAsync(Twenty());
        var second = await RenderAsync(Twenty());

        Assert.Equal(Twenty().Sum(PiecesOf), first.Made);
        Assert.Equal(0, second.Made);
        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task Changing_one_of_twenty_segments_encodes_its_pieces_alone()
    {
        await RenderAsync(Twenty());
        var changed = Twenty();
        changed[7] = (0, 63, 79);

        var second = await RenderAsync(changed);

        Assert.InRange(second.Made, 1, 2);
        Assert.Equal(PiecesOf(changed[7]), second.Made);
    }

    [Fact]
    public async Task A_flipped_byte_costs_one_piece_and_harms_nothing()
    {
        var first = await RenderAsync(Twenty());
        var entry = Directory.GetFiles(Kept)[3];
        var bytes = File.ReadAllBytes(entry);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(entry, bytes);

        var second = await RenderAsync(Twenty());

        Assert.Equal(1, second.Made);
        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task A_file_that_was_written_anew_is_another_source()
    {
        await RenderAsync(Twenty()[..1]);
        File.SetLastWriteTimeUtc(_clip.Path, File.GetLastWriteTimeUtc(_clip.Path).AddSeconds(1));

        Assert.Equal(PiecesOf(Twenty()[0]), (await RenderAsync(Twenty()[..1])).Made);
    }

    [Fact]
    public async Task Another_engine_makes_its_own_pieces()
    {
        await RenderAsync(Twenty()[..1]);

        Assert.Equal(PiecesOf(Twenty()[0]), (await RenderAsync(Twenty()[..1], engineVersion: "6")).Made);
    }

    /// <summary>Each starts and ends between keyframes, and no two alike.</summary>
    private static (int Source, int First, int End)[] Twenty() =>
        [.. Enumerable.Range(0, 20).Select(i => (0, 3 * i + 2 + (i % 3 == 0 ? 1 : 0), 3 * i + 26))];

    /// <summary>How many pieces of a segment are encoded: its head, and its tail where the copy leaves one.</summary>
    private int PiecesOf((int Source, int First, int End) range) =>
        SegmentCutter
            .Cut(_clip.Index, new FrameRange(0, range.First, range.End, 0))!
            .Count(piece => piece is VideoPiece.Encode);

    private async Task<(int Made, byte[] Bytes)> RenderAsync((int, int, int)[] ranges, string engineVersion = "5")
    {
        var plan = ExactPlans.Of([_clip.Index], ranges);
        plan = plan with
        {
            Sources = [plan.Sources[0] with { Path = _clip.Path, Identity = MediaSource.OfFile(_clip.Path).Identity }],
        };
        plan = CopyPlanner.Apply(plan, [new IndexResult.Indexed(_clip.Index)]);
        var cache = new PieceCache(Kept, 1 << 30, TimeProvider.System);
        var made = 0;
        var output = Path.Combine(_folder, "output.mp4");
        using var runner = new CopyRunner(
            plan,
            [_clip.Index],
            Directory.CreateDirectory(Path.Combine(_folder, "pieces")).FullName,
            1, // The encoder writes the number of its threads into the stream.
            async (arguments, cancellation) =>
            {
                Interlocked.Add(ref made, arguments.Count(argument => argument == "-i"));
                await Task.Run(() => Engine.Run(["-v", "error", .. arguments]), cancellation);
                return null;
            },
            new KeptPieces(cache, engineVersion)
        );
        Assert.Null(await runner.EncodeAsync(_ => { }, TestContext.Current.CancellationToken));
        await runner.WriteAsync(null, output, TestContext.Current.CancellationToken);
        return (made, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _clip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
