using System.Security.Cryptography;
using System.Text.Json;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Server.EditingTasks;

/// <summary>A caller's name for one create: sent again it means the same task, not another one.</summary>
/// <param name="RequestHash">Of the request as understood, so that white space and the order of members make no other request.</param>
internal sealed record IdempotencyKey(string Text, string RequestHash)
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>Null where the caller gave none.</summary>
    public static IdempotencyKey? Of(HttpContext context, CreateEditingTaskRequest body) =>
        context.Request.Headers[Header] switch
        {
            [] => null,
            [{ Length: > 0 and <= MaxLength } text] when text.All(letter => letter is > ' ' and <= '~') => new(
                text,
                Convert.ToHexStringLower(
                    SHA256.HashData(
                        JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.CreateEditingTaskRequest)
                    )
                )
            ),
            _ => throw new Refusal(
                WireError.IllegalParameter,
                $"{Header} (one value of 1 to {MaxLength} printable ASCII characters without a space)"
            ),
        };
}

/// <summary>The keys of a group of creates: those stored, and those the group itself will store. Read in the turn of the projects.</summary>
internal sealed class IdempotencyKeys
{
    /// <summary>At least a day is promised; a client that retries over a night and a weekend's morning is served, too.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(72);

    private readonly Dictionary<(string Project, string Key), KeyRow?> keys = [];

    /// <summary>Called by create; primary key.</summary>
    public static async Task<IdempotencyKeys> FindAsync(DbSession session, IReadOnlyList<CreateCall> calls)
    {
        var found = new IdempotencyKeys();
        var given = calls.Where(call => call.Key is not null).Select(KeyOf).Distinct().ToList();
        if (given.Count == 0)
            return found;
        var rows = await session.ListAsync<KeyRow>(
            $"""
            select project_id, idempotency_key, request_hash, task_id, asset_id from editing_task_keys
            where (project_id, idempotency_key) in (
                select value ->> 'project', value ->> 'key' from {session.Dialect.Elements("@rows")})
            """,
            new { rows = JsonRows.Of(given.Select(key => new { project = key.Project, key = key.Key })) }
        );
        foreach (var row in rows)
            found.keys[(row.ProjectId, row.IdempotencyKey)] = row;
        return found;
    }

    /// <returns>Null where the key was not used, or belongs to a call of this group whose task has no place yet.</returns>
    public Created? AnswerTo(CreateCall call) =>
        call.Key is null || keys.GetValueOrDefault(KeyOf(call)) is not { } row ? null
        : row.RequestHash == call.Key.RequestHash ? new Created.Accepted(new(row.TaskId), new(row.AssetId))
        : new Created.Refused(new Refusal(WireError.KeyReused, $": {call.Key.Text}"));

    /// <summary>True for the second call of a group with one key: it is answered as the first, once that has its task.</summary>
    public bool IsExpected(CreateCall call) => call.Key is not null && keys.ContainsKey(KeyOf(call));

    /// <summary>The call was accepted: later ones with its key are answered as it is.</summary>
    public void Expect(CreateCall call)
    {
        if (call.Key is not null)
            keys[KeyOf(call)] = null;
    }

    /// <summary>Called by create with what it accepted. Insert only: the keys were free, and the turn is still held.</summary>
    public async Task SaveAsync(DbSession session, IEnumerable<(CreateCall Call, Created.Accepted Task)> accepted)
    {
        var rows = accepted
            .Where(one => one.Call.Key is not null)
            .Select(one => new KeyRow(
                one.Call.Project.Value,
                one.Call.Key!.Text, // filtered above
                one.Call.Key.RequestHash,
                one.Task.Task.Value,
                one.Task.Output.Value
            ))
            .ToList();
        foreach (var row in rows)
            keys[(row.ProjectId, row.IdempotencyKey)] = row;
        if (rows.Count > 0)
            await session.ExecuteLaterAsync(
                $"""
                insert into editing_task_keys (project_id, idempotency_key, request_hash, task_id, asset_id, created_ms)
                select value ->> 'ProjectId', value ->> 'IdempotencyKey', value ->> 'RequestHash', value ->> 'TaskId',
                    value ->> 'AssetId', {session.Dialect.NowMs}
                from {session.Dialect.Elements("@rows")}
                """,
                new { rows = JsonRows.Of(rows) }
            );
    }

    /// <summary>Called by the sweep; editing_task_keys_by_age.</summary>
    public static Task<int> RemoveOldAsync(DbSession session) =>
        session.ExecuteAsync(
            $"delete from editing_task_keys where created_ms < {session.Dialect.NowMs} - @kept",
            new { kept = (long)Kept.TotalMilliseconds }
        );

    private static (string Project, string Key) KeyOf(CreateCall call) => (call.Project.Value, call.Key!.Text); // of calls with a key

    private sealed record KeyRow(
        string ProjectId,
        string IdempotencyKey,
        string RequestHash,
        string TaskId,
        string AssetId
    );
}
