using System.Globalization;
using System.Text.Json;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.EditingTasks;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Assets;

/// <summary>What a cut of a long file costs the network.</summary>
public sealed class S3ReadSpecs(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Segments = 20;

    private RunningServer server = null!; // set before each spec

    public async ValueTask InitializeAsync()
    {
        var media = await (await PrivateS3.SharedAsync()).CreateBucketAsync();
        server = await RunningServer.StartAsync(change: options =>
            options with
            {
                Role = ServerRole.Api,
                Media = media,
                MediaKeys = PrivateS3.Keys,
            }
        );
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Twenty_segments_read_less_than_one_and_a_half_times_what_they_copy()
    {
        var asset = await new AssetCalls(server).AddAsync(await FilmAsync());
        var editing = new EditingCalls(server, new(server.Identity.ProjectId));
        var project = new RenderingProject(editing, RenderingProject.Patient, new() { Threads = 1 });
        var bucket = ((S3MediaFiles)project.Files).Bucket;
        var inputs = Enumerable
            .Range(0, Segments)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"{index * 12}.04 {(index * 12) + 8}.52"))
            .Select(text => text.Split(' '))
            .Select(range => new
            {
                asset_id = asset,
                timeline_start = range[0],
                timeline_end = range[1],
            });
        var answer = await editing.CreateAsync(JsonSerializer.Serialize(new { inputs }));
        var before = bucket.BytesRead;

        await project.WorkOnceAsync();

        var listed = await editing.ListedAsync((string)answer.Body["task_id"]!);
        Assert.Equal("SUCCEED", (string?)listed["status"]);
        var read = bucket.BytesRead - before;
        var (copied, size) = await CopiedAsync((string)answer.Body["task_id"]!);
        output.WriteLine($"{read} bytes read for {copied} bytes that are copied, of {size}");
        Assert.InRange(read, copied / 2, copied * 3 / 2);
        Assert.True(copied < size, "The cut leaves nothing out, so it shows nothing.");
    }

    /// <returns>The copied frames' share of the output, and the size of the source.</returns>
    private async Task<(long Copied, long Source)> CopiedAsync(string task)
    {
        var (report, source) = await server
            .Services.GetRequiredService<Database>()
            .ReadAsync(
                async session =>
                {
                    var text = await session.SingleAsync<string>(
                        "select report from editing_task_documents where task_id = @task",
                        new { task }
                    );
                    var largest = await session.SingleAsync<long>("select max(size_bytes) from generations");
                    return (JsonDocument.Parse(text!).RootElement, largest);
                },
                TestContext.Current.CancellationToken
            );
        Assert.Equal("mixed", report.GetProperty("mode").GetString());
        var (frames, copied) = (
            report.GetProperty("frames").GetInt64(),
            report.GetProperty("copied_frames").GetInt64()
        );
        return (report.GetProperty("size_bytes").GetInt64() * copied / frames, source);
    }

    /// <summary>Four minutes, a keyframe each second.</summary>
    private static async Task<byte[]> FilmAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-film-");
        try
        {
            var file = Path.Combine(folder.FullName, "film.mp4");
            await MediaTool.MakeAsync([
                .. "-f lavfi -i testsrc2=size=320x180:rate=25:duration=240 -f lavfi -i sine=duration=240".Split(' '),
                .. "-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac -b:a 64k".Split(' '),
                file,
            ]);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
