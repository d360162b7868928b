namespace Cutroom.Rendering.Execution;

/// <summary>Reads lines from a child that may never end one: a longer line arrives cut, the rest of it is dropped.</summary>
internal static class BoundedLines
{
    private const int MaxLineLength = 8192;

    public static async Task ReadAsync(TextReader reader, Action<string> onLine)
    {
        var chunk = new char[16384];
        var line = new char[MaxLineLength];
        var length = 0;
        int read;
        while ((read = await reader.ReadAsync(chunk)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (chunk[i] == '\n')
                {
                    onLine(new string(line, 0, length));
                    length = 0;
                }
                else if (length < MaxLineLength)
                {
                    line[length++] = chunk[i];
                }
            }
        }

        if (length > 0)
        {
            onLine(new string(line, 0, length));
        }
    }
}
