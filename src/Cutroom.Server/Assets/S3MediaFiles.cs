using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Sources;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.Net.Http.Headers;

namespace Cutroom.Server.Assets;

/// <summary>
/// Generations as objects <c>generations/PROJECT/ID/FILE</c> of a bucket. Clients put their files at <c>uploads/PROJECT/ASSET</c>; the
/// confirmation copies them to where no address of a client leads.
/// </summary>
/// <param name="workFolder">On a disk of this node.</param>
internal sealed class S3MediaFiles(S3Bucket bucket, S3Options options, string workFolder) : MediaFiles(workFolder)
{
    private const string Generations = "generations/";
    private const string Uploads = "uploads/";
    private const int BufferBytes = 1 << 20;

    /// <summary>A redirect is followed at once; players ask again for each range.</summary>
    private static readonly TimeSpan RedirectLifetime = TimeSpan.FromHours(1);

    private volatile bool isSuspect;

    public S3Bucket Bucket => bucket;

    /// <summary>Lists the whole bucket, so not often.</summary>
    public override TimeSpan ScanInterval => TimeSpan.FromHours(1);

    public override Task PublishAsync(
        string staged,
        ProjectId project,
        GenerationId id,
        CancellationToken cancellation
    ) =>
        AskAsync(async () =>
        {
            foreach (var file in RegularFiles(staged))
            {
                var key = KeyOf(project, id, file.Name);
                await bucket.PutAsync(key, file.FullName, MediaTypes.Of(file.Name), cancellation);
                if (await bucket.FindAsync(key, cancellation) is not { } stored || stored.Size != file.Length)
                    throw new InvalidOperationException(
                        $"The media store does not hold the {file.Length} bytes it took."
                    );
            }

            return true;
        });

    public override async Task<MediaSource?> OpenAsync(
        ProjectId project,
        Generation generation,
        CancellationToken cancellation
    )
    {
        var key = KeyOf(project, generation.Id, generation.MainFile);
        return await AskAsync(() => bucket.FindAsync(key, cancellation)) is { } found
            ? new S3Source(bucket, found, generation.Identity, AskAsync)
            : null;
    }

    public override Task<bool> SaveAsync(
        ProjectId project,
        GenerationId id,
        string folder,
        CancellationToken cancellation
    ) =>
        AskAsync(async () =>
        {
            var found = false;
            await foreach (var facts in bucket.ListAsync(KeyOf(project, id, ""), cancellation))
            {
                if (await OpenAsync(facts.Key, cancellation) is not { } bytes)
                    return false;
                await using var opened = bytes;
                await using var file = new FileStream(
                    Path.Combine(folder, facts.Key.Split('/')[^1]),
                    FileMode.CreateNew
                );
                await bytes.CopyToAsync(file, cancellation);
                found = true;
            }

            DurableFiles.FlushFolder(folder);
            return found;
        });

