namespace Cutroom.Cli.Rendering;

/// <summary>Puts a finished output where the user wants it.</summary>
internal static class OutputFiles
{
    /// <summary>The main file goes last: while it is not there, nothing refers to the others.</summary>
    public static void Publish(string folder, string mainFile, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != mainFile))
            File.Move(file, Path.Combine(Path.GetDirectoryName(target)!, Path.GetFileName(file)), overwrite: true);
        File.Move(Path.Combine(folder, mainFile), target, overwrite: true);
    }
}
