using System.Globalization;

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
    /// <summary>Milliseconds since 1970 and, in the lowest 12 bits, a count within them.</summary>
    private static long last;

    /// <returns>
    /// 32 lower-case hex digits. Those of one process rise from call to call, so that what is sorted by them stands as it happened; those
    /// of several rise with their clocks. Indexes grow at their end.
    /// </returns>
    public static string New()
    {
        // Source: RFC 9562, 6.2, method 1: a counter in place of the 12 random bits behind the time. When it runs over, the time goes ahead.
        long seen,
            next;
        do
        {
            seen = Volatile.Read(ref last);
            next = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 12, seen + 1);
        } while (Interlocked.CompareExchange(ref last, next, seen) != seen);

        var random = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(next >> 12)).ToString("n");
        return string.Create(CultureInfo.InvariantCulture, $"{random[..13]}{next & 0xfff:x3}{random[16..]}");
    }

    /// <summary>True for what could name one thing somewhere: such a text is looked up, and unknown if it is not ours.</summary>
    public static bool IsPlausible(string text) =>
        text is { Length: > 0 and <= 64 } && !text.Any(letter => letter == ',' || char.IsControl(letter));

    /// <summary>True for 32 lower-case hex digits, the only form we make.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}
