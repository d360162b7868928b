using Cutroom.Server.Identity;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

public sealed class DirectoryCacheSpecs : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly List<string> wiped = [];
    private readonly DirectoryCache<string, string> cache;
    private int loads;

    public DirectoryCacheSpecs() => cache = new(time, wiped.Add);

    public void Dispose() => cache.Dispose();

    [Fact]
    public async Task It_asks_again_when_the_version_changed_and_after_its_life()
    {
        await FindAsync("a", version: 1);
        await FindAsync("a", version: 1);
        Assert.Equal(1, loads);

        await FindAsync("a", version: 2);
        Assert.Equal(2, loads);

        time.Advance(DirectoryCache<string, string>.Life);
        await FindAsync("a", version: 2);
        Assert.Equal(3, loads);
    }

    [Fact]
    public async Task What_was_found_under_an_older_version_is_not_taken_for_the_newer_one()
    {
        var found = new TaskCompletionSource<string?>();
        var slow = cache.FindAsync("a", version: 1, () => found.Task);
        found.SetResult("old");
        await slow;

        Assert.Equal("a", await FindAsync("a", version: 2));
    }

    [Fact]
    public async Task What_is_not_there_is_asked_for_each_time()
    {
        await cache.FindAsync("a", 1, LoadNothingAsync);
        await cache.FindAsync("a", 1, LoadNothingAsync);

        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task What_was_replaced_or_grew_old_is_wiped_once_nobody_can_be_using_it()
    {
        await FindAsync("replaced", version: 1);
        await FindAsync("replaced", version: 2);
        Assert.Empty(wiped);

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["replaced"], wiped);

        time.Advance(DirectoryCache<string, string>.Life);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["replaced", "replaced"], wiped);
    }

    private ValueTask<string?> FindAsync(string key, long version) =>
        cache.FindAsync(
            key,
            version,
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
