using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>The rows of the matrix.</summary>
internal static class MatrixInputs
{
    public static IReadOnlyList<Fixture> Films { get; } =
    [
        Fixtures.Gop250,
        Fixtures.Gop60,
        Fixtures.OpenGop,
        Fixtures.HevcOpenGop,
        Fixtures.Mono25,
        Fixtures.NoSound,
        Fixtures.Variable,
        Fixtures.TenBitH264,
        Fixtures.TenBitHevc,
        Fixtures.Rotated,
        Fixtures.Interlaced,
        Fixtures.Ntsc,
        Fixtures.BaselineWide,
        FixturesOfCallers.Mov,
        FixturesOfCallers.Flv,
        FixturesOfCallers.Mkv,
        FixturesOfCallers.Ts,
        FixturesOfCallers.Avi,
        FixturesOfCallers.ProgramStream,
        FixturesOfCallers.Vob,
        FixturesOfCallers.Mpeg4Avi,
        FixturesOfCallers.WebM,
        FixturesOfCallers.Mp3InMp4,
        FixturesOfCallers.Rate23976,
        FixturesOfCallers.Rate125,
        FixturesOfCallers.Rate5994,
        FixturesOfCallers.LatePictures,
        FixturesOfCallers.LateSound,
        FixturesOfCallers.LateBoth,
    ];

    public static IReadOnlyList<Fixture> Sounds { get; } =
    [FixturesOfCallers.SoundMp3, FixturesOfCallers.SoundM4a, FixturesOfCallers.SoundWave];

    /// <summary>Five inputs that differ in all that inputs can differ in.</summary>
    public static IReadOnlyList<Fixture> Unlike { get; } =
    [Fixtures.Variable, Fixtures.NoSound, Fixtures.Rotated, Fixtures.TenBitHevc, Fixtures.BaselineWide];

    /// <summary>Five inputs that differ in all but their rate, so no frame may be lost or repeated.</summary>
    public static IReadOnlyList<Fixture> OneRate { get; } =
    [Fixtures.TenBitH264, FixturesOfCallers.WebM, Fixtures.Rotated, FixturesOfCallers.Mp3InMp4, Fixtures.HevcOpenGop];

    public static Fixture Named(string name) => Films.Concat(Sounds).Single(fixture => fixture.Name == name);
}
