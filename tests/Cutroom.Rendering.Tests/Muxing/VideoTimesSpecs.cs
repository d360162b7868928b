using Cutroom.Rendering.Muxing;

namespace Cutroom.Rendering.Tests.Muxing;

public sealed class VideoTimesSpecs
{
    [Fact]
    public void Pictures_in_shown_order_need_no_delay()
    {
        var times = VideoTimes.From([0, 10, 20]);

        Assert.Equal(0, times.Delay);
        Assert.Equal([0, 0, 0], times.Shifts);
    }

    [Fact]
    public void The_delay_is_the_largest_distance_a_picture_is_decoded_early()
    {
        var times = VideoTimes.From([0, 30, 10, 20, 40]);

        Assert.Equal([0, 10, 20, 30, 40], times.DecodeTimes);
        Assert.Equal(10, times.Delay);
        Assert.Equal([10, 30, 0, 0, 10], times.Shifts);
    }

    /// <summary>The law: decode times rise, nothing is shown before it is decoded, shown times are kept.</summary>
    [Fact]
    public void Any_order_of_distinct_times_gets_lawful_decode_times()
    {
        var random = new Random(7);
        for (var round = 0; round < 1_000; round++)
        {
            var pts = Enumerable.Range(0, random.Next(1, 40)).Select(i => i * 7L + random.Next(6)).ToArray();
            random.Shuffle(pts);

            var times = VideoTimes.From(pts);

            Assert.All(times.DecodeTimes.Zip(times.DecodeTimes.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.All(times.Shifts, shift => Assert.True(shift >= 0));
            Assert.Equal(pts, times.DecodeTimes.Zip(times.Shifts, (time, shift) => time + shift - times.Delay));
        }
    }
}
