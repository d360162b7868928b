namespace Cutroom.Wire.Signing;

/// <summary>How a signer turned the path into its canonical form.</summary>
public enum PathReading
{
    /// <summary>The published rule: decode once, split at slashes, encode each segment.</summary>
    DecodeThenSplit,

    /// <summary>An encoded slash stays inside its segment.</summary>
    SplitThenDecode,

    /// <summary>Not decoded: percent signs are encoded once more (Node SDK).</summary>
    NotDecoded,
}

/// <summary>
/// One way to read a request's path and query. The SDKs differ, so a verifier tries several; each only re-expresses the bytes
/// that were received. Source: SDK cores for Python, Node and .NET, 3.1.207 to 3.1.211, run side by side.
/// </summary>
/// <param name="PlusIsSpace">A raw plus in the query means a space; otherwise it means itself.</param>
/// <param name="SortDecoded">The query is sorted before it is encoded; otherwise after.</param>
public sealed record CanonicalReading(PathReading Path, bool PlusIsSpace, bool SortDecoded)
{
    /// <summary>The published reading, which our own signer uses.</summary>
    public static readonly CanonicalReading Published = new(PathReading.DecodeThenSplit, true, true);

    /// <summary>Every reading, the published one first.</summary>
    public static readonly IReadOnlyList<CanonicalReading> All =
    [
        .. from sortDecoded in new[] { true, false }
        from plusIsSpace in new[] { true, false }
        from path in Enum.GetValues<PathReading>()
        select new CanonicalReading(path, plusIsSpace, sortDecoded),
    ];
}
