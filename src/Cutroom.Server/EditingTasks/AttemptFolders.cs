using Cutroom.Server.Assets;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>Where attempts write: each in a folder of its own, named after it. What a dead worker left is swept.</summary>
internal sealed partial class AttemptFolders(
    Database database,
    MediaFiles files,
    QueueOptions options,
    ILogger<AttemptFolders> log
)
{
    private bool hadRoom = true;

    /// <summary>
    /// MEDIA while the media store does not answer, DISK while the disk is too full to render on: tasks wait until it is not. Null where
    /// nothing is in the way.
    /// </summary>
    public async Task<string?> ObstacleAsync(CancellationToken cancellation) =>
        !await files.AnswersAsync(cancellation) ? "MEDIA"
        : FreeMib() >= 0 ? null
        : WorkerRoom.Disk;

    /// <summary>What attempts may fill; negative where the disk is too full to render on.</summary>
    public long FreeMib()
    {
        var free = new DriveInfo(Directory.CreateDirectory(files.AttemptsFolder).FullName).AvailableFreeSpace;
        var room = free >= options.MinFreeBytes;
        if (hadRoom && !room)
            LogNoRoom(log, free >> 20, options.MinFreeBytes >> 20);
        hadRoom = room;
        return (free - options.MinFreeBytes) >> 20; // rounded down, also below 0
    }

    public string PathOf(Lease lease) => files.AttemptFolder(lease.ProjectId, lease.TaskId, lease.Attempt);

    /// <summary>What cannot be removed now is left to the sweep.</summary>
    public void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Never made, or swept.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogLeft(log, folder, exception);
        }
    }

    /// <summary>Removes every folder but those of the attempts that tasks are in: a claim stands before its folder is made.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var (folder, project, task, attempt) in files.AttemptFolders())
        {
            if (
                !await database.ReadAsync(
                    session => LeaseStore.IsCurrentAsync(session, project, task, attempt),
                    cancellation
                )
            )
                Remove(folder);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The media disk has {FreeMib} MiB free, less than {LeastMib}: tasks wait")]
    private static partial void LogNoRoom(ILogger log, long freeMib, long leastMib);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} could not be removed; the sweep tries again")]
    private static partial void LogLeft(ILogger log, string folder, Exception exception);
}
