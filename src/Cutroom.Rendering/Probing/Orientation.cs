using System.Globalization;

namespace Cutroom.Rendering.Probing;

/// <summary>How a player turns the coded picture: clockwise by <paramref name="Degrees"/>, seen in a mirror or not.</summary>
internal readonly record struct Orientation(int Degrees, bool IsMirrored)
{
    /// <summary>Reads ffprobe's print of a display matrix; anything that is none leaves the picture as it is.</summary>
    public static Orientation Parse(string? matrix)
    {
        if (matrix is null || Numbers(matrix) is not [var a, var b, _, var c, var d, ..])
        {
            return default;
        }

        var degrees = ((int)Math.Round(Math.Atan2(b, a) * 2 / Math.PI) * 90 + 360) % 360;
        return degrees switch
        {
            90 => new(90, c > 0),
            180 => new(180, d >= 0),
            270 => new(270, c < 0),
            _ => new(0, d < 0),
        };
    }

    // Three rows, each behind a label that ends in a colon.
    private static long[] Numbers(string matrix) =>
        [
            .. matrix
                .Split('\n')
                .Select(row => row[(row.IndexOf(':', StringComparison.Ordinal) + 1)..])
                .SelectMany(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(word => long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0),
        ];
}
