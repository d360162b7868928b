namespace Cutroom.Rendering.Indexing;

/// <summary>What a coded picture is to a decoder that starts there.</summary>
internal enum SampleKind : byte
{
    /// <summary>Not a place to start.</summary>
    Other,

    /// <summary>Named a sync sample by the container; its NAL units have not been read yet.</summary>
    Unread,

    /// <summary>H.264 or H.265 IDR: nothing after it refers to anything before it.</summary>
    Idr,

    /// <summary>H.265 CRA or BLA: the pictures shown before it may refer to earlier ones, the others may not.</summary>
    Cra,
}
