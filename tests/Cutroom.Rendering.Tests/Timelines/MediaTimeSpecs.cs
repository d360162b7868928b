using System.Text.Json;
using Cutroom.Rendering.Timelines;
using FsCheck.Xunit;

namespace Cutroom.Rendering.Tests.Timelines;

public sealed class MediaTimeSpecs
{
    [Theory]
    [InlineData("0", 0, 1)]
    [InlineData("12.5", 25, 2)]
    [InlineData("0.040", 1, 25)]
    [InlineData("007", 7, 1)]
    [InlineData("99999999.999", 99999999999, 1000)]
    public void The_wire_form_is_read_exactly(string text, long numerator, long denominator)
    {
        Assert.True(MediaTime.TryParseSeconds(text, out var time));

        Assert.Equal(MediaTime.FromTicks(numerator, 1, denominator), time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("1:00")]
    [InlineData("000000000000000000000000000000000")]
    [InlineData("99999999999999999999")]
    [InlineData("0.1234567890123456789")]
    public void Anything_else_is_refused_on_the_wire(string? text) =>
        Assert.False(MediaTime.TryParseSeconds(text, out _));

    [Theory]
    [InlineData("1:02.5", "62.5")]
    [InlineData("01:00:00.001", "3600.001")]
    [InlineData("12.5", "12.5")]
    public void The_command_line_also_reads_minutes_and_hours(string text, string seconds)
    {
        Assert.True(MediaTime.TryParse(text, out var time));

        Assert.Equal(seconds, time.ToString());
    }

    [Theory]
    [InlineData("1:60")]
    [InlineData("1:2:3:4")]
    [InlineData(":5")]
    [InlineData("1:-5")]
    public void Malformed_clock_times_are_refused(string text) => Assert.False(MediaTime.TryParse(text, out _));

    [Theory]
    [InlineData(1, 3, "0.333333333")]
    [InlineData(-1, 2, "-0.5")]
    [InlineData(-1, 25000, "-0.00004")]
    [InlineData(100, 1, "100")]
    public void Text_has_a_leading_digit_and_no_exponent(long numerator, long denominator, string text) =>
        Assert.Equal(text, MediaTime.FromTicks(numerator, 1, denominator).ToString());

    [Fact]
    public void The_default_value_is_zero_seconds()
    {
        Assert.Equal(MediaTime.Zero, MediaTime.FromTicks(0, 1001, 30_000));
        Assert.Equal("0", default(MediaTime).ToString());
        Assert.Equal(default(MediaTime).GetHashCode(), MediaTime.FromMilliseconds(0).GetHashCode());
    }

    [Theory]
    [InlineData(1, 3, 333)]
    [InlineData(-1, 3, -334)]
    [InlineData(2, 1, 2000)]
    public void Milliseconds_are_rounded_down(long numerator, long denominator, long milliseconds) =>
        Assert.Equal(milliseconds, MediaTime.FromTicks(numerator, 1, denominator).FloorMilliseconds());

    [Theory]
    [InlineData(1, 2, 0, 1, 1)]
    [InlineData(-1, 2, -1, 0, -1)]
    [InlineData(7, 3, 2, 3, 2)]
    [InlineData(4, 1, 4, 4, 4)]
    public void Ticks_are_rounded_down_up_and_to_the_nearest(long n, long d, long floor, long ceiling, long nearest)
    {
        var time = MediaTime.FromTicks(n, 1, d);

        Assert.Equal(floor, time.FloorTicks(1, 1));
        Assert.Equal(ceiling, time.CeilingTicks(Ratio.One));
        Assert.Equal(nearest, time.NearestTicks(Ratio.One));
    }

    [Fact]
    public void Hours_of_ntsc_frames_add_up_without_error()
    {
        var frame = MediaTime.FromTicks(1001, 1, 30_000);

        var sum = Enumerable.Repeat(frame, 30_000).Aggregate((left, right) => left + right);

        Assert.Equal(MediaTime.FromSeconds(1001), sum);
    }

    [Fact]
    public void What_leaves_the_range_throws_and_never_wraps() =>
        Assert.Throws<OverflowException>(() => MediaTime.FromTicks(long.MaxValue, 1000, 1));

    [Property]
    public bool Addition_undoes_subtraction(int a, int b, ushort c, ushort d)
    {
        var left = MediaTime.FromTicks(a, 1, c + 1);
        var right = MediaTime.FromTicks(b, 1, d + 1);

        return left + right - right == left && left - left == MediaTime.Zero;
    }

    [Property]
    public bool Order_agrees_with_the_difference(int a, int b, ushort c, ushort d)
    {
        var left = MediaTime.FromTicks(a, 1, c + 1);
        var right = MediaTime.FromTicks(b, 1, d + 1);

        return left < right == (left - right).IsNegative && left == right == (left.CompareTo(right) == 0);
    }

    [Property]
    public bool Json_keeps_every_value_exactly(int ticks, ushort denominator)
    {
        var time = MediaTime.FromTicks(ticks, 1, denominator + 1);

        return JsonSerializer.Deserialize<MediaTime>(JsonSerializer.Serialize(time)) == time;
    }
}
