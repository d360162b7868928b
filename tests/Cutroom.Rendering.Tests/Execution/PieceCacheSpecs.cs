using Cutroom.Rendering.Execution;
using Cutroom.Testing;

namespace Cutroom.Rendering.Tests.Execution;

public sealed class PieceCacheSpecs : IDisposable
{
    private const int Piece = 1000;
    private const int Entry = Piece + 32;

    private readonly SetClock _time = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));
    private readonly string _folder = Directory.CreateTempSubdirectory("piece-cache-").FullName;

    private string Kept => Path.Combine(_folder, "kept");

    private string Target => Path.Combine(_folder, "target");

    [Fact]
    public void What_was_put_comes_back_byte_for_byte()
    {
        var cache = Cache();

        cache.Put("a", Make(1));

        Assert.True(cache.TryGet("a", Target));
        Assert.Equal(File.ReadAllBytes(Make(1)), File.ReadAllBytes(Target));
        Assert.False(cache.TryGet("b", Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Piece / 2)]
    [InlineData(Piece + 5)]
    public void A_flipped_byte_is_noticed_and_the_entry_is_gone(int position)
    {
        var cache = Cache();
        cache.Put("a", Make(1));
        var entry = Path.Combine(Kept, "a");
        var bytes = File.ReadAllBytes(entry);
        bytes[position] ^= 1;
        File.WriteAllBytes(entry, bytes);

        Assert.False(cache.TryGet("a", Target));
        Assert.False(File.Exists(entry));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(Piece)]
    public void A_cut_off_entry_is_noticed(int length)
    {
        var cache = Cache();
        cache.Put("a", Make(1));
        File.WriteAllBytes(Path.Combine(Kept, "a"), File.ReadAllBytes(Path.Combine(Kept, "a"))[..length]);

        Assert.False(cache.TryGet("a", Target));
    }

    [Fact]
    public void What_was_used_least_recently_goes_first_when_the_limit_is_reached()
    {
        var cache = Cache(3 * Entry);
        foreach (var key in new[] { "a", "b", "c" })
        {
            _time.Now += TimeSpan.FromSeconds(1);
            cache.Put(key, Make(1));
        }

        _time.Now += TimeSpan.FromSeconds(1);
        Assert.True(cache.TryGet("a", Target));
        cache.Put("d", Make(1));

        Assert.Equal(["a", "c", "d"], Names());
    }

    [Fact]
    public void A_piece_larger_than_the_limit_is_not_kept_and_drives_nothing_out()
    {
        var cache = Cache(3 * Entry);
        cache.Put("a", Make(1));

        cache.Put("b", Make(4));

        Assert.Equal(["a"], Names());
    }

    [Fact]
    public void What_nobody_used_for_a_day_is_removed_with_what_a_crash_left()
    {
        var cache = Cache();
        cache.Put("a", Make(1));
        File.WriteAllText(Path.Combine(Kept, "unfinished-1"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(Kept, "unfinished-1"), _time.GetUtcNow().UtcDateTime);
        _time.Now += TimeSpan.FromHours(25);

        cache.Evict();

        Assert.Empty(Names());
    }

    [Fact]
    public void A_place_that_cannot_be_written_keeps_nothing_and_fails_nothing()
    {
        var file = Make(1);
        var cache = new PieceCache(Path.Combine(file, "below-a-file"), 1 << 20, _time);

        cache.Put("a", file);

        Assert.False(cache.TryGet("a", Target));
    }

    private PieceCache Cache(long limit = 1 << 20) => new(Kept, limit, _time);

    private string Make(int pieces)
    {
        var path = Path.Combine(_folder, "piece");
        File.WriteAllBytes(path, [.. Enumerable.Range(0, pieces * Piece).Select(i => (byte)(i * 7))]);
        return path;
    }

    private IEnumerable<string?> Names() => Directory.GetFiles(Kept).Select(Path.GetFileName).Order();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
