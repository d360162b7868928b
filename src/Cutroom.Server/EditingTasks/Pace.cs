namespace Cutroom.Server.EditingTasks;

/// <summary>Keeps a recurring piece of work below a tenth of the time, however dear it becomes.</summary>
internal sealed class Pace(TimeProvider time, TimeSpan atLeast)
{
    private const int Share = 10;

    private long? ended;
    private TimeSpan took;

    public bool IsDue => ended is not { } end || time.GetElapsedTime(end) >= Wait;

    public async Task<T> MeasureAsync<T>(Func<Task<T>> work)
    {
        var started = time.GetTimestamp();
        var result = await work();
        ended = time.GetTimestamp();
        took = time.GetElapsedTime(started, ended.Value);
        return result;
    }

    private TimeSpan Wait => took * Share > atLeast ? took * Share : atLeast;
}
