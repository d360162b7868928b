using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>Flushes files and the folders that name them: a rename is only as durable as its folder.</summary>
public static partial class DurableFiles
{
    private const int ReadOnly = 0;

    public static void FlushFolder(string folder)
    {
        foreach (var path in Directory.GetFiles(folder))
        {
            using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }

        FlushNames(folder);
    }

    /// <summary>Flushes the folder's list of names.</summary>
    public static void FlushNames(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"Folder {folder} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Fsync(descriptor) != 0)
        {
            throw new IOException($"Folder {folder} cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    // The framework opens no folders.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);
}
