using System.Globalization;
using Cutroom.Testing;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>
/// Random lists of segments: frames exact, copied frames bit for bit the source's, encoded ones good, times lawful, not a
/// word from the decoder. 25 lists of a kind in the normal run, 1,000 with CUTROOM_LONG=1, which CUTROOM_PART divides; each list
/// has a seed of its own.
/// </summary>
public sealed class RandomCutSpecs(ITestOutputHelper log) : IDisposable
{
    private const int Seed = 20_261_123;

    /// <summary>Lists that are carried out at once.</summary>
    private const int Side = 25;

    private readonly string _folder = Directory.CreateTempSubdirectory("copy-run-").FullName;

    private static int Rounds => LongRuns.Scale(25, 1_000);

    [Fact]
    public Task Closed_groups_of_60_are_cut_exactly() =>
        ProveAsync("-c:v libx264 -preset veryfast -crf 20 -g 60 -keyint_min 60 -sc_threshold 0 -bf 3", 12);

    [Fact]
    public Task Closed_groups_of_250_are_cut_exactly() => ProveAsync("-c:v libx264 -preset fast -crf 23", 40);

    [Fact]
    public Task Open_groups_of_H265_are_cut_exactly() =>
        ProveAsync(
            "-c:v libx265 -preset superfast -crf 27 -tag:v hvc1"
                + " -x265-params keyint=60:bframes=4:b-adapt=2:log-level=error",
            12
        );

    /// <summary>Only the first picture is an IDR; whatever starts later is not copied, though the container calls it a sync sample.</summary>
    [Fact]
    public Task Open_groups_of_H264_are_copied_from_the_first_picture_only() =>
        ProveAsync(
            "-c:v libx264 -preset veryfast -crf 25 -x264-params open-gop=1:keyint=60:bframes=3",
            12,
            ranges => ranges.Any(range => range.First == 0)
        );

    private async Task ProveAsync(
        string encoder,
        int seconds,
        Func<(int Source, int First, int End)[], bool>? mayCopy = null
    )
    {
        using var clip = new CopyClip(encoder, seconds);
        var sums = ProofSums.None;
        foreach (var rounds in Enumerable.Range(0, Rounds).Where(LongRuns.IsMine).Chunk(Side))
        {
            var lists = rounds.Select(round => Ranges(new Random(Seed + round), clip)).ToList();
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{rounds[0]}")).FullName;
            foreach (var (list, proof) in lists.Zip(await CopyProof.ProveAsync(clip, folder, lists)))
            {
                Assert.True(proof.Copied == 0 || mayCopy?.Invoke(list) != false, string.Join(' ', list));
                sums += proof;
            }

            Directory.Delete(folder, recursive: true);
        }

        Assert.True(sums.Copied > 0 || mayCopy is not null, "nothing was copied");
        log.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sums.Lists} lists, {sums.Copied} frames copied, {sums.Encoded} encoded, none below {sums.Least:f2} dB"
            )
        );
    }

    private static (int Source, int First, int End)[] Ranges(Random random, CopyClip clip) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Range(random, clip))];

    /// <summary>From one frame to six seconds; one in eight starts at the very beginning.</summary>
    private static (int Source, int First, int End) Range(Random random, CopyClip clip)
    {
        var first = random.Next(8) == 0 ? 0 : random.Next(clip.Index.FrameCount);
        return (0, first, Math.Min(clip.Index.FrameCount, first + random.Next(1, 151)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
