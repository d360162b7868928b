using System.Text.Json;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>Every statement on assets; each names the project. What changes a state repeats the state it changes in its guard.</summary>
internal static class AssetStore
{
    private const string StillCreating = "project_id = @project and asset_id = @asset and status = 'CREATING'";

    /// <summary>For create of editing tasks and for details; primary key. The assets asked for that exist, hidden ones left out.</summary>
    public static async Task<IReadOnlyList<Asset>> FindAsync(
        DbSession session,
        ProjectId project,
        IReadOnlyList<AssetId> ids
    ) =>
        [
            .. (
                await session.ListAsync<AssetRow>(
                    $"""
                    select {AssetRow.Columns} from assets
                    where hidden = 0 and (project_id, asset_id) in (
                        select value ->> 'project', value ->> 'asset' from {session.Dialect.Elements("@rows")})
                    """,
                    new { rows = Keys(ids.Select(id => (project, id))) }
                )
            ).Select(row => row.ToAsset()),
        ];

    /// <summary>For create by upload and for bringing in what exists. Insert of a new key.</summary>
    public static Task AddAsync(DbSession session, ProjectId project, Asset asset) =>
        session.ExecuteAsync(
            $"""
            insert into assets (
                project_id, asset_id, title, description, tags, video_name, video_type, status, hidden, auto_publish,
                expected_md5, delivery_key, generation_id, media, category_id, created_ms, modified_ms)
            values (
                @project, @asset, @title, @description, @tags, @name, @type, @status, @hidden, @publish,
                @md5, @key, @generation, @media, @category, {session.Dialect.NowMs}, {session.Dialect.NowMs})
            """,
            new
            {
                project = project.Value,
                asset = asset.AssetId.Value,
                title = asset.Title,
                description = asset.Description,
                tags = asset.Tags,
                category = asset.CategoryId,
                name = asset.VideoName,
                type = asset.VideoType,
                status = asset.Status.ToWire(),
                hidden = asset.IsHidden ? 1L : 0L,
                publish = asset.AutoPublish ? 1L : 0L,
                md5 = asset.ExpectedMd5,
                key = asset.DeliveryKey,
                generation = asset.GenerationId?.Value,
                media = asset.Media is null
                    ? null
                    : JsonSerializer.Serialize(asset.Media, StoredMedia.Default.MediaInfo),
            }
        );

