using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>Broken and hostile files end in a typed failure that names the file as the cause; no other file is read (I6, I19).</summary>
public sealed class UntrustedMediaSpecs
{
    // Any access is noted when the last one seems to be older than the last change, whatever the mount options save.
    private static readonly DateTime LongAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Refused => [.. RefusedFiles.Select(fixture => fixture.Name)];

    private static IReadOnlyList<Fixture> RefusedFiles { get; } =
    [
        BrokenFixtures.TruncatedIndexAtEnd,
        BrokenFixtures.TruncatedIndexInFront,
        BrokenFixtures.TruncatedMkv,
        BrokenFixtures.TruncatedAvi,
        BrokenFixtures.Empty,
        BrokenFixtures.Noise,
        BrokenFixtures.HugeBox,
        BrokenFixtures.DeepBoxes,
        HostileFixtures.RareCodec,
        HostileFixtures.RareCodecRenamed,
        HostileFixtures.HugePicture,
        HostileFixtures.StillPicture,
        HostileFixtures.StillPictureRenamed,
        .. HostileFixtures.Disguised,
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_refused_when_it_is_probed(string name)
    {
        var path = await FixtureStore.PathOfAsync(RefusedFiles.Single(fixture => fixture.Name == name));
        var bait = await FixtureStore.PathOfAsync(HostileFixtures.Bait);
        File.SetLastAccessTimeUtc(bait, LongAgo);

        var probed = await RenderTrial.Renderer.ProbeAsync(path, TestContext.Current.CancellationToken);

        var (failure, touched) = (
            Assert.IsType<ProbeResult.Unreadable>(probed).Failure,
            File.GetLastAccessTimeUtc(bait)
        );
        Assert.True(
            failure.Kind is RenderFailureKind.SourceUnreadable or RenderFailureKind.UnsupportedStream,
            $"{failure}"
        );
        Assert.False(failure.IsRetryable);
        Assert.Contains(Path.GetFileName(path), failure.Message, StringComparison.Ordinal);
        Assert.Equal(LongAgo, touched);
    }

    [Fact]
    public async Task The_plain_engine_would_read_the_other_file()
    {
        var disguised = HostileFixtures.Disguised.Single(fixture => fixture.Name == "playlist_absolute_path");
        var path = await FixtureStore.PathOfAsync(disguised);
        var bait = await FixtureStore.PathOfAsync(HostileFixtures.Bait);
        File.SetLastAccessTimeUtc(bait, LongAgo);

        var read = await MediaTool.RunAsync("ffmpeg", ["-v", "error", "-i", path, "-f", "null", "-"]);

        Assert.Equal(0, read.ExitCode);
        Assert.NotEqual(LongAgo, File.GetLastAccessTimeUtc(bait));
    }

    [Fact]
    public async Task Damaged_pictures_fail_the_render_and_leave_no_output()
    {
        var path = await FixtureStore.PathOfAsync(BrokenFixtures.FlippedBytes);
        var timeline = new Timeline([new(0, MediaTime.Zero, null)], new());

        await using var trial = await RenderTrial.RunAsync(timeline, [path]);

        var failure = Assert.IsType<RenderResult.Failed>(trial.Result).Failure;
        Assert.Equal(RenderFailureKind.SourceUnreadable, failure.Kind);
        Assert.Equal(0, failure.SourceIndex);
    }

    [Fact]
    public async Task Damage_outside_of_the_segments_does_not_matter()
    {
        var path = await FixtureStore.PathOfAsync(BrokenFixtures.FlippedBytes);
        var source = await SourceFile.ReadAsync(Fixtures.Gop60);
        var (start, end) = (MediaTime.FromMilliseconds(300), MediaTime.FromMilliseconds(1700));

        await using var trial = await RenderTrial.RunAsync(new([new(0, start, end)], new()), [path]);

        var faults = await OutputCheck.FaultsAsync(
            trial.MainFile,
            Fixtures.Gop60.Size,
            [ExpectedFrames.Of(source, start, end)],
            OutputLimits.Of(OutputFormat.Mp4)
        );
        Assert.Empty(faults);
    }
}
