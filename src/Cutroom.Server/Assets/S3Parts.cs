using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Assets;

/// <summary>Objects too large for one request: sent or copied in parts, and there only once all of them are.</summary>
internal sealed class S3Parts(IAmazonS3 client, S3Options options)
{
    public Task PutAsync(
        string key,
        FileStream file,
        int partSize,
        string contentType,
        CancellationToken cancellation
    ) =>
        CompleteAsync(
            key,
            contentType,
            async (upload, parts) =>
            {
                var buffer = new byte[partSize];
                while (await file.ReadAtLeastAsync(buffer, partSize, false, cancellation) is var read and > 0)
                {
                    var request = new UploadPartRequest
                    {
                        BucketName = options.Bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = parts.Count + 1,
                        PartSize = read,
                        InputStream = new MemoryStream(buffer, 0, read),
                        MD5Digest = S3Bucket.Md5(buffer.AsSpan(0, read)),
                        UseChunkEncoding = options.Profile.Chunks,
                        DisablePayloadSigning = !options.Profile.SignsBodies,
                    };
                    parts.Add(new(parts.Count + 1, (await client.UploadPartAsync(request, cancellation)).ETag));
                }
            },
            cancellation
        );

    /// <exception cref="AmazonS3Exception">412 where the source is another object by now.</exception>
    public Task CopyAsync(S3Facts source, string target, string contentType, CancellationToken cancellation) =>
        CompleteAsync(
            target,
            contentType,
            async (upload, parts) =>
            {
                const long partSize = 1L << 30;
                for (long first = 0; first < source.Size; first += partSize)
                {
                    var request = new CopyPartRequest
                    {
                        SourceBucket = options.Bucket,
                        SourceKey = source.Key,
                        ETagToMatch = [source.ETag],
                        DestinationBucket = options.Bucket,
                        DestinationKey = target,
                        UploadId = upload,
                        PartNumber = parts.Count + 1,
                        FirstByte = first,
                        LastByte = Math.Min(first + partSize, source.Size) - 1,
                    };
                    parts.Add(new(parts.Count + 1, (await client.CopyPartAsync(request, cancellation)).ETag));
                }
            },
            cancellation
        );

    /// <summary>Gives up what nobody will complete: such parts cost room and are shown by no other call.</summary>
    public async Task AbortUnfinishedAsync(DateTime startedBefore, CancellationToken cancellation)
    {
        var request = new ListMultipartUploadsRequest { BucketName = options.Bucket };
        ListMultipartUploadsResponse page;
        do
        {
            page = await client.ListMultipartUploadsAsync(request, cancellation);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                if (upload.Initiated < startedBefore)
                    await AbortAsync(upload.Key, upload.UploadId, cancellation);
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        } while (page.IsTruncated == true);
    }

    private async Task CompleteAsync(
        string key,
        string contentType,
        Func<string, List<PartETag>, Task> sendAsync,
        CancellationToken cancellation
    )
    {
        var start = new InitiateMultipartUploadRequest
        {
            BucketName = options.Bucket,
            Key = key,
            ContentType = contentType,
        };
        var upload = (await client.InitiateMultipartUploadAsync(start, cancellation)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            await sendAsync(upload, parts);
            var end = new CompleteMultipartUploadRequest
            {
                BucketName = options.Bucket,
                Key = key,
                UploadId = upload,
                PartETags = parts,
            };
            await client.CompleteMultipartUploadAsync(end, cancellation);
        }
        catch
        {
            await AbortAsync(key, upload, CancellationToken.None);
            throw;
        }
    }

    /// <summary>What cannot be given up now is left to the sweep: the upload's own failure is what is told.</summary>
    private async Task AbortAsync(string key, string upload, CancellationToken cancellation)
    {
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, upload, cancellation);
        }
        catch (Exception exception)
            when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            return;
        }
    }
}
