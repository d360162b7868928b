using System.Globalization;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Bench;

/// <summary>Three segments of a film. Invariant: bit rates are those of the renderer's plan for this size.</summary>
/// <param name="Rounds">How often encoding everything is measured.</param>
internal sealed record Scene(
    string Size,
    int FilmSeconds,
    int SegmentSeconds,
    int Rounds,
    string MaxRate,
    string BufferSize
)
{
    public const int FramesPerSecond = 30;

    /// <summary>The graph that joins the inputs, pictures to <c>[v]</c> and sound to <c>[a]</c>.</summary>
    public const string Join = "[0:v][0:a][1:v][1:a][2:v][2:a]concat=n=3:v=1:a=1[v][a]";

    // Cuts between key frames and between frames.
    private static readonly double[] Starts = [0.079, 0.667, 0.371];

    public static Scene Full { get; } = new("1920x1080", 120, 30, 5, "12441k", "24882k");

    public static Scene Small { get; } = new("640x360", 24, 6, 3, "1382k", "2764k");

    /// <summary>With key frames where the encoder likes, at most 250 frames apart.</summary>
    public Fixture Film => Made($"bench_{Size}", "-g", "250", "-bf", "3");

    /// <summary>With closed groups of 60 frames.</summary>
    public Fixture FilmOfShortGroups =>
        Made($"bench_{Size}_g60", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "3");

    /// <summary>Starts in seconds, at whole milliseconds.</summary>
    public IReadOnlyList<double> Segments => [.. Starts.Select(part => Math.Round(part * FilmSeconds, 3))];

    public Timeline Timeline(RenderMode mode) =>
        new(
            [
                .. Segments.Select(start =>
                {
                    var from = MediaTime.FromMilliseconds((long)Math.Round(start * 1000));
                    return new Segment(0, from, from + MediaTime.FromSeconds(SegmentSeconds));
                }),
            ],
            new() { Mode = mode }
        );

    /// <summary>The segments as inputs of the engine.</summary>
    public IEnumerable<string> Inputs(string path) =>
        Segments.SelectMany(start => new[] { "-ss", Text(start), "-t", Text(SegmentSeconds), "-i", path });

    /// <summary>Frames of an output that are missing, extra or not the one that belongs there.</summary>
    public async Task<double> WrongAsync(string path)
    {
        var expected = Segments
            .SelectMany(start =>
                Enumerable
                    .Range(0, FilmSeconds * FramesPerSecond)
                    .Where(frame => frame >= start * FramesPerSecond)
                    .Where(frame => frame < (start + SegmentSeconds) * FramesPerSecond)
            )
            .ToList();
        var actual = await FrameReader.ReadAsync(path, StripPlace.Unscaled);
        return expected.Zip(actual).Count(pair => pair.First != pair.Second) + Math.Abs(expected.Count - actual.Count);
    }

    public static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private Fixture.Encoded Made(string name, params string[] groups) =>
        FixtureRecipes.Made(
            name,
            ".mp4",
            FixtureRecipes.Video(Size, "30", FilmSeconds),
            FixtureRecipes.Sound(48000, "stereo", FilmSeconds, 1),
            [.. FixtureRecipes.H264("superfast", 23), .. groups, .. FixtureRecipes.Aac(128)]
        );
}
