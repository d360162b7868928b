using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>The files a writer copies from, by position; closed together.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<SafeFileHandle?> _handles = [];

    /// <summary>A position without a file must not be asked for.</summary>
    public SafeFileHandle this[int position] => _handles[position]!;

    public int Add(SafeFileHandle? handle)
    {
        _handles.Add(handle);
        return _handles.Count - 1;
    }

    public void Dispose() => _handles.ForEach(handle => handle?.Dispose());
}
