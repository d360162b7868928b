namespace Cutroom.Testing;

/// <summary>
/// A real program in the place of ffmpeg or ffprobe: a shell script, so that runners meet real processes, signals and pipes. Its
/// environment is empty, so it names every tool by its path.
/// </summary>
internal sealed class FakeFfmpeg : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fake-ffmpeg-").FullName;

    /// <param name="body">What it does; <c>$0.args</c> already holds the arguments, one a line.</param>
    public FakeFfmpeg(string body)
    {
        Path = System.IO.Path.Combine(_folder, "ffmpeg");
        File.WriteAllText(Path, $"#!/bin/sh\nprintf '%s\\n' \"$@\" >> \"$0.args\"\n{body}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>All arguments of all calls so far.</summary>
    public IReadOnlyList<string> Arguments => File.Exists(Path + ".args") ? File.ReadAllLines(Path + ".args") : [];

    public static FakeFfmpeg Failing() => new("echo 'something broke' >&2; exit 1");

    /// <summary>Says that it is ready and then nothing any more.</summary>
    public static FakeFfmpeg Hanging() => new("echo ready; exec /bin/sleep 600");

    /// <summary>Does not stop when asked, and has a child of its own that does not either. Prints both ids.</summary>
    public static FakeFfmpeg Stubborn() =>
        new(
            "trap '' TERM; /bin/sh -c 'trap \"\" TERM; while :; do /bin/sleep 1; done' & echo $$ $!; while :; do /bin/sleep 1; done"
        );

    /// <summary>Ten megabytes without an end of line on both pipes, then a good progress line.</summary>
    public static FakeFfmpeg Babbling() =>
        new(
            "/usr/bin/head -c 10000000 /dev/zero; /usr/bin/head -c 10000000 /dev/zero >&2; printf '\\nout_time_us=1000000\\n'; printf '\\nlast\\n' >&2"
        );

    /// <summary>Writes the start of a file to its last argument and calls it a success.</summary>
    public static FakeFfmpeg WritingHalfAFile() =>
        new("for last; do :; done; printf 'half a file' > \"${last#file:}\"; echo out_time_us=500000; exit 0");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
