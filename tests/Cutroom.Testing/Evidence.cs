namespace Cutroom.Testing;

/// <summary>What a wire-facing spec rests on. The marks make docs/evidence.md.</summary>
/// <param name="source">Where the fact comes from: capture, page and section, or the reason for the assumption.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal abstract class EvidenceAttribute(string source) : Attribute
{
    public string Source => source;
}

/// <summary>Seen on the wire: a capture, or the vendor's own client code run.</summary>
internal sealed class ObservedAttribute(string source) : EvidenceAttribute(source);

/// <summary>Written in the vendor's pages.</summary>
internal sealed class DocumentedAttribute(string source) : EvidenceAttribute(source);

/// <summary>Neither seen nor written: our reading of an open point.</summary>
internal sealed class AssumedAttribute(string source) : EvidenceAttribute(source);
