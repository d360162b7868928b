using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Tests.Sources;

/// <summary>A file as a store behind a network gives it: by ranges alone. Counts what is asked for.</summary>
internal sealed class CountedSource(string path) : MediaSource
{
    private long _bytes;

    /// <summary>Of all ranges read.</summary>
    public long Bytes => _bytes;

    public bool WasFetched { get; private set; }

    public override string Name => Path.GetFileName(path);

    public override long Length => new FileInfo(path).Length;

    public override async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        file.Position = offset;
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        Interlocked.Add(ref _bytes, read);
        return read;
    }

    public override Task FetchAsync(string target, CancellationToken cancellation)
    {
        WasFetched = true;
        return base.FetchAsync(target, cancellation);
    }
}
