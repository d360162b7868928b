namespace Cutroom.Server.Tests.Crashes;

/// <summary>Compares what clients were told with what is there after a crash (I1 to I5).</summary>
internal static class CrashChecker
{
    private static readonly string[] Final = ["SUCCEED", "FAILED", "CANCEL"];

    /// <returns>One sentence for each broken promise.</returns>
    public static IReadOnlyList<string> Violations(AckLog acks, Inventory found) =>
        [
            .. Store(found),
            .. Listing(found),
            .. acks.Created.SelectMany(create => Create(create.Key, create.Value, found)),
            .. found.Tasks.SelectMany(task => Cancel(task, acks)),
            .. found.Tasks.SelectMany(task => Order(task, acks)),
            .. Outputs(found),
            .. acks.Uploaded.SelectMany(upload => Upload(upload.Key, upload.Value, found)),
        ];

    /// <param name="before">Null: nothing was seen yet.</param>
    public static bool IsAfter(string status, string? before) => before is null || Rank(status) > Rank(before);

    private static IEnumerable<string> Store(Inventory found)
    {
        if (found.Integrity != "ok")
            yield return $"The database is damaged: {found.Integrity}.";
    }

    private static IEnumerable<string> Listing(Inventory found)
    {
        if (found.Total != found.Tasks.Count)
            yield return $"The list says {found.Total} tasks and shows {found.Tasks.Count}.";
        foreach (var twice in found.Tasks.GroupBy(task => task.TaskId).Where(group => group.Count() > 1))
            yield return $"Task {twice.Key} is listed {twice.Count()} times.";
    }

    private static IEnumerable<string> Create(string task, string asset, Inventory found)
    {
        var listed = found.Tasks.FirstOrDefault(one => one.TaskId == task);
        if (listed is null)
            yield return $"Task {task} was acknowledged and is lost (I1).";
        else if (listed.AssetId != asset)
            yield return $"Task {task} was acknowledged with output {asset} and has {listed.AssetId} (I1).";
    }

    private static IEnumerable<string> Cancel(ListedTask task, AckLog acks)
    {
        if (acks.Cancelled.ContainsKey(task.TaskId) && task is not { Status: "CANCEL", Attempt: 0 })
            yield return $"Task {task.TaskId} was answered 204 and is {task.Status} in attempt {task.Attempt} (I2).";
        if (task is { Status: "CANCEL", Attempt: > 0 })
            yield return $"Task {task.TaskId} is cancelled though a worker had it (I2).";
        if (
            acks.Refused.ContainsKey(task.TaskId)
            && task.Status is "WAITING" or "CANCEL"
            && !acks.Cancelled.ContainsKey(task.TaskId)
        )
            yield return $"Task {task.TaskId} was not to be cancelled any more and is {task.Status} (I2, I5).";
    }

    /// <summary>Also remembers what is seen now, for the next time.</summary>
    private static IEnumerable<string> Order(ListedTask task, AckLog acks)
    {
        var before = acks.Seen.GetValueOrDefault(task.TaskId, "WAITING");
        if (Rank(task.Status) < Rank(before) || (Final.Contains(before) && task.Status != before))
            yield return $"Task {task.TaskId} went from {before} to {task.Status} (I5).";
        if (task.Status == "FAILED" && task.Attempt < acks.Attempts)
            yield return $"Task {task.TaskId} failed, though only processes died and attempts are left (I4).";
        acks.Seen[task.TaskId] = task.Status;
    }

    private static IEnumerable<string> Outputs(Inventory found)
    {
        var shown = found.Outputs.ToDictionary(output => output.AssetId);
        foreach (var task in found.Tasks)
        {
            if (task.Status == "SUCCEED" && !shown.ContainsKey(task.AssetId))
                yield return $"Task {task.TaskId} succeeded and shows no output (I3).";
            if (task.Status != "SUCCEED" && shown.ContainsKey(task.AssetId))
                yield return $"Task {task.TaskId} is {task.Status} and shows an output (I3).";
        }

        var made = found.Tasks.Select(task => task.AssetId).ToHashSet();
        foreach (var output in found.Outputs)
        {
            if (!made.Contains(output.AssetId))
                yield return $"Output {output.AssetId} is shown and belongs to no task (I3).";
            if (output.Found != output.Recorded)
                yield return $"Output {output.AssetId} is recorded as {output.Recorded} and holds {output.Found} (I3).";
        }
    }

    private static IEnumerable<string> Upload(string asset, ContentFacts sent, Inventory found)
    {
        var shown = found.Uploads.FirstOrDefault(one => one.AssetId == asset);
        if (shown is null)
            yield return $"Upload {asset} was acknowledged and is lost (I1).";
        else if (shown.Found != sent || shown.Recorded != sent)
            yield return $"Upload {asset} was sent as {sent}, is recorded as {shown.Recorded} and holds {shown.Found} (I1).";
    }

    /// <returns>-1 for a word that is no status.</returns>
    private static int Rank(string status) =>
        Final.Contains(status) ? 2 : Array.IndexOf(["WAITING", "PROCESSING"], status);
}
