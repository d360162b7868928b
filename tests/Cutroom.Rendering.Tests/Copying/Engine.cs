using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>The plain engine, for making clips and for reading outputs back independently of the product.</summary>
internal static class Engine
{
    /// <summary>Standard output of ffmpeg; any message of it fails the spec.</summary>
    public static byte[] Run(IReadOnlyList<string> arguments) => Run("ffmpeg", ["-nostdin", "-y", .. arguments]);

    /// <summary>All pictures, planes one after the other.</summary>
    public static byte[] Decode(string path) =>
        Run([
            "-i",
            path,
            "-map",
            "0:v",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "-1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "yuv420p",
            "-",
        ]);

    /// <summary>One channel, 48 kHz.</summary>
    public static short[] Sound(string path) =>
        MemoryMarshal
            .Cast<byte, short>(Run(["-i", path, "-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"]))
            .ToArray();

    private static byte[] Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, ["-v", "warning", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!; // no shell, so there is a process
        var messages = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, messages.Result);
        Assert.Equal("", messages.Result);
        return output.ToArray();
    }
}
