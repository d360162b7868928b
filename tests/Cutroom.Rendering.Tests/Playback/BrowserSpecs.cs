using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Conformance;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing;
using Cutroom.Testing.Browser;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Playback;

/// <summary>Playing is measured, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AloneInTheMachine), DisableParallelization = true)]
public sealed class AloneInTheMachine;

/// <summary>A real browser shows every frame of a copied output, by seeking and by playing, across every joint.</summary>
[Collection(nameof(AloneInTheMachine))]
public sealed class BrowserSpecs : IDisposable
{
    private const double Rate = 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-played-").FullName;

    /// <summary>Copied pieces, their encoded heads and tails, and a foreign clip between them: three kinds of parameter sets in one track.</summary>
    [Fact]
    public async Task A_browser_plays_an_output_across_every_joint()
    {
        // Real time needs a machine of its own: beside other specs a browser drops frames that are right.
        Assert.SkipUnless(LongRuns.Asked, "runs with --long, alone");
        var film = await SourceFile.ReadAsync(Fixtures.Gop60);
        var foreign = await SourceFile.ReadAsync(Fixtures.HevcOpenGop);
        (SourceFile, Stretch)[] parts =
        [
            (film, Between(1_250, 4_730)),
            (foreign, Between(2_010, 2_630)),
            (film, Between(5_010, 6_390)),
            (film, Between(3_700, 5_300)),
            (film, Between(7_910, 9_110)),
        ];
        await using var trial = await RenderTrial.RunAsync(parts, new());
        int[] numbers =
        [
            .. parts
                .Select(part => ExpectedFrames.Of(part.Item1, part.Item2.Start, part.Item2.End))
                .SelectMany(segment => segment.Frames.Select(frame => frame.Number)),
        ];
        var pieces = trial.Plan.Copying!.Pieces; // asserted by its members
        Assert.Contains(pieces, piece => piece is VideoPiece.Adapt);
        Assert.True(pieces.OfType<VideoPiece.Copy>().Count() >= 4);

        var played = await PlayAsync(
            trial.MainFile,
            [.. pieces.Select(piece => (int)piece.FirstFrame)],
            numbers.Length
        );

        Assert.Equal([], PlaybackCheck.Faults(played, numbers, Rate));
    }

    /// <summary>A planted fault: one frame shows its neighbour's picture.</summary>
    [Fact]
    public async Task A_browser_that_shows_a_wrong_frame_is_noticed()
    {
        Assert.SkipUnless(LongRuns.Asked, "runs with --long, alone");
        var film = await SourceFile.ReadAsync(Fixtures.Gop60);
        var path = Path.Combine(_folder, "wrong.mp4");
        // Frame 41 shows what 40 shows.
        var filter = "[0:v][1:v]freezeframes=first=41:last=41:replace=40,trim=end_frame=90";
        string[] inputs = ["-i", film.Path, "-i", film.Path, "-an"];
        await MediaTool.MakeAsync([.. inputs, "-filter_complex", filter, "-c:v", "libx264", "-crf", "18", path]);

        var played = await PlayAsync(path, [40], 90);

        var faults = PlaybackCheck.Faults(played, [.. Enumerable.Range(0, 90)], Rate);
        Assert.Contains("after a seek frame 41 is 40, not 41", faults);
        Assert.Single(faults, fault => fault.StartsWith("after a seek", StringComparison.Ordinal));
    }

    /// <summary>Seeks to the middle of each frame from three before to three behind every joint, and plays across it.</summary>
    private static Task<PlayedFile> PlayAsync(string path, IReadOnlyList<int> joints, int frames) =>
        PlayedFile.PlayAsync(
            path,
            [
                .. joints
                    .SelectMany(joint => Enumerable.Range(joint - 3, 7))
                    .Where(frame => frame >= 0 && frame < frames)
                    .Distinct()
                    .Select(frame => (frame + 0.5) / Rate),
            ],
            [
                .. joints.Select(joint =>
                    new[] { Math.Max(0, joint - 9.5) / Rate, Math.Min(frames - 1.5, joint + 9.5) / Rate }
                ),
            ],
            Rate,
            TestContext.Current.CancellationToken
        );

    private static Stretch Between(int start, int end) =>
        new(MediaTime.FromMilliseconds(start), MediaTime.FromMilliseconds(end));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
