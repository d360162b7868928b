using System.Text.RegularExpressions;

namespace Cutroom.Rendering.Execution;

/// <summary>The last lines of a child's standard error; hostile media cannot make it grow.</summary>
internal sealed partial class BoundedLog
{
    private const int MaxLines = 50;
    private const int MaxLineLength = 400;

    private readonly Queue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line)
    {
        var printable = Clean(line);
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

    /// <summary>Without control characters and addresses in memory, which differ from run to run.</summary>
    public static string Clean(string line) =>
        Address()
            .Replace(new string([.. line.Take(MaxLineLength).Select(c => char.IsControl(c) ? ' ' : c)]), "")
            .Trim();

    [GeneratedRegex(" @ 0x[0-9a-f]+")]
    private static partial Regex Address();
}
