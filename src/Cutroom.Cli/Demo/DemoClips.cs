using System.Diagnostics;

namespace Cutroom.Cli.Demo;

/// <summary>Clips made by real encoders, for a demo without files.</summary>
internal static class DemoClips
{
    private static readonly string[] Pictures = ["testsrc2", "smptehdbars"];

    public const int Seconds = 12;

    /// <returns>Two files of <see cref="Seconds"/> each, with sound.</returns>
    public static async Task<string[]> MakeAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<string>();
        foreach (var (picture, index) in Pictures.Select((picture, index) => (picture, index)))
        {
            var file = Path.Combine(folder, $"clip{index + 1}.mp4");
            string[] arguments =
            [
                "-nostdin",
                "-hide_banner",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                $"{picture}=size=1280x720:rate=25:duration={Seconds}",
                "-f",
                "lavfi",
                "-i",
                $"sine=frequency={330 * (index + 1)}:sample_rate=48000:duration={Seconds}",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-g",
                "50",
                "-c:a",
                "aac",
                file,
            ];
            using var encoder = Process.Start(new ProcessStartInfo("ffmpeg", arguments))!; // null only with a shell
            await encoder.WaitForExitAsync(cancellation);
            if (encoder.ExitCode != 0)
                throw new CommandFailure($"ffmpeg could not make a clip (exit status {encoder.ExitCode}).");
            files.Add(file);
        }

        return [.. files];
    }
}
