namespace Cutroom.Server.Assets;

/// <summary>An object as a stream that can be positioned: reading on costs one request, a jump another.</summary>
internal sealed class S3Stream(S3Bucket bucket, S3Facts facts) : Stream
{
    private Stream? open;
    private long openAt;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => facts.Size;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length)
            return 0;
        if (open is null || openAt != Position)
        {
            if (open is not null)
                await open.DisposeAsync();
            open = await bucket.OpenAsync(facts.Key, (Position, Length - 1), facts.ETag, cancellationToken);
            openAt = Position;
        }

        var read = await open.ReadAsync(buffer, cancellationToken);
        (openAt, Position) = (openAt + read, Position + read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            SeekOrigin.End => Length + offset,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            open?.Dispose();
        base.Dispose(disposing);
    }
}
