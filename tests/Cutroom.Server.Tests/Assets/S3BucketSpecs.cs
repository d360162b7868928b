using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;
using InitiateMultipartUploadRequest = Amazon.S3.Model.InitiateMultipartUploadRequest;

namespace Cutroom.Server.Tests.Assets;

/// <summary>What a pre-signed address opens and what not, and large objects, against a real server.</summary>
public sealed class S3BucketSpecs : IAsyncLifetime
{
    private readonly HttpClient anybody = new();
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-s3-").FullName;
    private S3Bucket bucket = null!; // set before each spec
    private string media = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        media = await (await PrivateS3.SharedAsync()).CreateBucketAsync();
        bucket = new(S3Options.Parse(media, PrivateS3.Keys), TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        bucket.Dispose();
        anybody.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_upload_address_takes_one_object_and_gives_nothing()
    {
        var url = bucket.UploadUrl("uploads/p/a", TimeSpan.FromMinutes(5));

        using var put = await anybody.PutAsync(url, new ByteArrayContent([1, 2, 3]), Cancellation);
        using var got = await anybody.GetAsync(url, Cancellation);
        using var removed = await anybody.DeleteAsync(url, Cancellation);
        using var other = await anybody.PutAsync(
            url.Replace("uploads/p/a", "uploads/p/b", StringComparison.Ordinal),
            new ByteArrayContent([1]),
            Cancellation
        );

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.All(new[] { got, removed, other }, answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Equal(3, (await bucket.FindAsync("uploads/p/a", Cancellation))?.Size);
        Assert.Null(await bucket.FindAsync("uploads/p/b", Cancellation));
    }

    [Fact]
    public async Task A_download_address_changes_nothing()
    {
        await bucket.PutAsync("generations/p/g/f", FileOf([1, 2, 3]), "video/mp4", Cancellation);
        var url = bucket.DownloadUrl("generations/p/g/f", TimeSpan.FromMinutes(5), "video/mp4");

        using var put = await anybody.PutAsync(url, new ByteArrayContent([9]), Cancellation);
        var bytes = await anybody.GetByteArrayAsync(url, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
        Assert.Equal([1, 2, 3], bytes);
    }

    [Fact]
    public async Task An_address_ends_with_its_lifetime()
    {
        var url = bucket.UploadUrl("uploads/p/a", TimeSpan.FromSeconds(1));

        HttpStatusCode last;
        do
        {
            using var put = await anybody.PutAsync(url, new ByteArrayContent([1]), Cancellation);
            last = put.StatusCode;
        } while (last == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Forbidden, last);
        var query = QueryHelpers.ParseQuery(new Uri(bucket.UploadUrl("k", TimeSpan.FromMinutes(5))).Query);
        Assert.InRange(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture), 298, 301);
    }

    [Fact]
    public async Task A_large_file_goes_in_parts_and_comes_back_as_it_was()
    {
        var bytes = RandomNumberGenerator.GetBytes((40 << 20) + 7);

        await bucket.PutAsync("generations/p/g/large", FileOf(bytes), "video/mp4", Cancellation);
        var found = await bucket.FindAsync("generations/p/g/large", Cancellation);
        await bucket.Parts.CopyAsync(found!, "generations/p/g/copy", "video/mp4", Cancellation);
        await using var whole = await bucket.OpenAsync("generations/p/g/copy", null, null, Cancellation);
        await using var part = await bucket.OpenAsync(found!.Key, (20 << 20, (20 << 20) + 9), found.ETag, Cancellation);

        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(whole, Cancellation));
        var read = new byte[10];
        await part.ReadExactlyAsync(read, Cancellation);
        Assert.Equal(bytes[(20 << 20)..((20 << 20) + 10)], read);
    }

    [Fact]
    public async Task A_range_of_an_object_that_was_replaced_is_refused()
    {
        await bucket.PutAsync("generations/p/g/f", FileOf([1, 2, 3]), "video/mp4", Cancellation);
        var first = await bucket.FindAsync("generations/p/g/f", Cancellation);
        await bucket.PutAsync("generations/p/g/f", FileOf([4, 5, 6]), "video/mp4", Cancellation);

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            bucket.OpenAsync("generations/p/g/f", (0, 1), first!.ETag, Cancellation)
        );

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
    }

    [Fact]
    public async Task Uploads_in_parts_that_nobody_ends_are_given_up()
    {
        var options = S3Options.Parse(media, PrivateS3.Keys);
        using var client = new AmazonS3Client(
            options.Keys.Id,
            options.Keys.Secret,
            new AmazonS3Config { ServiceURL = options.Endpoint.ToString(), ForcePathStyle = true }
        );
        var start = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = "generations/p/g/f" };
        await client.InitiateMultipartUploadAsync(start, Cancellation);

        await bucket.Parts.AbortUnfinishedAsync(
            TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-10),
            Cancellation
        );
        var young = await UnfinishedAsync();
        await bucket.Parts.AbortUnfinishedAsync(
            TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(10),
            Cancellation
        );
        var old = await UnfinishedAsync();

        Assert.Equal((1, 0), (young, old));

        async Task<int> UnfinishedAsync() =>
            (await client.ListMultipartUploadsAsync(options.Bucket, Cancellation)).MultipartUploads?.Count ?? 0;
    }

    [Theory]
    [InlineData("common")]
    [InlineData("unchunked")]
    public async Task Every_profile_of_an_open_endpoint_is_understood(string profile)
    {
        using var other = new S3Bucket(
            S3Options.Parse($"{media}&profile={profile}", PrivateS3.Keys),
            TimeProvider.System
        );

        await other.PutAsync("generations/p/g/f", FileOf(new byte[100_000]), "video/mp4", Cancellation);

        Assert.Equal(100_000, (await other.FindAsync("generations/p/g/f", Cancellation))?.Size);
    }

    [Fact]
    public async Task Wrong_keys_and_a_bucket_that_is_not_there_stop_the_start()
    {
        var strange = media.Replace("spec-", "no-such-", StringComparison.Ordinal);
        foreach (
            var (text, keys) in new[] { (media, new S3Keys("test-key", "wrong", null)), (strange, PrivateS3.Keys) }
        )
        {
            var options = S3Options.Parse(text, keys);
            using var wrong = new S3Bucket(options, TimeProvider.System);

            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                new S3MediaFiles(wrong, options, folder).CheckAsync(Cancellation)
            );

            Assert.Contains("CUTROOM_MEDIA", refused.Message, StringComparison.Ordinal);
            Assert.Contains(options.Bucket, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(keys.Secret, refused.Message, StringComparison.Ordinal);
        }
    }

    private string FileOf(byte[] bytes)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
