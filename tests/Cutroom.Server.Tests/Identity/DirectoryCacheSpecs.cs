using Cutroom.Server.Identity;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

public sealed class BriefCacheSpecs
{
    private readonly FakeTimeProvider time = new();
    private readonly List<string> wiped = [];
    private readonly BriefCache<string, string> cache;
    private int loads;

    public BriefCacheSpecs() => cache = new(time, wiped.Add);

    [Fact]
    public async Task It_asks_again_after_its_life_which_is_below_five_seconds()
    {
        await FindAsync("a");
        time.Advance(BriefCache<string, string>.Life - TimeSpan.FromMilliseconds(1));
        await FindAsync("a");
        Assert.Equal(1, loads);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await FindAsync("a");

        Assert.Equal(2, loads);
        Assert.True(BriefCache<string, string>.Life < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_not_there_is_asked_for_each_time()
    {
        await cache.FindAsync("a", LoadNothingAsync);
        await cache.FindAsync("a", LoadNothingAsync);

        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task What_was_not_used_for_long_is_wiped_and_what_is_in_use_is_not()
    {
        await FindAsync("old");
        time.Advance(TimeSpan.FromSeconds(29));
        await FindAsync("young");
        Assert.Empty(wiped);

        time.Advance(TimeSpan.FromSeconds(2));
        await FindAsync("new");

        Assert.Equal(["old"], wiped);
    }

    private ValueTask<string?> FindAsync(string key) =>
        cache.FindAsync(
            key,
            () =>
            {
                loads++;
                return Task.FromResult<string?>(key);
            }
        );

    private Task<string?> LoadNothingAsync()
    {
        loads++;
        return Task.FromResult<string?>(null);
    }
}
