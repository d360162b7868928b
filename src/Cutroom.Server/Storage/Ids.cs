namespace Cutroom.Server.Storage;

/// <summary>A project: the region-scoped container every call names.</summary>
internal readonly record struct ProjectId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A media asset, unique inside its project.</summary>
internal readonly record struct AssetId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An editing task, unique inside its project.</summary>
internal readonly record struct TaskId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One immutable set of bytes of an asset.</summary>
internal readonly record struct GenerationId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A billing owner; the wire calls it domain.</summary>
internal readonly record struct AccountId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A person or robot inside an account.</summary>
internal readonly record struct UserId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Users who share grants.</summary>
internal readonly record struct GroupId(string Value)
{
    public override string ToString() => Value;
}

internal static class Ids
{
    /// <returns>32 lower-case hex digits, rising with time so that indexes grow at their end.</returns>
    public static string New() => Guid.CreateVersion7().ToString("n");

    /// <summary>True for what could name one thing somewhere: such a text is looked up, and unknown if it is not ours.</summary>
    public static bool IsPlausible(string text) =>
        text is { Length: > 0 and <= 64 } && !text.Any(letter => letter == ',' || char.IsControl(letter));

    /// <summary>True for 32 lower-case hex digits, the only form we make.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}
