using Cutroom.Server.Storage;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>Asks a server for all it holds, and its store and disk whether they agree.</summary>
/// <param name="fetched">What was fetched whole before, and is not again: of what a file holds nothing but a disk's fault changes.</param>
internal sealed class InventoryReader(DatabaseOptions database, Dictionary<string, ContentFacts>? fetched = null)
{
    /// <summary>A worker goes on meanwhile: tasks are taken between two equal lists of assets.</summary>
    public async Task<Inventory> ReadAsync(CrashClient client)
    {
        var assets = await client.ListAssetsAsync();
        while (true)
        {
            var (tasks, total) = await client.ListTasksAsync();
            var again = await client.ListAssetsAsync();
            if (!assets.SequenceEqual(again))
            {
                assets = again;
                continue;
            }

            var recorded = await RecordedAsync();
            return new(
                [.. tasks.Select(task => new ListedTask(task.TaskId, task.AssetId, task.Status, task.Attempt))],
                total,
                await ShownAsync(assets.Where(asset => !asset.IsUpload)),
                await ShownAsync(assets.Where(asset => asset is { IsUpload: true, IsReady: true })),
                await IntegrityAsync()
            );

            async Task<IReadOnlyList<ShownOutput>> ShownAsync(
                IEnumerable<(string AssetId, bool IsUpload, bool IsReady)> chosen
            )
            {
                var shown = new List<ShownOutput>();
                foreach (var asset in chosen)
                    shown.Add(new(asset.AssetId, recorded[asset.AssetId], await FetchAsync(client, asset.AssetId)));
                return shown;
            }
        }
    }

    private async Task<ContentFacts?> FetchAsync(CrashClient client, string asset)
    {
        if (fetched?.GetValueOrDefault(asset) is { } before)
            return before;
        var facts = await client.DownloadAsync(asset);
        if (facts is not null)
            fetched?.Add(asset, facts);
        return facts;
    }

    private async Task<Dictionary<string, ContentFacts>> RecordedAsync()
    {
        await using var store = new Database(database);
        var rows = await store.ReadAsync(
            session =>
                session.ListAsync<RecordedRow>(
                    """
                    select assets.asset_id, size_bytes, sha256 from assets
                    join generations on generations.project_id = assets.project_id
                        and generations.generation_id = assets.generation_id
                    """
                ),
            CancellationToken.None
        );
        return rows.ToDictionary(row => row.AssetId, row => new ContentFacts(row.SizeBytes, row.Sha256));
    }

    /// <summary>SQLite looks at its whole file; PostgreSQL has nothing of the kind at hand.</summary>
    private async Task<string> IntegrityAsync()
    {
        if (database.Dialect != SqlDialect.Sqlite)
            return "ok";
        await using var store = new Database(database);
        return await store.ReadAsync(
                session => session.SingleAsync<string>("pragma integrity_check(1)"),
                CancellationToken.None
            ) ?? "no answer";
    }

    private sealed record RecordedRow(string AssetId, long SizeBytes, string Sha256);
}
