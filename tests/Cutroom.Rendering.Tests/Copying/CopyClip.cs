using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>A small clip with every picture unlike all others, and its decoded pictures to compare with.</summary>
internal sealed class CopyClip : IDisposable
{
    public const int Width = 192;
    public const int Height = 128;
    public const int FrameBytes = Width * Height * 3 / 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("copy-clip-").FullName;
    private readonly byte[] _frames;
    private readonly bool _hasSound;

    /// <param name="encoder">Output arguments of ffmpeg.</param>
    public CopyClip(string encoder, int seconds, bool sound)
        : this(encoder, seconds, sound ? $"anoisesrc=color=pink:seed=3:duration={seconds}" : null) { }

    /// <param name="sound">A source filter of ffmpeg; null for none.</param>
    public CopyClip(string encoder, int seconds, string? sound = null)
    {
        _hasSound = sound is not null;
        Path = System.IO.Path.Combine(_folder, "clip.mp4");
        var picture = $"testsrc2=size={Width}x{Height}:rate=25:duration={seconds},noise=alls=4:allf=t,format=yuv420p";
        string[] noise = sound is null ? [] : ["-f", "lavfi", "-i", sound];
        Engine.Run(["-v", "error", "-f", "lavfi", "-i", picture, .. noise, .. encoder.Split(' '), Path]);
        _frames = Engine.Decode(Path);
        var file = MediaSource.OfFile(Path);
        Index = Assert.IsType<IndexResult.Indexed>(Mp4Indexer.ReadAsync(file, CancellationToken.None).Result).Index;
        KeyframeScan.ResolveAsync(Index, file, 0, Index.FrameCount, CancellationToken.None).Wait();
    }

    public string Path { get; }

    public VideoIndex Index { get; }

    public ReadOnlySpan<byte> Frame(int rank) => _frames.AsSpan(rank * FrameBytes, FrameBytes);

    /// <summary>Ranks of the pictures in the half-open range, as a stranger would count them: position 0 is the earliest time in the file.</summary>
    public IEnumerable<int> Between(MediaTime start, MediaTime end)
    {
        var ticks = Index.Timescale;
        var origin = _hasSound ? 0 : Index.PtsOfRank(0);
        return Enumerable
            .Range(0, Index.FrameCount)
            .Where(rank =>
            {
                var time = MediaTime.FromTicks(Index.PtsOfRank(rank) - origin, 1, ticks);
                return time >= start && time < end;
            });
    }

    public static ReadOnlySpan<byte> FrameOf(byte[] decoded, int frame) =>
        decoded.AsSpan(frame * FrameBytes, FrameBytes);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
