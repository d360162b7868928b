using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>The checks of the matrix find the faults they are for. Outputs are made by the plain engine, and spoilt.</summary>
public sealed class CheckerSpecs : IDisposable
{
    private static readonly MediaTime Start = MediaTime.FromMilliseconds(2317);
    private static readonly MediaTime End = MediaTime.FromMilliseconds(5741);
    private static readonly string[] Codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-c:a", "aac"];

    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-checks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_flawless_output_has_no_faults() =>
        Assert.Empty(await FaultsAsync(await CutAsync(FromFrame("select='between(n,70,172)'"), "anull")));

    [Fact]
    public async Task A_cut_without_encoding_is_found_out()
    {
        var source = await SourceFile.ReadAsync(Fixtures.Gop60);
        var path = Path.Combine(_folder, "copied.mp4");
        await MediaTool.MakeAsync(["-ss", $"{Start}", "-to", $"{End}", "-i", source.Path, "-c", "copy", path]);

        var faults = await FaultsAsync(path);

        Assert.Contains(faults, fault => fault.Contains(" extra", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("select='between(n,70,172)*not(eq(n,99))'", "1 missing, 0 extra, 0 doubled")]
    [InlineData("select='between(n,70,172)',loop=1:1:40", "0 missing, 1 extra, 1 doubled")]
    [InlineData("select='between(n,71,173)'", "1 missing, 1 extra, 0 doubled")]
    [InlineData("select='between(n,70,172)',reverse", "0 missing, 0 extra, 0 doubled")]
    [InlineData("select='between(n,70,172)',tblend=all_mode=average", "unreadable")]
    public async Task A_wrong_frame_list_is_told(string pictures, string told)
    {
        var faults = await FaultsAsync(await CutAsync(FromFrame(pictures), "anull"));

        Assert.Contains(told, faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_beside_its_instant_is_told()
    {
        var faults = await FaultsAsync(
            await CutAsync(
                $"{FromFrame("select='between(n,70,172)'")},settb=1/90000,setpts=PTS+gt(N\\,50)*900",
                "anull",
                "-enc_time_base:v",
                "1:90000"
            )
        );

        Assert.Contains("frame 51 is 10.00 ms late", faults);
    }

    [Theory]
    [InlineData("adelay=5:all=1", "-5.0")]
    [InlineData("atrim=start=0.005,asetpts=PTS-STARTPTS", "5.0")]
    public async Task Sound_that_is_off_by_five_milliseconds_is_told(string sound, string told)
    {
        var faults = await FaultsAsync(await CutAsync(FromFrame("select='between(n,70,172)'"), sound));

        Assert.Contains(faults, fault => fault.Contains($"is heard {told}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_that_ends_early_is_told()
    {
        var faults = await FaultsAsync(await CutAsync(FromFrame("select='between(n,70,172)'"), "atrim=end=3.3"));

        Assert.Contains(faults, fault => fault.Contains("after the pictures", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Foreign_sound_and_missing_sound_are_told()
    {
        var foreign = await FaultsAsync(await CutAsync(FromFrame("select='between(n,70,172)'"), "areverse"));
        var missing = await FaultsAsync(await CutAsync(FromFrame("select='between(n,70,172)'"), "anull", "-an"));

        Assert.Contains(foreign, fault => fault.Contains("other sound", StringComparison.Ordinal));
        Assert.Contains("there is no sound", missing);
    }

    [Fact]
    public async Task Damaged_bytes_are_told()
    {
        var path = await CutAsync(FromFrame("select='between(n,70,172)'"), "anull");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(bytes.Length / 2, bytes.Length / 10).Fill(0x5A);
        await File.WriteAllBytesAsync(path, bytes);

        var faults = await FaultsAsync(path);

        Assert.StartsWith("the decoder said", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_and_decoded_frames_of_a_fixture_agree_on_the_time()
    {
        foreach (var fixture in new[] { Fixtures.Gop250, Fixtures.OpenGop, Fixtures.HevcOpenGop, Fixtures.Variable })
        {
            var reading = (await SourceFile.ReadAsync(fixture)).Reading;

            Assert.Equal(
                reading.Packets.Select(packet => packet.Pts).Order(),
                reading.Frames.Select(f => (MediaTime?)f.Time)
            );
        }
    }

    private static string FromFrame(string pictures) => $"{pictures},setpts=PTS-STARTPTS";

    // The segment begins with frame 70, at 2.3333 s of a file of 30 frames a second.
    private async Task<string> CutAsync(string pictures, string sound, params string[] options)
    {
        var source = await SourceFile.ReadAsync(Fixtures.Gop60);
        var path = Path.Combine(_folder, "cut.mp4");
        string[] filters = ["-vf", pictures, "-af", $"atrim=start_sample=112000:end_sample=276800,asetpts=N,{sound}"];
        await MediaTool.MakeAsync([
            "-i",
            source.Path,
            .. filters,
            "-vsync",
            "passthrough",
            .. Codecs,
            .. options,
            path,
        ]);
        return path;
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(string path)
    {
        var source = await SourceFile.ReadAsync(Fixtures.Gop60);
        var segments = new[] { ExpectedFrames.Of(source, Start, End) };
        return await OutputCheck.FaultsAsync(path, Fixtures.Gop60.Size, segments, OutputLimits.Of(OutputFormat.Mp4));
    }
}
