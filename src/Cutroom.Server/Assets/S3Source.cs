using Cutroom.Rendering.Sources;

namespace Cutroom.Server.Assets;

/// <summary>An object as the renderer reads it: by ranges. Generations never change; the ETag makes sure.</summary>
/// <param name="ask">Runs a request and tells a store that is away from everything else.</param>
internal sealed class S3Source(S3Bucket bucket, S3Facts facts, string identity, Func<Func<Task<int>>, Task<int>> ask)
    : MediaSource
{
    public override string Name => facts.Key.Split('/')[^1];

    public override long Length => facts.Size;

    public override string Identity => identity;

    public override async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min(buffer.Length, facts.Size - offset);
        if (wanted <= 0)
            return 0;
        return await ask(async () =>
        {
            await using var bytes = await bucket.OpenAsync(
                facts.Key,
                (offset, offset + wanted - 1),
                facts.ETag,
                cancellation
            );
            return await bytes.ReadAtLeastAsync(buffer[..wanted], wanted, throwOnEndOfStream: false, cancellation);
        });
    }

    public override Task FetchAsync(string path, CancellationToken cancellation) =>
        ask(async () =>
        {
            await using var bytes = await bucket.OpenAsync(facts.Key, range: null, facts.ETag, cancellation);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await bytes.CopyToAsync(file, cancellation);
            return 0;
        });
}
