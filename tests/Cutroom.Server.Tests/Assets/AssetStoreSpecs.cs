using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Cutroom.Server.Tests.Assets;

/// <summary>The statements on assets, uploads and generations, on each engine.</summary>
public abstract class AssetStoreSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private readonly ProjectId project = new(Ids.New());
    private TestDatabase database = null!; // started before each test
    private int added;

    private protected AssetStoreSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => database = await TestDatabase.StartAsync(dialect, weak: true);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Assets_are_found_by_their_ids_but_not_hidden_ones_nor_anothers()
    {
        var (mine, second) = (await AddAsync(), await AddAsync());
        var hidden = await AddAsync(asset => asset with { IsHidden = true });
        var other = new Asset(new(Ids.New()), "other", AssetStatus.Published, null, null);
        await WriteAsync(session => AssetStore.AddAsync(session, new(Ids.New()), other));

        var found = await ReadAsync(session =>
            AssetStore.FindAsync(session, project, [mine, second, hidden, other.AssetId])
        );

        Assert.Equal(
            new[] { mine, second }.OrderBy(id => id.Value),
            found.Select(asset => asset.AssetId).OrderBy(id => id.Value)
        );
    }

    [Theory]
    [InlineData("", "5 4 3 2 1")]
    [InlineData("order=asc", "1 2 3 4 5")]
    [InlineData("size=2&page=1", "3 2")]
    [InlineData("status=CREATED", "2")]
    [InlineData("assetStatus=FAILED", "4")]
    [InlineData("status=CREATED&status=PUBLISHED&assetStatus=PUBLISHED", "5 3 1")]
    [InlineData("transcodeStatus=UN_TRANSCODE", "5 4 3 2 1")]
    [InlineData("transcodeStatus=TRANSCODING", "")]
    [InlineData("media_type=MP3", "3")]
    [InlineData("query_string=100%25", "2")]
    [InlineData("query_string=o_a", "3")]
    [InlineData("query_string=unheard", "")]
    [InlineData("tags=red", "4 1")]
    [InlineData("tags=red,round", "1")]
    [InlineData("tags=re", "")]
    [InlineData("tags=%25", "")]
    [InlineData("start_time=20000101000000", "5 4 3 2 1")]
    [InlineData("end_time=20000101000000", "")]
    public async Task A_listing_holds_what_every_filter_names(string query, string expected)
    {
        await AddAsync(asset => asset with { Title = "1", Tags = "red,round" });
        await AddAsync(asset => asset with { Title = "2", Description = "100% cotton", Status = AssetStatus.Created });
        await AddAsync(asset => asset with { Title = "3", Description = "to_and_fro_a", VideoType = "MP3" });
        await AddAsync(asset => asset with { Title = "4", Tags = "blue,red", Status = AssetStatus.Failed });
        await AddAsync(asset => asset with { Title = "5", Tags = "reddish" });

        var page = await ReadAsync(session => AssetPage.ReadAsync(session, project, Query(query)));

        Assert.Equal(expected, string.Join(' ', page.Assets.Select(entry => entry.Asset.Title)));
    }

    [Fact]
    public async Task The_total_counts_what_matches_and_not_the_page()
    {
        for (var index = 0; index < 5; index++)
            await AddAsync(asset => asset with { Tags = index < 3 ? "kept" : "" });

        var page = await ReadAsync(session => AssetPage.ReadAsync(session, project, Query("tags=kept&size=1")));

        Assert.Equal((1, 3L), (page.Assets.Count, page.Total));
    }

    [Fact]
    public async Task What_an_unfinished_task_edits_is_not_deleted()
    {
        var (asset, generation) = await AddWithBytesAsync();
        var task = await AddTaskOverAsync(asset, generation);

        var early = await WriteAsync(session => AssetStore.DeleteAsync(session, project, asset));
        await WriteAsync(session => EditingTaskStore.CancelAsync(session, [new(project, task)]));
        var late = await WriteAsync(session => AssetStore.DeleteAsync(session, project, asset));

        Assert.Equal((false, true), (early, late));
    }

    /// <summary>I12: bytes stay while an asset or an unfinished task names them.</summary>
    [Fact]
    public async Task Bytes_are_given_up_once_nobody_needs_them()
    {
        var (kept, keptBytes) = await AddWithBytesAsync();
        var (edited, editedBytes) = await AddWithBytesAsync();
        var task = await AddTaskOverAsync(edited, editedBytes);
        await WriteAsync(session =>
            session.ExecuteAsync("delete from assets where asset_id = @id", new { id = edited.Value })
        );

        var early = await RemoveUnneededAsync();
        await WriteAsync(session => EditingTaskStore.CancelAsync(session, [new(project, task)]));
        var late = await RemoveUnneededAsync();

        Assert.Empty(early);
        Assert.Equal([(project, editedBytes)], late);
        Assert.NotNull(await ReadAsync(session => AssetStore.FindGenerationAsync(session, project, keptBytes)));
        Assert.Single(await ReadAsync(session => AssetStore.FindAsync(session, project, [kept])));
    }

    [Fact]
    public async Task Only_the_granted_address_takes_bytes_and_only_until_the_confirmation()
    {
        var asset = await AddAsync(asset => asset with { Status = AssetStatus.Creating });
        await WriteAsync(session => UploadStore.GrantAsync(session, project, asset, "right", TimeSpan.FromMinutes(5)));
        var bytes = new Generation(new(Ids.New()), "source.mp4", 3, "aa");

        var wrong = await WriteAsync(session => UploadStore.KeepAsync(session, project, asset, "wrong", bytes));
        var right = await WriteAsync(session => UploadStore.KeepAsync(session, project, asset, "right", bytes));
        var stale = await ConfirmAsync(asset, new GenerationId(Ids.New()));
        var confirmed = await ConfirmAsync(asset, bytes.Id);
        var after = await WriteAsync(session =>
            UploadStore.KeepAsync(session, project, asset, "right", bytes with { Id = new(Ids.New()) })
        );

        Assert.Equal((false, true, false, true, false), (wrong, right, stale, confirmed, after));
    }

    private static AssetQuery Query(string text)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = $"/?{text}";
        context.Request.QueryString = new($"?{text}");
        return AssetQuery.Of(QueryValues.Of(context));
    }

    private Task<bool> ConfirmAsync(AssetId asset, GenerationId probed) =>
        WriteAsync(session =>
            UploadStore.ConfirmAsync(session, project, asset, AssetStatus.Published, probed, media: null)
        );

    private async Task<AssetId> AddAsync(Func<Asset, Asset>? change = null)
    {
        var asset = new Asset(new($"{++added:d32}"), "clip", AssetStatus.Published, null, null);
        asset = change?.Invoke(asset) ?? asset;
        await WriteAsync(session => AssetStore.AddAsync(session, project, asset));
        return asset.AssetId;
    }

    private async Task<(AssetId Asset, GenerationId Bytes)> AddWithBytesAsync()
    {
        var bytes = new Generation(new(Ids.New()), "source.mp4", 3, "aa");
        var asset = await AddAsync(asset => asset with { GenerationId = bytes.Id });
        await WriteAsync(session => AssetStore.AddGenerationAsync(session, project, bytes));
        return (asset, bytes.Id);
    }

    private async Task<TaskId> AddTaskOverAsync(AssetId asset, GenerationId bytes) =>
        (
            await WriteAsync(async session =>
            {
                var turns = await EditingTaskStore.TakeTurnsAsync(session, [project]);
                var created = await EditingTaskStore.CreateAsync(session, [new(project, new(Ids.New()), 3)], turns);
                var task = created[0];
                await session.ExecuteAsync(
                    """
                    insert into editing_task_inputs (project_id, task_id, position, asset_id, generation_id)
                    values (@project, @task, 0, @asset, @bytes)
                    """,
                    new
                    {
                        project = project.Value,
                        task = task.TaskId.Value,
                        asset = asset.Value,
                        bytes = bytes.Value,
                    }
                );
                return task;
            })
        ).TaskId;

    private Task<IReadOnlyList<(ProjectId Project, GenerationId Id)>> RemoveUnneededAsync() =>
        WriteAsync(session => AssetStore.RemoveUnneededAsync(session, TimeSpan.FromSeconds(-1)));

    private Task<bool> WriteAsync(Func<DbSession, Task> work) =>
        WriteAsync(async session =>
        {
            await work(session);
            return true;
        });

    private Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.WriteAsync(work, CancellationToken.None);

    private Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.ReadAsync(work, CancellationToken.None);
}

public sealed class AssetStoreSpecsOnSqlite() : AssetStoreSpecs(SqlDialect.Sqlite);

public sealed class AssetStoreSpecsOnPostgres() : AssetStoreSpecs(SqlDialect.Postgres);
