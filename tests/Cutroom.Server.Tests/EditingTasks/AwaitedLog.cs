using Cutroom.Server.EditingTasks;
using Microsoft.Extensions.Logging;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Tells when a line with the words was logged.</summary>
internal sealed class AwaitedLog(string words) : ILogger<RenderAttempt>
{
    private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Seen => seen.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (formatter(state, exception).Contains(words, StringComparison.Ordinal))
            seen.TrySetResult();
    }
}
