using System.Diagnostics;

namespace Cutroom.Testing;

/// <summary>
/// A temporary folder with servers in it. A guard process holds our pipe: however this process ends, the servers are stopped and the
/// folder removed.
/// </summary>
internal sealed class GuardedFolder : IAsyncDisposable
{
    /// <summary>Arguments: kind, parent folder, then the script's own.</summary>
    private const string Head = """
        set -eu
        umask 077
        kind=$1 parent=$2
        shift 2
        """;

    private const string Lock = """
        remove() { stop "$1" >/dev/null 2>&1 || true; rm -rf "$1"; }
        # The lock is free where a guard died with its owner.
        for old in "$parent"/cutroom-"$kind"-*; do
            [ -d "$old" ] || continue
            (flock -n 9 && remove "$old") 9>>"$old/guard" || true
        done
        # Named for the clean-up only once it is locked.
        unlocked=$(mktemp -d "$parent/cutroom-new-$kind-XXXXXX")
        exec 9>"$unlocked/guard"
        flock 9
        folder=$parent/cutroom-$kind-${unlocked##*-}
        mv "$unlocked" "$folder"
        trap 'remove "$folder"' EXIT
        trap 'exit 1' INT TERM HUP
        start
        echo "$folder"
        while read -r order; do "$order"; echo "$order"; done
        """;

    private readonly Process guard;

    private GuardedFolder(Process guard, string path)
    {
        this.guard = guard;
        Path = path;
    }

    public string Path { get; }

    /// <param name="kind">Part of the folder's name.</param>
    /// <param name="script">
    /// Defines <c>start</c>, which knows <c>$folder</c>; <c>stop FOLDER</c>, also for what an earlier guard left; and whatever may be
    /// asked for by name later. Nothing it leaves running may hold descriptor 9.
    /// </param>
    /// <param name="asOther">Words put before the shell, to run as another user.</param>
    public static async Task<GuardedFolder> StartAsync(
        string kind,
        string parent,
        string script,
        string[] arguments,
        string[] asOther
    )
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        string[] words = [.. asOther, "bash", "-c", $"{Head}\n{script}\n{Lock}", "guard", kind, parent, .. arguments];
        foreach (var word in words)
            start.ArgumentList.Add(word);

        var guard = Process.Start(start)!; // null only with a shell of the desktop
        var complaint = guard.StandardError.ReadToEndAsync();
        return await guard.StandardOutput.ReadLineAsync() is { } path
            ? new(guard, path)
            : throw new InvalidOperationException($"A private {kind} did not start: {await complaint}");
    }

    /// <summary>False where flushes are to cost what they cost: benches. Set before the first folder.</summary>
    public static bool MayBeMemory { get; set; } = true;

    /// <summary>Memory where there is enough: flushes keep their order and meaning there and cost nothing.</summary>
    public static string Parent()
    {
        var memory = new DriveInfo("/dev/shm");
        return MayBeMemory && memory.IsReady && memory.AvailableFreeSpace > 4L << 30
            ? "/dev/shm"
            : System.IO.Path.GetTempPath();
    }

    /// <summary>Runs a function of the script; returns when it is done.</summary>
    public async Task DoAsync(string order)
    {
        await guard.StandardInput.WriteLineAsync(order);
        await guard.StandardInput.FlushAsync();
        if (await guard.StandardOutput.ReadLineAsync() != order)
            throw new InvalidOperationException($"The guard of {Path} could not {order}.");
    }

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }
}
