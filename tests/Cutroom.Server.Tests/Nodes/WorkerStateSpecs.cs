using Cutroom.Rendering.Timelines;
using Cutroom.Server.Nodes;
using Xunit;

namespace Cutroom.Server.Tests.Nodes;

public sealed class WorkerStateSpecs
{
    private readonly WorkerState state = new(new());

    [Fact]
    public void Nothing_is_known_before_the_first_render() => Assert.Null(state.Speed);

    [Fact]
    public void The_speed_is_that_of_the_latest_renders()
    {
        state.Rendered(MediaTime.FromSeconds(60), TimeSpan.FromSeconds(10));
        Assert.Equal(6000, state.Speed);

        for (var render = 0; render < 50; render++)
            state.Rendered(MediaTime.FromSeconds(10), TimeSpan.FromSeconds(10));

        Assert.InRange(state.Speed ?? 0, 1000, 1100);
    }
}
