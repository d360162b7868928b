namespace Cutroom.Cli;

/// <summary>Ends a verb with a sentence for the user that names the thing, the value and the limit.</summary>
internal sealed class CommandFailure(string message) : Exception(message)
{
    /// <summary>Runs a verb; what went wrong becomes one line on stderr and exit status 1.</summary>
    public static async Task<int> ReportAsync(Func<Task> verb)
    {
        try
        {
            await verb();
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("cutroom: stopped");
            return 130;
        }
        catch (Exception failure)
            when (failure is CommandFailure or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"cutroom: {failure.Message}");
            return 1;
        }
    }
}
