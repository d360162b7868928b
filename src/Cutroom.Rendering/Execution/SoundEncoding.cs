using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Execution;

/// <summary>Runs the engine and hands over each line it prints; null when it succeeded without a word.</summary>
internal delegate Task<RenderFailure?> RunAndListen(
    IReadOnlyList<string> arguments,
    Action<string> onLine,
    CancellationToken cancellation
);

/// <summary>Makes the sound of an output as one MP4: copied, encoded in one go, or, when it is long, in parts side by side.</summary>
internal sealed class SoundEncoding(RunAndListen engine, int threads, long maxBytes)
{
    /// <param name="folder">For unfinished parts.</param>
    /// <param name="onPosition">Told how much of the sound is done, from any thread.</param>
    public async Task<RenderFailure?> RunAsync(
        RenderPlan plan,
        string folder,
        string output,
        Action<MediaTime> onPosition,
        CancellationToken cancellation
    )
    {
        if (plan.Sound!.IsCopied) // only plans with sound come here
        {
            await CopyAsync(plan, output, cancellation);
            return null;
        }

        var chunks = SoundChunk.Split(plan.SoundOnly(), threads);
        var positions = new MediaTime[chunks.Count];
        var files = chunks.Select((_, number) => Name(folder, number)).ToList();
        var failures = await Task.WhenAll(
            chunks.Select(
                async (chunk, number) =>
                {
                    var parts = Directory.CreateDirectory(files[number] + "-parts").FullName;
                    var sound = await SoundExtracts.MakeAsync(chunk.Plan, parts, cancellation);
                    var file = chunks.Count == 1 ? output : files[number];
                    return await engine(
                        FfmpegArguments.Render(sound, file, 1, maxBytes),
                        line =>
                        {
                            if (ProgressParser.PositionOf(line) is { } position)
                            {
                                lock (positions)
                                {
                                    positions[number] = position;
                                    onPosition(positions.Aggregate((sum, each) => sum + each));
                                }
                            }
                        },
                        cancellation
                    );
                }
            )
        );
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            return first;
        }

        if (chunks.Count > 1)
        {
            await JoinAsync(plan, chunks, files, output, cancellation);
        }

        return null;
    }

    private static string Name(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"sound-part-{number}.mp4"));

    private static async Task CopyAsync(RenderPlan plan, string output, CancellationToken cancellation)
    {
        var source = plan.Sources[plan.Steps[0].Source];
        var sound =
            (await MovieFile.ReadAsync(source.Bytes, cancellation)).Sound
            ?? throw new InvalidDataException("the sound of the source has changed");
        var count = SoundCopying.PacketsUnder(plan.Duration, sound) ?? 0;
        var track = SoundTrack.Of(sound, 0, count, plan.Duration.NearestTicks(new Ratio(1, sound.Timescale)));
        using var file = File.OpenHandle(source.Path);
        await Mp4Writer.WriteAsync(output, [track], _ => file, cancellation);
    }

    /// <summary>The kept packets of all parts as one track, with the first part's edit that hides the encoder's warming up.</summary>
    /// <exception cref="InvalidDataException">A part has other packets than were asked for.</exception>
    private static async Task JoinAsync(
        RenderPlan plan,
        IReadOnlyList<SoundChunk> chunks,
        List<string> files,
        string output,
        CancellationToken cancellation
    )
    {
        var handles = new List<SafeFileHandle>();
        try
        {
            var samples = new List<SampleBytes>();
            MovieTrack? model = null;
            foreach (var (number, chunk) in chunks.Index())
            {
                using var stream = File.OpenRead(files[number]);
                var track = SoundTrack.Read(stream, number);
                if (track.Samples.Count < chunk.Dropped + chunk.Kept)
                {
                    throw new InvalidDataException(
                        $"a part of the sound has {track.Samples.Count} packets, fewer than {chunk.Dropped + chunk.Kept}"
                    );
                }

                model ??= track;
                samples.AddRange(track.Samples.Skip(chunk.Dropped).Take(chunk.Kept));
                handles.Add(File.OpenHandle(files[number]));
            }

            await Mp4Writer.WriteAsync(output, [Joined(plan, model!, samples)], file => handles[file], cancellation); // there are parts
        }
        finally
        {
            handles.ForEach(handle => handle.Dispose());
        }
    }

    private static MovieTrack Joined(RenderPlan plan, MovieTrack model, List<SampleBytes> samples)
    {
        var times = Enumerable.Range(0, samples.Count).Select(i => (long)i * SoundChunk.PacketSamples).ToArray();
        var end = Math.Min(SoundChunk.SamplesOf(plan) + model.EditStart, times[^1] + SoundChunk.PacketSamples);
        return new MovieTrack
        {
            IsVideo = false,
            Timescale = model.Timescale,
            SampleDescription = model.SampleDescription,
            Samples = samples,
            DecodeTimes = times,
            LastDuration = end - times[^1],
            EditStart = model.EditStart,
            Duration = end - model.EditStart,
        };
    }
}
