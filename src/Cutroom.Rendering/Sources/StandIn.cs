using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Sources;

/// <summary>A file that the engine may look at in place of a source; removed when disposed, unless it is the source itself.</summary>
internal sealed class StandIn : IDisposable
{
    /// <summary>Pictures, and packets of sound, by which the engine knows what a stream is; it guesses the rate from 20.</summary>
    private const int TypicalSamples = 64;

    private readonly string? _folder;

    /// <param name="folder">Made for it; null when the path is the source's own.</param>
    private StandIn(string path, string? folder) => (Path, _folder) = (path, folder);

    public string Path { get; }

    /// <summary>The source itself, or a copy of all of it.</summary>
    public static async Task<StandIn> OfWholeAsync(MediaSource source, string scratch, CancellationToken cancellation)
    {
        if (source.LocalPath is { } path)
        {
            return new(path, folder: null);
        }

        var copy = New(source, scratch);
        await source.FetchAsync(copy.Path, cancellation);
        return copy;
    }

    /// <summary>The source itself, or its tables and first samples: enough to describe its streams.</summary>
    public static async Task<StandIn> OfHeadAsync(
        MediaSource source,
        Movie movie,
        string scratch,
        CancellationToken cancellation
    )
    {
        if (source.LocalPath is { } path)
        {
            return new(path, folder: null);
        }

        var samples = new[] { (movie.Pictures as IndexResult.Indexed)?.Index.RangesOf(0, TypicalSamples) }
            .Append(movie.Sound?.Samples.RangesOf(0, TypicalSamples))
            .SelectMany(ranges => ranges ?? []);
        var head = New(source, scratch);
        await SparseFile.WriteAsync(source, ByteRange.Join(samples), movie.Parts, head.Path, cancellation);
        return head;
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Under the source's own name, which stands in what the engine and others say of it.
    private static StandIn New(MediaSource source, string scratch)
    {
        var folder = Directory.CreateDirectory(
            System.IO.Path.Combine(scratch, $"cutroom-source-{Guid.CreateVersion7():n}")
        );
        return new(System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(source.Name)), folder.FullName);
    }
}
