using System.Data.Common;

namespace Cutroom.Server.Hosting;

/// <summary>What the operator typed wrong becomes one line and exit status 1; a bug keeps its stack.</summary>
internal static class CommandFailures
{
    public static async Task<int> ReportAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (Exception exception)
            when (exception is Refusal or FormatException or InvalidOperationException or IOException or DbException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
    }
}
