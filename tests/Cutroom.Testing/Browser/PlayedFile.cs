using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Testing.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cutroom.Testing.Browser;

/// <summary>What a page saw of a frame.</summary>
/// <param name="Time">Seconds: where the page sought to, or what the player says of the frame it shows.</param>
/// <param name="Number">Read from a canvas; null where it cannot be read.</param>
internal sealed record SeenFrame(
    [property: JsonPropertyName("time")] double Time,
    [property: JsonPropertyName("number")] int? Number
);

/// <summary>A stretch played at normal speed: the best of several tries, for a busy machine drops frames that are right in the file.</summary>
/// <param name="Shown">Each frame that the page was told of.</param>
/// <param name="Presented">Frames handed to the screen, from the first that was told of to the last.</param>
internal sealed record PlayedStretch(
    [property: JsonPropertyName("shown")] IReadOnlyList<SeenFrame> Shown,
    [property: JsonPropertyName("presented")] int Presented,
    [property: JsonPropertyName("dropped")] int Dropped
);

/// <summary>How a browser plays a file.</summary>
internal sealed record PlayedFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>After each seek, in the order asked for.</summary>
    [JsonPropertyName("sought")]
    public required IReadOnlyList<SeenFrame> Sought { get; init; }

    [JsonPropertyName("played")]
    public required IReadOnlyList<PlayedStretch> Played { get; init; }

    /// <summary>The player's own words; null when it has none.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>Serves the file to a browser, which seeks and plays it and sends back what it saw.</summary>
    /// <param name="seeks">Seconds.</param>
    /// <param name="stretches">Seconds from and to.</param>
    /// <param name="rate">Frames a second, constant.</param>
    public static async Task<PlayedFile> PlayAsync(
        string path,
        IReadOnlyList<double> seeks,
        IReadOnlyList<double[]> stretches,
        double rate,
        CancellationToken cancellation
    )
    {
        var told = new TaskCompletionSource<PlayedFile>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var page = Page.Replace("SEEKS", JsonSerializer.Serialize(seeks), StringComparison.Ordinal)
            .Replace("STRETCHES", JsonSerializer.Serialize(stretches), StringComparison.Ordinal)
            .Replace("RATE", JsonSerializer.Serialize(rate), StringComparison.Ordinal);
        app.MapGet("/", () => Results.Text(page, "text/html"));
        app.MapGet("/file.mp4", () => Results.File(path, "video/mp4", enableRangeProcessing: true));
        app.MapPost(
            "/told",
            async (HttpContext context) =>
                told.TrySetResult(
                    (
                        await JsonSerializer.DeserializeAsync<PlayedFile>(
                            context.Request.Body,
                            cancellationToken: cancellation
                        )
                    )!
                ) // the page sends an object
        );
        await app.StartAsync(cancellation);

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!; // Kestrel has it
        using var browser = new Chromium(new(addresses.Addresses.Single()));
        return await told.Task.WaitAsync(Patience, TimeProvider.System, cancellation);
    }

    /// <summary>The strip is drawn so small that each block becomes one pixel, then read as <see cref="Barcode"/> reads it.</summary>
    private static string Page { get; } =
        $$"""
            <!doctype html>
            <video id="video" muted playsinline preload="auto"></video>
            <script>
            const video = document.getElementById('video');
            const canvas = new OffscreenCanvas({{Barcode.Bits}}, 2);
            const pen = canvas.getContext('2d', { willReadFrequently: true });
            function number() {
              pen.drawImage(video, 0, 0, {{Barcode.Width}}, {{Barcode.Height}}, 0, 0, {{Barcode.Bits}}, 2);
              const pixels = pen.getImageData(0, 0, {{Barcode.Bits}}, 2).data;
              let number = 0;
              for (let bit = 0; bit < {{Barcode.Bits}}; bit++) {
                const difference = pixels[4 * bit + 1] - pixels[4 * ({{Barcode.Bits}} + bit) + 1];
                if (Math.abs(difference) < {{Barcode.LeastContrast}}) return null;
                if (difference > 0) number |= 1 << bit;
              }
              return number;
            }
            const event = name => new Promise(done => video.addEventListener(name, done, { once: true }));
            const result = { sought: [], played: [], error: null };
            async function tell() {
              await fetch('/told', { method: 'POST', body: JSON.stringify(result) });
            }
            video.addEventListener('error', () => {
              result.error = `${video.error.code} ${video.error.message}`;
              tell();
            });
            async function seek(time) {
              const arrived = event('seeked');
              video.currentTime = time;
              await arrived;
            }
            async function play(start, end) {
              await seek(start);
              const shown = [];
              let first = null, last = null;
              const before = video.getVideoPlaybackQuality().droppedVideoFrames;
              const finished = new Promise(done => {
                const look = (now, frame) => {
                  first ??= frame.presentedFrames;
                  last = frame.presentedFrames;
                  shown.push({ time: frame.mediaTime, number: number() });
                  if (frame.mediaTime >= end) done();
                  else video.requestVideoFrameCallback(look);
                };
                video.requestVideoFrameCallback(look);
                video.addEventListener('ended', done, { once: true });
              });
              await video.play();
              await finished;
              video.pause();
              const dropped = video.getVideoPlaybackQuality().droppedVideoFrames - before;
              return { shown, presented: last - first + 1, dropped };
            }
            const covered = shown => Math.round((shown.at(-1).time - shown[0].time) * RATE) + 1;
            async function run() {
              const loaded = event('loadeddata');
              video.src = '/file.mp4';
              await loaded;
              for (const time of SEEKS) {
                await seek(time);
                result.sought.push({ time, number: number() });
              }
              for (const [start, end] of STRETCHES) {
                let best = null;
                for (let tries = 0; tries < 8 && !best; tries++) {
                  const stretch = await play(start, end);
                  const whole = stretch.dropped == 0 && stretch.presented >= covered(stretch.shown);
                  best = whole || tries == 7 ? stretch : null;
                }
                result.played.push(best);
              }
              await tell();
            }
            run().catch(fault => { result.error ??= `${fault}`; tell(); });
            </script>
            """;
}
