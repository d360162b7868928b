using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>The packets of one stream of an output, in decoding order, as ffprobe lists them.</summary>
internal sealed class PacketLog(Ratio timeBase)
{
    private readonly List<long> _pts = [];
    private long? _dts;
    private long _lastDuration;
    private long _latest = long.MinValue;

    public Ratio TimeBase => timeBase;

    /// <summary>Presentation times, rising.</summary>
    public IReadOnlyList<long> Sorted => [.. _pts.Order()];

    public int Count => _pts.Count;

    public bool StartsWithKey { get; private set; }

    /// <summary>Presentation times of key frames, in decoding order.</summary>
    public List<long> Keys { get; } = [];

    /// <summary>False when a decoding time is not later than the one before.</summary>
    public bool DecodesInOrder { get; private set; } = true;

    /// <summary>Where the last packet ends; 0 without any.</summary>
    public MediaTime End => MediaTime.FromTicks(_pts.Count == 0 ? 0 : _latest + _lastDuration, timeBase);

    public MediaTime Start => MediaTime.FromTicks(_pts.Count == 0 ? 0 : _pts.Min(), timeBase);

    /// <summary>A line <c>pts,dts,duration,size,pos,flags</c>.</summary>
    public void Add(string line)
    {
        if (line.Split(',') is not [var presentation, var decoding, var duration, _, _, var flags, ..])
        {
            return;
        }

        var dts = Number(decoding);
        DecodesInOrder &= _dts is null || dts is null || dts > _dts;
        // The engine's playlist reader gives the first packet of sound no length and the next one the same time.
        var isQuirk = _dts is null && Number(duration) is null;
        _dts = isQuirk ? null : dts ?? _dts;
        if (flags.Contains('D', StringComparison.Ordinal) || (Number(presentation) ?? dts) is not { } pts)
        {
            return; // Priming that the edit list hides.
        }

        if (flags.StartsWith('K'))
        {
            StartsWithKey |= _pts.Count == 0;
            Keys.Add(pts);
        }

        _pts.Add(pts);
        if (pts >= _latest)
        {
            (_latest, _lastDuration) = (pts, Number(duration) ?? 0);
        }
    }

    private static long? Number(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
