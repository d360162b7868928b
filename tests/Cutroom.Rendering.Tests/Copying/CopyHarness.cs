using System.Diagnostics;
using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>A small clip with every picture unlike all others, and its decoded pictures to compare with.</summary>
internal sealed class CopyClip : IDisposable
{
    public const int Width = 192;
    public const int Height = 128;
    public const int FrameBytes = Width * Height * 3 / 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("copy-clip-").FullName;

    public CopyClip(string encoder, int seconds = 12)
    {
        Path = System.IO.Path.Combine(_folder, "clip.mp4");
        var picture = $"testsrc2=size={Width}x{Height}:rate=25:duration={seconds},noise=alls=4:allf=t,format=yuv420p";
        Engine.Run(["-f", "lavfi", "-i", picture, .. encoder.Split(' '), Path]);
        Frames = Engine.Decode(Path);
        using var stream = File.OpenRead(Path);
        Index = ((IndexResult.Indexed)Mp4Indexer.Read(stream)).Index;
        KeyframeScan.Resolve(Index, stream, 0, Index.FrameCount);
    }

    public string Path { get; }
    public byte[] Frames { get; }
    public VideoIndex Index { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal static class Engine
{
    public static byte[] Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "warning", "-y", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var messages = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, messages.Result);
        Assert.Equal("", messages.Result);
        return output.ToArray();
    }

    /// <summary>All pictures, planes one after the other; any message of the decoder fails the spec.</summary>
    public static byte[] Decode(string path) =>
        Run(["-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]);
}
