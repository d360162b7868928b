using Cutroom.Rendering.Planning;
using FsCheck;
using FsCheck.Xunit;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class FrameTimesSpecs
{
    [Fact]
    public void A_constant_rate_is_one_run_whatever_its_length()
    {
        var times = FrameTimes.Of(Enumerable.Range(0, 1000).Select(i => i * 512L));

        Assert.Equal([new(999, 512)], times.Runs);
        Assert.Equal(FrameTimes.Constant(1000, 512).Runs, times.Runs);
        Assert.Equal(1000, times.Count());
    }

    [Property]
    public bool Runs_give_back_the_times_they_were_made_of(NonEmptyArray<byte> steps)
    {
        long at = 0;
        long[] times = [0, .. steps.Get.Select(step => at += step)];

        return FrameTimes.Of(times).Enumerate().SequenceEqual(times);
    }
}
