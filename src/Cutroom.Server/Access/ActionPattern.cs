namespace Cutroom.Server.Access;

/// <summary>Actions a statement names: <c>service:type:operation</c>. A wildcard stays inside its part.</summary>
internal sealed record ActionPattern
{
    private readonly string[] parts;

    private ActionPattern(string text, string[] parts)
    {
        Text = text;
        this.parts = parts;
    }

    public string Text { get; }

    /// <param name="loneStar">Whether <c>*</c> alone may stand for every action, as in identity policies.</param>
    /// <returns>Null for a text of another form.</returns>
    public static ActionPattern? Parse(string text, bool loneStar)
    {
        if (text == "*" && loneStar)
            return new(text, ["*", "*", "*"]);
        var parts = text.Split(':');
        return parts.Length == 3 && parts.All(IsPart) ? new(text, parts) : null;
    }

    /// <summary>The service is compared as written, the other parts without regard to case.</summary>
    public bool Fits(string action)
    {
        var given = action.Split(':');
        return given.Length == 3
            && WildcardPattern.Matches(parts[0], given[0], ignoreCase: false)
            && WildcardPattern.Matches(parts[1], given[1], ignoreCase: true)
            && WildcardPattern.Matches(parts[2], given[2], ignoreCase: true);
    }

    private static bool IsPart(string part) =>
        part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '*' or '-' or '_' or '.');
}
