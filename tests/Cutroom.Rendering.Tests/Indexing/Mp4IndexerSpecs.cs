using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Tests.Copying;

namespace Cutroom.Rendering.Tests.Indexing;

public sealed class Mp4IndexerSpecs
{
    [Fact]
    public void Times_sizes_and_places_come_back_as_written()
    {
        var index = Read(Movie());

        Assert.Equal([0, 30, 10, 20, 40], index.Pts);
        Assert.Equal([0, 2, 3, 1, 4], index.Shown);
        Assert.Equal([0, 3, 1, 2, 4], index.Ranks);
        Assert.Equal([5, 6, 7, 8, 9], index.Sizes);
        Assert.Equal(50, index.End);
        Assert.Equal(
            [SampleKind.Unread, SampleKind.Other, SampleKind.Other, SampleKind.Other, SampleKind.Unread],
            index.Kinds
        );
    }

    [Fact]
    public void A_movie_box_behind_64_bit_media_is_found()
    {
        byte[] media = [0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4];

        Assert.Equal(5, Read([.. media, .. Movie()]).FrameCount);
    }

    [Theory]
    [InlineData("mvex", "fragmented")]
    [InlineData("cmov", "compressed")]
    public void What_is_not_indexed_says_why(string box, string word)
    {
        var movie = new BoxWriter();
        movie.Box("moov", () => movie.Box(box, () => { }));

        var result = Mp4Indexer.Read(new MemoryStream(movie.ToArray()));

        Assert.Contains(word, Assert.IsType<IndexResult.NotIndexed>(result).Reason);
    }

    [Fact]
    public void A_file_cut_off_inside_its_samples_is_refused()
    {
        var file = Movie();

        var result = Mp4Indexer.Read(new MemoryStream(file[..^5]));

        Assert.IsType<IndexResult.NotIndexed>(result);
    }

    /// <summary>Hostile counts and offsets: every mutation ends in a value, and no sample ever lies outside the file (I13).</summary>
    [Fact]
    public void No_mutation_throws_or_points_outside_the_file()
    {
        var original = Movie();
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var file = (byte[])original.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                file[random.Next(file.Length)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));

            var result = Mp4Indexer.Read(new MemoryStream(file));

            if (result is IndexResult.Indexed { Index: var index })
                Assert.All(
                    Enumerable.Range(0, index.Sizes.Length),
                    i => Assert.True(index.Offsets[i] >= 0 && index.Offsets[i] + index.Sizes[i] <= file.Length)
                );
        }
    }

    private static VideoIndex Read(byte[] file) =>
        Assert.IsType<IndexResult.Indexed>(Mp4Indexer.Read(new MemoryStream(file))).Index;

    /// <summary>Five pictures with reordering; the sample bytes are zeros.</summary>
    private static byte[] Movie()
    {
        var times = VideoTimes.From([0, 30, 10, 20, 40]);
        var source = SyntheticIndex.Of("I0 1");
        var track = new MovieTrack
        {
            IsVideo = true,
            Timescale = 1000,
            SampleDescription = VisualSampleDescription.Write(
                source.Entry with
                {
                    Fields = [0, 0, 0, 0, 0, 0, 0, 1, .. new byte[70]],
                },
                NalFamily.H264,
                [1, 100, 0, 30, 255, 0xE1, 0, 5, 0x67, 100, 0, 30, 0x80, 1, 0, 4, 0x68, 0xCE, 0x38, 0x80]
            ),
            Samples = [.. Enumerable.Range(5, 5).Select(size => new SampleBytes(0, 0, size))],
            DecodeTimes = times.DecodeTimes,
            Shifts = times.Shifts,
            Keyframes = [0, 4],
            LastDuration = 10,
            EditStart = times.Delay,
            Duration = 50,
        };
        var path = Path.GetTempFileName();
        using var zeros = File.OpenHandle("/dev/zero");
        Mp4Writer.WriteAsync(path, [track], _ => zeros, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
