using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>The files a writer copies from, by position: the sources first, then one for encoded pieces; closed together.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<SafeFileHandle?> _handles = [];

    private OpenFiles() { }

    /// <summary>A source that is not read has no file, and must not be asked for.</summary>
    public SafeFileHandle this[int position] => _handles[position]!;

    public int ScratchPosition { get; private init; }

    public SafeFileHandle Scratch => this[ScratchPosition];

    /// <param name="scratch">Made anew, and deleted when closed.</param>
    public static OpenFiles Of(IReadOnlyList<PlannedSource> sources, IReadOnlyList<VideoIndex?> indexes, string scratch)
    {
        var files = new OpenFiles { ScratchPosition = sources.Count };
        foreach (var (source, index) in sources.Zip(indexes))
        {
            files._handles.Add(index is null ? null : File.OpenHandle(source.Path));
        }

        files.Add(File.OpenHandle(scratch, FileMode.Create, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose));
        return files;
    }

    public int Add(SafeFileHandle handle)
    {
        _handles.Add(handle);
        return _handles.Count - 1;
    }

    public void Dispose() => _handles.ForEach(handle => handle?.Dispose());
}
