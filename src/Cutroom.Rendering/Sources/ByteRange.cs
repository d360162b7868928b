namespace Cutroom.Rendering.Sources;

/// <summary>Bytes of a file from a position up to, and without, another.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    // One request for a gap costs less than two requests without it.
    private const long WorthBridging = 64 * 1024;

    public long Length => End - Start;

    /// <summary>Of the samples [first, end), as far as there are any.</summary>
    public static IEnumerable<ByteRange> Of(long[] offsets, int[] sizes, int first, int end) =>
        Enumerable
            .Range(first, Math.Max(0, Math.Min(end, sizes.Length) - first))
            .Select(sample => new ByteRange(offsets[sample], offsets[sample] + sizes[sample]));

    /// <summary>The same bytes, in order, in as few ranges as make sense; small gaps are read too.</summary>
    public static IReadOnlyList<ByteRange> Join(IEnumerable<ByteRange> ranges)
    {
        var joined = new List<ByteRange>();
        foreach (var range in ranges.Where(range => range.Length > 0).OrderBy(range => range.Start))
        {
            if (joined is [.., var last] && range.Start <= last.End + WorthBridging)
            {
                joined[^1] = last with { End = Math.Max(last.End, range.End) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
