namespace Cutroom.Server.Access;

/// <summary>Resources a statement names: <c>service:region:account:type:id</c>, or <c>*</c> for all.</summary>
internal sealed record ResourcePattern
{
    private const int PartCount = 5;

    private readonly string[] parts;

    private ResourcePattern(string text, string[] parts)
    {
        Text = text;
        this.parts = parts;
    }

    public string Text { get; }

    /// <summary>True for the lone star.</summary>
    public bool IsAll => parts.Length == 0;

    /// <summary>True where everything of the services named is meant.</summary>
    public bool IsWholeService => IsAll || parts.Skip(1).All(part => part == "*");

    /// <returns>Null for a text of another form.</returns>
    public static ResourcePattern? Parse(string text)
    {
        if (text == "*")
            return new(text, []);
        var parts = text.Split(':', PartCount);
        return parts.Length == PartCount && parts[0].Length > 0 ? new(text, parts) : null;
    }

    public bool NamesService(string service) => IsAll || WildcardPattern.Matches(parts[0], service, ignoreCase: false);

    /// <summary>Compared as written: two resources may differ in case alone. A wildcard stays inside its part, the last is the rest.</summary>
    /// <param name="urn"><c>*</c> for a call that touches no resource of its own: only the lone star fits it.</param>
    public bool Fits(string urn)
    {
        if (IsAll)
            return true;
        var rest = urn.AsSpan();
        for (var i = 0; i < PartCount - 1; i++)
        {
            var end = rest.IndexOf(':');
            if (end < 0 || !WildcardPattern.Matches(parts[i], rest[..end], ignoreCase: false))
                return false;
            rest = rest[(end + 1)..];
        }

        return WildcardPattern.Matches(parts[^1], rest, ignoreCase: false);
    }
}
