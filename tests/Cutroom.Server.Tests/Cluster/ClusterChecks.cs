using Cutroom.Server.Storage;

namespace Cutroom.Server.Tests.Cluster;

/// <summary>What the interfaces of a service do not show, asked of its database.</summary>
internal static class ClusterChecks
{
    /// <returns>Tasks whose success was written more than once (I4).</returns>
    public static Task<IReadOnlyList<string>> DoublyPublishedAsync(DatabaseOptions options) =>
        AskAsync(
            options,
            "select resource from audit where action = 'editing-task:succeed' group by resource having count(*) > 1"
        );

    /// <returns>Cancelled tasks that a worker has planned (I2).</returns>
    public static Task<IReadOnlyList<string>> RunThoughCancelledAsync(DatabaseOptions options) =>
        AskAsync(
            options,
            """
            select t.task_id from editing_tasks t
            join editing_task_documents d on d.project_id = t.project_id and d.task_id = t.task_id
            where t.status = 'CANCEL' and (t.attempt > 0 or d.plan is not null)
            """
        );

    private static async Task<IReadOnlyList<string>> AskAsync(DatabaseOptions options, string sql)
    {
        await using var database = new Database(options);
        return await database.ReadAsync(session => session.ListAsync<string>(sql), CancellationToken.None);
    }
}
