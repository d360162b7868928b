using Cutroom.Rendering.Probing;

namespace Cutroom.Rendering.Tests.Probing;

public sealed class OrientationSpecs
{
    [Theory]
    [InlineData(1, 0, 0, 1, 0, false)]
    [InlineData(0, 1, -1, 0, 90, false)]
    [InlineData(-1, 0, 0, -1, 180, false)]
    [InlineData(0, -1, 1, 0, 270, false)]
    [InlineData(1, 0, 0, -1, 0, true)]
    [InlineData(0, 1, 1, 0, 90, true)]
    [InlineData(-1, 0, 0, 1, 180, true)]
    [InlineData(0, -1, -1, 0, 270, true)]
    public void A_display_matrix_is_a_turn_and_a_mirror(int a, int b, int c, int d, int degrees, bool isMirrored)
    {
        const int one = 65536;
        var matrix = $"\n00000000: {a * one} {b * one} 0\n00000001: {c * one} {d * one} 0\n00000002: 0 0 1073741824\n";

        Assert.Equal(new(degrees, isMirrored), Orientation.Parse(matrix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    public void Without_a_matrix_the_picture_stays(string? text) => Assert.Equal(default, Orientation.Parse(text));
}