    /// <summary>With new editing tasks: each output has its id and is shown by no call. Insert of new keys.</summary>
    public static Task ReserveOutputsAsync(
        DbSession session,
        IEnumerable<(ProjectId Project, AssetId Asset, string Title, OutputFormat Format)> outputs
    ) =>
        session.ExecuteLaterAsync(
            $"""
            insert into assets (
                project_id, asset_id, title, description, tags, video_name, video_type, status, hidden, auto_publish,
                delivery_key, created_ms, modified_ms)
            select value ->> 'project', value ->> 'asset', value ->> 'title', '', '', '', value ->> 'type', 'CREATING', 1, 1,
                value ->> 'key', {session.Dialect.NowMs}, {session.Dialect.NowMs}
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    outputs.Select(one => new
                    {
                        project = one.Project.Value,
                        asset = one.Asset.Value,
                        title = one.Title,
                        type = one.Format.ToString().ToUpperInvariant(),
                        key = Secrets.NewToken(),
                    })
                ),
            }
        );

    /// <summary>With the success of a task: from its commit on the output is shown (I3).</summary>
    public static async Task PublishOutputAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        Generation generation,
        MediaInfo media
    )
    {
        await AddGenerationAsync(session, project, generation);
        await session.ExecuteAsync(
            $"""
            update assets
            set status = 'PUBLISHED', hidden = 0, generation_id = @generation, media = @media, video_name = @name,
                modified_ms = {session.Dialect.NowMs}
            where {StillCreating}
            """,
            new
            {
                project = project.Value,
                asset = asset.Value,
                generation = generation.Id.Value,
                media = JsonSerializer.Serialize(media, StoredMedia.Default.MediaInfo),
                name = generation.MainFile,
            }
        );
    }

    /// <summary>With the end of tasks that made nothing: no call shows the outputs, and they never have bytes. Primary key.</summary>
    public static Task WithdrawOutputsAsync(
        DbSession session,
        IEnumerable<(ProjectId Project, AssetId Asset)> outputs,
        AssetStatus status
    ) =>
        session.ExecuteLaterAsync(
            $"""
            update assets set status = @status, modified_ms = {session.Dialect.NowMs}
            where status = 'CREATING' and (project_id, asset_id) in (
                select value ->> 'project', value ->> 'asset' from {session.Dialect.Elements("@rows")})
            """,
            new { status = status.ToWire(), rows = Keys(outputs) }
        );

    /// <summary>Called when bytes become durable, before the row that names them. Insert of a new key.</summary>
    public static Task AddGenerationAsync(DbSession session, ProjectId project, Generation generation) =>
        session.ExecuteAsync(
            $"""
            insert into generations (project_id, generation_id, main_file, size_bytes, sha256, created_ms)
            values (@project, @id, @main, @size, @sha256, {session.Dialect.NowMs})
            """,
            new
            {
                project = project.Value,
                id = generation.Id.Value,
                main = generation.MainFile,
                size = generation.SizeBytes,
                sha256 = generation.Sha256,
            }
        );

    public static async Task<Generation?> FindGenerationAsync(DbSession session, ProjectId project, GenerationId id) =>
        await session.SingleAsync<GenerationRow>(
            """
            select generation_id, main_file, size_bytes, sha256 from generations
            where project_id = @project and generation_id = @id
            """,
            new { project = project.Value, id = id.Value }
        )
            is { } row
            ? new(new(row.GenerationId), row.MainFile, row.SizeBytes, row.Sha256)
            : null;

    /// <summary>For delete. One statement: a task that is being created in another transaction holds its inputs or finds them gone.</summary>
    /// <returns>False where there is no such asset, or an unfinished task edits it or makes it.</returns>
    public static async Task<bool> DeleteAsync(DbSession session, ProjectId project, AssetId asset) =>
        await session.ExecuteAsync(
            """
            delete from assets
            where project_id = @project and asset_id = @asset and hidden = 0 and not exists (
                select 1 from editing_task_inputs i
                join editing_tasks t on t.project_id = i.project_id and t.task_id = i.task_id
                where i.project_id = @project and i.asset_id = @asset and t.status in ('WAITING', 'PROCESSING'))
            """,
            new { project = project.Value, asset = asset.Value }
        ) == 1;

    /// <summary>For the sweep: generations that neither an asset nor an unfinished task needs (I12). Their rows go first, then the bytes.</summary>
    public static async Task<IReadOnlyList<(ProjectId Project, GenerationId Id)>> RemoveUnneededAsync(
        DbSession session,
        TimeSpan olderThan
    ) =>
        [
            .. (
                await session.ListAsync<GenerationKey>(
                    $"""
                    delete from generations
                    where created_ms < {session.Dialect.NowMs} - @age
                      and not exists (
                        select 1 from assets a
                        where a.project_id = generations.project_id and a.generation_id = generations.generation_id)
                      and not exists (
                        select 1 from editing_task_inputs i
                        join editing_tasks t on t.project_id = i.project_id and t.task_id = i.task_id
                        where i.project_id = generations.project_id and i.generation_id = generations.generation_id
                          and t.status in ('WAITING', 'PROCESSING'))
                    returning project_id, generation_id
                    """,
                    new { age = (long)olderThan.TotalMilliseconds }
                )
            ).Select(key => (new ProjectId(key.ProjectId), new GenerationId(key.GenerationId))),
        ];

    /// <summary>For backups.</summary>
    public static async Task<IReadOnlyList<(ProjectId Project, GenerationId Id)>> AllGenerationsAsync(
        DbSession session
    ) =>
        [
            .. (
                await session.ListAsync<GenerationKey>(
                    "select project_id, generation_id from generations order by project_id, generation_id"
                )
            ).Select(key => (new ProjectId(key.ProjectId), new GenerationId(key.GenerationId))),
        ];

    /// <summary>For the sweep, a batch at a time: which of these generations there are rows of.</summary>
    public static async Task<IReadOnlySet<(ProjectId Project, GenerationId Id)>> NamedAsync(
        DbSession session,
        IReadOnlyList<StoredGeneration> stored
    ) =>
        (
            await session.ListAsync<GenerationKey>(
                "select project_id, generation_id from generations where project_id in @projects and generation_id in @ids",
                new
                {
                    projects = stored.Select(one => one.Project.Value).Distinct().ToArray(),
                    ids = stored.Select(one => one.Id.Value).ToArray(),
                }
            )
        )
            .Select(key => (new ProjectId(key.ProjectId), new GenerationId(key.GenerationId)))
            .ToHashSet();

    private static string Keys(IEnumerable<(ProjectId Project, AssetId Asset)> keys) =>
        JsonRows.Of(keys.Select(key => new { project = key.Project.Value, asset = key.Asset.Value }));

    private sealed record GenerationRow(string GenerationId, string MainFile, long SizeBytes, string Sha256);

    private sealed record GenerationKey(string ProjectId, string GenerationId);
}
