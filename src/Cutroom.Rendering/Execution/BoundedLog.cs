namespace Cutroom.Rendering.Execution;

/// <summary>The last lines of a child's standard error; hostile media cannot make it grow.</summary>
internal sealed class BoundedLog
{
    private const int MaxLines = 50;
    private const int MaxLineLength = 400;

    private readonly Queue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line)
    {
        var printable = new string([.. line.Take(MaxLineLength).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        if (printable is "")
        {
            return;
        }

        _lines.Enqueue(printable);
        if (_lines.Count > MaxLines)
        {
            _lines.Dequeue();
        }
    }
}
