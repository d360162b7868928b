namespace Cutroom.Testing;

/// <summary>What a process writes, and who waits for what in it.</summary>
internal sealed class ProcessLog
{
    /// <summary>For the message of a failing spec.</summary>
    private const int KeptLines = 200;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = [];
    private readonly List<(string[] Texts, TaskCompletionSource<string> Line)> awaited = [];

    /// <returns>The first line that holds all of the texts, of those kept and those to come; never ends without one.</returns>
    public Task<string> HoldsAsync(params string[] texts)
    {
        lock (gate)
        {
            if (lines.FirstOrDefault(line => Holds(line, texts)) is { } there)
                return Task.FromResult(there);
            var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((texts, line));
            return line.Task;
        }
    }

    public async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
            Add(line);
    }

    /// <summary>The last lines.</summary>
    public override string ToString()
    {
        lock (gate)
            return string.Join(Environment.NewLine, lines);
    }

    private void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > KeptLines)
                lines.Dequeue();
            foreach (var (_, found) in awaited.Where(one => Holds(line, one.Texts)))
                found.TrySetResult(line);
            awaited.RemoveAll(one => one.Line.Task.IsCompleted);
        }
    }

    private static bool Holds(string line, string[] texts) =>
        texts.All(text => line.Contains(text, StringComparison.Ordinal));
}
