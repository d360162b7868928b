using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Assets;

/// <summary>What is done with a bucket, in the dialect of its endpoint. Safe to use from several threads at once.</summary>
internal sealed class S3Bucket : IDisposable
{
    private const int SmallestPart = 16 << 20;
    private const int MostParts = 9_000; // the store's limit is 10,000

    private readonly S3Options options;
    private readonly AmazonS3Client client;

    /// <summary>Never sends anything: it only signs addresses, for the host that clients reach.</summary>
    private readonly AmazonS3Client signer;
    private readonly TimeProvider time;

    public S3Bucket(S3Options options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        client = NewClient(options, options.Endpoint);
        signer = NewClient(options, options.PublicEndpoint);
    }

    public S3Parts Parts => new(client, options);

    /// <summary>Bytes read from objects so far: what a render costs the network.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    private long bytesRead;

    /// <summary>The object is there whole or not at all. Every request carries the MD5 of what it should bring.</summary>
    public async Task PutAsync(string key, string path, string contentType, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var partSize = (int)Math.Max(SmallestPart, (file.Length + MostParts - 1) / MostParts);
        if (file.Length > partSize)
        {
            await Parts.PutAsync(key, file, partSize, contentType, cancellation);
            return;
        }

        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellation);
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = options.Bucket,
                Key = key,
                ContentType = contentType,
                InputStream = new MemoryStream(bytes),
                MD5Digest = Md5(bytes),
                UseChunkEncoding = options.Profile.Chunks,
                DisablePayloadSigning = !options.Profile.SignsBodies,
            },
            cancellation
        );
    }

    /// <returns>Null where there is no such object.</returns>
    public async Task<S3Facts?> FindAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var found = await client.GetObjectMetadataAsync(options.Bucket, key, cancellation);
            return new(key, found.ContentLength, found.ETag, found.LastModified ?? default);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A range, its end inclusive; the whole object where null.</summary>
    /// <param name="etag">Refused with 412 where the object is another one by now; null for any.</param>
    /// <exception cref="AmazonS3Exception">404 where there is no such object.</exception>
    public async Task<Stream> OpenAsync(
        string key,
        (long First, long Last)? range,
        string? etag,
        CancellationToken cancellation
    )
    {
        var request = new GetObjectRequest
        {
            BucketName = options.Bucket,
            Key = key,
            EtagToMatch = etag,
            ByteRange = range is var (first, last) ? new ByteRange(first, last) : null,
        };
        var answer = await client.GetObjectAsync(request, cancellation);
        Interlocked.Add(ref bytesRead, answer.ContentLength);
        return answer.ResponseStream;
    }

    /// <summary>Inside the store, whatever the size.</summary>
    /// <exception cref="AmazonS3Exception">412 where the source is another object by now.</exception>
    public async Task CopyAsync(S3Facts source, string target, string contentType, CancellationToken cancellation)
    {
        const long largestWhole = 5L << 30;
        if (source.Size > largestWhole)
        {
            await Parts.CopyAsync(source, target, contentType, cancellation);
            return;
        }

        await client.CopyObjectAsync(
            new CopyObjectRequest
            {
                SourceBucket = options.Bucket,
                SourceKey = source.Key,
                ETagToMatch = source.ETag,
                DestinationBucket = options.Bucket,
                DestinationKey = target,
                // The client's own word for the type is not taken over: it would decide what a browser does with the bytes.
                MetadataDirective = S3MetadataDirective.REPLACE,
                ContentType = contentType,
            },
            cancellation
        );
    }

    /// <summary>One by one: some stores refuse the request for many.</summary>
    public Task RemoveAsync(string key, CancellationToken cancellation) =>
        client.DeleteObjectAsync(options.Bucket, key, cancellation);

    public async IAsyncEnumerable<S3Facts> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix };
        do
        {
            var page = await client.ListObjectsV2Async(request, cancellation);
            foreach (var entry in page.S3Objects ?? [])
                yield return new(entry.Key, entry.Size ?? 0, entry.ETag, entry.LastModified ?? default);
            request.ContinuationToken = page.NextContinuationToken;
        } while (request.ContinuationToken is not null);
    }

    /// <summary>Whoever has it may PUT this one object until it expires.</summary>
    public string UploadUrl(string key, TimeSpan lifetime) => Sign(key, HttpVerb.PUT, lifetime, null);

    /// <summary>Whoever has it may GET this one object until it expires.</summary>
    public string DownloadUrl(string key, TimeSpan lifetime, string contentType) =>
        Sign(key, HttpVerb.GET, lifetime, new ResponseHeaderOverrides { ContentType = contentType });

    /// <exception cref="AmazonServiceException">The bucket is not there, or the keys do not open it.</exception>
    public Task CheckAsync(CancellationToken cancellation) =>
        client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket, MaxKeys = 1 }, cancellation);

    public void Dispose()
    {
        client.Dispose();
        signer.Dispose();
    }

    private string Sign(string key, HttpVerb verb, TimeSpan lifetime, ResponseHeaderOverrides? answer)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = options.Bucket,
            Key = key,
            Verb = verb,
            Expires = (time.GetUtcNow() + lifetime).UtcDateTime,
            Protocol = options.PublicEndpoint.Scheme == "http" ? Protocol.HTTP : Protocol.HTTPS,
        };
        if (answer is not null)
            request.ResponseHeaderOverrides = answer;
        return signer.GetPreSignedURL(request);
    }

    private static AmazonS3Client NewClient(S3Options options, Uri endpoint)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = endpoint.ToString(),
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,
            RequestChecksumCalculation = options.Profile.Checksums
                ? RequestChecksumCalculation.WHEN_SUPPORTED
                : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = options.Profile.Checksums
                ? ResponseChecksumValidation.WHEN_SUPPORTED
                : ResponseChecksumValidation.WHEN_REQUIRED,
        };
        AWSCredentials keys = options.Keys.Session is { } session
            ? new SessionAWSCredentials(options.Keys.Id, options.Keys.Secret, session)
            : new BasicAWSCredentials(options.Keys.Id, options.Keys.Secret);
        return new(keys, config);
    }

    // The protocol's own digest of a body; nothing is decided by it alone.
#pragma warning disable CA5351
    public static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351
}

/// <param name="ETag">Changes with the object.</param>
/// <param name="Modified">UTC, by the store's clock.</param>
internal sealed record S3Facts(string Key, long Size, string ETag, DateTime Modified);
