using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Verification;

/// <summary>
/// Places of an output and of its sources that are to be decoded, each with what decoding it takes and nothing more, as small files:
/// opening a large one for every place costs a decoder more than the pictures do.
/// </summary>
internal sealed class Excerpts(RunPrinting engine, string folder)
{
    /// <summary>Files that one call decodes side by side; each decoder holds a dozen pictures.</summary>
    private const int AtOnce = 8;

    private readonly List<Part> parts = [];
    private readonly Dictionary<(string From, int Rank), string> digests = [];

    /// <summary>Of a decoded picture.</summary>
    /// <param name="from">As it was added.</param>
    public string this[string from, int rank] => digests[(from, rank)];

    /// <param name="from">The path of the file.</param>
    /// <param name="stretches">Ranks of pictures, the ends exclusive.</param>
    public async Task AddPicturesAsync(
        string from,
        VideoIndex index,
        IEnumerable<(int First, int End)> stretches,
        CancellationToken cancellation
    )
    {
        using var file = File.OpenHandle(from);
        var samples = stretches.Select(of => SamplesOf(index, file, of.First, of.End)).ToList();
        // In the middle of a stream a CRA of H.265 counts on what came before it.
        if (index.Family == NalFamily.H264)
            samples =
            [
                [.. samples.SelectMany(some => some).Distinct().Order()],
            ];
        foreach (var some in samples.Where(some => some.Count > 0))
        {
            var ranks = some.Select(sample => index.Ranks[sample]).Order().ToList();
            await AddAsync(file, new(from, ranks, ":v:0"), PieceSource.TrackOf(index, some), cancellation);
        }
    }

    /// <param name="ranges">In the track's timescale, in rising order.</param>
    public async Task AddSoundAsync(
        string from,
        SoundIndex sound,
        IEnumerable<(long Start, long End)> ranges,
        CancellationToken cancellation
    )
    {
        using var file = File.OpenHandle(from);
        var packets = ranges
            .Select(range => sound.PacketsBetween(range.Start, range.End))
            .SelectMany(of => Enumerable.Range(of.First, of.End - of.First))
            .Distinct();
        await AddAsync(file, new(from, [], ":a:0"), SoundTrack.Of(sound, [.. packets]), cancellation);
    }

    /// <summary>Null when all of it came out and the decoder said nothing.</summary>
    public async Task<RenderFailure?> DecodeAsync(CancellationToken cancellation)
    {
        foreach (var some in parts.Chunk(AtOnce))
        {
            var printed = some.Select(_ => new List<string>()).ToList();
            var arguments = FfmpegArguments.Digests([.. some.Select(part => (part.Path, part.Stream))]);
            var failure = await engine(
                arguments,
                line =>
                {
                    // Number of the file, times, size, digest.
                    if (
                        line.Split(',', StringSplitOptions.TrimEntries)
                        is [[not '#', ..] number, _, _, _, _, var digest]
                    )
                        printed[int.Parse(number, CultureInfo.InvariantCulture)].Add(digest);
                },
                cancellation
            );
            if (failure is not null)
                return failure;
            foreach (var (part, digestsOfPart) in some.Zip(printed))
            {
                File.Delete(part.Path);
                if (part.Ranks.Count > 0 && part.Ranks.Count != digestsOfPart.Count)
                    return Lost(part, digestsOfPart.Count);
                foreach (var (rank, digest) in part.Ranks.Zip(digestsOfPart))
                    digests[(part.From, rank)] = digest;
            }
        }

        return null;
    }

    /// <summary>In decode order, from the keyframe before the stretch; of the pictures that nobody asked for only those that others refer to.</summary>
    private static List<int> SamplesOf(VideoIndex index, SafeFileHandle file, int first, int end)
    {
        var wanted = index.Shown[first..end];
        var key = wanted[0];
        while (key > 0 && (!index.IsSync(key) || index.Pts[key] > index.PtsOfRank(first)))
            key--; // without any keyframe the decoder has the word
        return
        [
            .. Enumerable
                .Range(key, wanted.Max() + 1 - key)
                .Where(sample => index.Pts[sample] >= index.Pts[key] && index.Ranks[sample] >= 0)
                .Where(sample => IsWanted(sample) || !DisposablePictures.IsDisposable(index, file, sample)),
        ];

        bool IsWanted(int sample) => index.Ranks[sample] >= first && index.Ranks[sample] < end;
    }

    private async Task AddAsync(SafeFileHandle file, Part part, MovieTrack track, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"excerpt-{parts.Count}.mp4"));
        await Mp4Writer.WriteAsync(path, [track], _ => file, cancellation);
        parts.Add(part with { Path = path });
    }

    private static RenderFailure Lost(Part part, int count) =>
        RenderFailure.Of(
            RenderFailureKind.VerificationFailed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The output is not as planned: from frame {part.Ranks[0]} on {count} of {part.Ranks.Count} pictures around joints can be decoded."
            )
        );

    /// <param name="Ranks">Of the pictures it holds, in the order shown; none of sound.</param>
    private sealed record Part(string From, IReadOnlyList<int> Ranks, string Stream)
    {
        public string Path { get; init; } = "";
    }
}