    public override Task RemoveAsync(ProjectId project, GenerationId id, CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await foreach (var found in bucket.ListAsync(KeyOf(project, id, ""), cancellation))
                await bucket.RemoveAsync(found.Key, cancellation);
            return true;
        });

    public override async IAsyncEnumerable<StoredGeneration> StoredAsync(
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        StoredGeneration? current = null;
        await foreach (var found in bucket.ListAsync(Generations, cancellation))
        {
            // Listed in the order of keys: the files of one generation follow each other.
            if (found.Key.Split('/') is not [_, var project, var id, _])
                continue;
            var next = new StoredGeneration(new(project), new(id), found.Modified);
            if (current is not null && (current.Project, current.Id) != (next.Project, next.Id))
                yield return current;
            current = next;
        }

        if (current is not null)
            yield return current;
    }

    public override async Task RemoveUploadsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await foreach (var found in bucket.ListAsync(Uploads, cancellation))
        {
            if (found.Modified < before.UtcDateTime)
                await bucket.RemoveAsync(found.Key, cancellation);
        }

        await bucket.Parts.AbortUnfinishedAsync(before.UtcDateTime, cancellation);
    }

    /// <summary>
    /// By redirect to the store, but for playlists: players look for the segments beside the address that answered last, and only ours
    /// opens them all.
    /// </summary>
    public override async Task<IResult?> ServeAsync(
        ProjectId project,
        Generation generation,
        string file,
        CancellationToken cancellation
    )
    {
        if (file.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_')))
            return null;
        var key = KeyOf(project, generation.Id, file);
        if (await AskAsync(() => bucket.FindAsync(key, cancellation)) is not { } found)
            return null;
        if (options.IsDirect && Path.GetExtension(file) != Path.GetExtension(Playlist))
            return TypedResults.Redirect(bucket.DownloadUrl(key, RedirectLifetime, MediaTypes.Of(file)));
        return TypedResults.Stream(
            new S3Stream(bucket, found),
            MediaTypes.Of(file),
            entityTag: new EntityTagHeaderValue($"\"{generation.Sha256}-{file}\""),
            enableRangeProcessing: true
        );
    }

    public override string? UploadUrl(ProjectId project, AssetId asset, TimeSpan lifetime) =>
        options.IsDirect ? bucket.UploadUrl(UploadKey(project, asset), lifetime) : null;

    public override string? DownloadUrl(ProjectId project, GenerationId id, string mainFile, TimeSpan lifetime) =>
        options.IsDirect && mainFile != Playlist
            ? bucket.DownloadUrl(KeyOf(project, id, mainFile), lifetime, MediaTypes.Of(mainFile))
            : null;

    public override Task<TakenUpload?> TakeUploadAsync(
        ProjectId project,
        Asset asset,
        long mostBytes,
        CancellationToken cancellation
    ) =>
        AskAsync<TakenUpload?>(async () =>
        {
            if (await bucket.FindAsync(UploadKey(project, asset.AssetId), cancellation) is not { } put)
                return null;
            if (put.Size > mostBytes)
                throw new Refusal(WireError.UnsupportedAsset, $"the file has {put.Size} bytes, at most {mostBytes}");
            var (id, name) = (new GenerationId(Ids.New()), NameOf(asset));
            try
            {
                await bucket.CopyAsync(put, KeyOf(project, id, name), MediaTypes.Of(name), cancellation);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                throw new Refusal(WireError.WrongStateToConfirm, ": its file was replaced meanwhile");
            }

            return await ReadAsync(project, new(id, name, put.Size, ""), cancellation);
        });

    public override Task ForgetUploadAsync(ProjectId project, AssetId asset, CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await bucket.RemoveAsync(UploadKey(project, asset), cancellation);
            return true;
        });

    /// <summary>Costs a request only after one has failed.</summary>
    public override async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (!isSuspect)
            return true;
        try
        {
            await bucket.CheckAsync(cancellation);
            isSuspect = false;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return false;
        }

        return true;
    }

    public override async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await bucket.CheckAsync(cancellation);
        }
        catch (Exception exception)
            when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new InvalidOperationException(
                $"CUTROOM_MEDIA {options} cannot be used: {exception.Message}",
                exception
            );
        }
    }

    private static string KeyOf(ProjectId project, GenerationId id, string file) =>
        $"{Generations}{project}/{id}/{file}";

    private static string UploadKey(ProjectId project, AssetId asset) => $"{Uploads}{project}/{asset}";

    /// <summary>The copy, not what the client may still change.</summary>
    private async Task<TakenUpload?> ReadAsync(ProjectId project, Generation generation, CancellationToken cancellation)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var bytes = await bucket.OpenAsync(
            KeyOf(project, generation.Id, generation.MainFile),
            range: null,
            etag: null,
            cancellation
        );
        var buffer = new byte[BufferBytes];
        while (await bytes.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            md5.AppendData(buffer, 0, read);
            sha256.AppendData(buffer, 0, read);
        }

        return new(
            generation with
            {
                Sha256 = Convert.ToHexStringLower(sha256.GetHashAndReset()),
            },
            Convert.ToHexStringLower(md5.GetHashAndReset())
        );
    }

    private async Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await bucket.OpenAsync(key, range: null, etag: null, cancellation);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Remembers that the store did not answer, so that workers take no tasks until it does.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            isSuspect = true;
            throw new MediaUnavailableException(exception);
        }
    }

    /// <summary>The store is away or in trouble; a refusal of ours it understood is a bug and told as one.</summary>
    private static bool IsOutage(Exception exception) =>
        exception
            is HttpRequestException
                or AmazonClientException
                or IOException
                or AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or 0 };
}
