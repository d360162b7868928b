using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>Collects ffprobe's lines about packets or frames, and judges whether they tell one frame from another.</summary>
/// <param name="startsAtOrigin">False when the reading began inside the file, where pictures before the first key frame are normal.</param>
internal sealed class FrameListing(int maxFrames, bool startsAtOrigin)
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<(long Position, string Pts)> _seen = [];
    private bool _hasGaps;
    private bool _startsWithoutKey;
    private long? _clock;
    private long _largestStepBack;
    private long? _firstKey;
    private int? _timed;

    /// <summary>The end of the packet that lies farthest in the file, as far as positions are known.</summary>
    public long LastByte { get; private set; }

    public int Count => _entries.Count;

    /// <summary>True when every packet is one frame that a decoder can give, told by its own timestamp.</summary>
    public bool IsTrustworthy => !_hasGaps && !_startsWithoutKey && !HasLeadingFrames && !HasRepeats;

    // Pictures before the first key frame may need one that is not in the file: only a decoder knows.
    private bool HasLeadingFrames => startsAtOrigin && _firstKey is { } key && _entries.Any(entry => entry.Pts < key);

    private bool HasRepeats => _entries.GroupBy(entry => entry.Pts).Any(group => group.Count() > 1);

    /// <summary>A line <c>pts,dts,duration,size,pos,flags</c>.</summary>
    public void AddPacket(string line)
    {
        if (line.Split(',') is not [var pts, var dts, var duration, var size, var position, var flags, ..])
        {
            return;
        }

        if (flags.Contains('D', StringComparison.Ordinal))
        {
            return; // An edit list hides it.
        }

        if (Number(position) is { } start && Number(size) is { } length)
        {
            LastByte = Math.Max(LastByte, start + length);
            if (!_seen.Add((start, pts)))
            {
                return; // Two ranges overlap.
            }
        }

        Watch(Number(dts));
        _startsWithoutKey |= _entries.Count == 0 && !flags.StartsWith('K');
        Add(Number(pts), duration, flags.StartsWith('K'));
    }

    /// <summary>A line <c>key,pts,duration</c>.</summary>
    public void AddFrame(string line)
    {
        if (line.Split(',') is [var key, var pts, var duration, ..])
        {
            // Where the container has no presentation times, the last pictures come out without one: they follow on.
            var own = Number(pts);
            _timed = own is null ? _timed ?? _entries.Count : null;
            var tick = own ?? Following();
            Watch(tick);
            Add(tick, duration, key is "1");
        }
    }

    public FrameIndex ToIndex(Ratio timeBase, bool isDecoded)
    {
        var sorted = _entries.OrderBy(entry => entry.Pts).DistinctBy(entry => entry.Pts).ToList();
        long[] pts = [.. sorted.Select(entry => entry.Pts)];
        var isIrregular = _hasGaps || HasRepeats;
        return new()
        {
            TimeBase = timeBase,
            Pts = pts,
            Timed = isIrregular ? null : _timed,
            Keys = [.. sorted.Where(entry => entry.IsKey).Select(entry => entry.Pts)],
            End = EndOf(sorted),
            IsDecoded = isDecoded,
            IsIrregular = isIrregular,
            LargestStepBack = startsAtOrigin ? MediaTime.FromTicks(_largestStepBack, timeBase) : MediaTime.Zero,
        };
    }

    // Where the container gives no duration, the last frame lasts as long as the one before it.
    private static long EndOf(List<Entry> sorted) =>
        sorted switch
        {
            [] => 0,
            [.., { Duration: > 0 } last] => last.Pts + last.Duration,
            [.., var before, var last] => last.Pts + (last.Pts - before.Pts),
            [var only] => only.Pts + 1,
        };

    // Decoding times of packets and presentation times of frames never go back, unless the file's clock starts anew.
    private void Watch(long? tick)
    {
        _largestStepBack = Math.Max(_largestStepBack, (_clock ?? tick) - tick ?? 0);
        _clock = tick ?? _clock;
    }

    private long? Following() => _entries is [.., var before, var last] ? last.Pts + (last.Pts - before.Pts) : null;

    private void Add(long? pts, string duration, bool isKey)
    {
        if (pts is not { } tick || _entries.Count >= maxFrames)
        {
            _hasGaps = true;
            return;
        }

        _firstKey ??= isKey ? tick : null;
        _entries.Add(new(tick, Number(duration) ?? 0, isKey));
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private readonly record struct Entry(long Pts, long Duration, bool IsKey);
}
