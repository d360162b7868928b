using System.Text.Json;

namespace Cutroom.Server.Access;

/// <summary>A value of a policy document together with its place, so that every refusal can name it.</summary>
internal sealed class PolicyElement(JsonElement value, string place)
{
    public FormatException Wrong(string reason) => new($"{place}: {reason}.");

    /// <exception cref="FormatException">A member is there that nobody would read.</exception>
    public void AllowOnly(IReadOnlyCollection<string> names)
    {
        foreach (var (name, member) in Members())
        {
            if (!names.Contains(name))
                throw member.Wrong($"is not known here, only {string.Join(", ", names)}");
        }
    }

    /// <returns>Null where the member is absent.</returns>
    public PolicyElement? Find(string name) =>
        IsObject().TryGetProperty(name, out var member) ? new(member, PlaceOf(name)) : null;

    public PolicyElement Need(string name) => Find(name) ?? throw Wrong($"{name} is missing");

    /// <returns>The one of two members that exclude each other, and whether it is the second; null where neither is there.</returns>
    public (PolicyElement? Element, bool IsSecond) OneOf(string first, string second) =>
        (Find(first), Find(second)) switch
        {
            ({ } one, null) => (one, false),
            (null, { } other) => (other, true),
            (null, null) => (null, false),
            _ => throw Wrong($"has both {first} and {second}"),
        };

    public string Text() =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()! // a string is not null
            : throw Wrong("is not a text");

    public IReadOnlyList<PolicyElement> Elements(int least, int most)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong("is not a list");
        var count = value.GetArrayLength();
        if (count < least || count > most)
            throw Wrong($"has {count} elements, {least} to {most} are allowed");
        return [.. value.EnumerateArray().Select((element, index) => new PolicyElement(element, $"{place}[{index}]"))];
    }

    public IEnumerable<(string Name, PolicyElement Value)> Members() =>
        IsObject()
            .EnumerateObject()
            .Select(member => (member.Name, new PolicyElement(member.Value, PlaceOf(member.Name))));

    /// <summary>The values of a condition: a list, or one alone; numbers and truth values may stand without quotes.</summary>
    public IReadOnlyList<string> Values() =>
        value.ValueKind == JsonValueKind.Array
            ? [.. Elements(1, int.MaxValue).Select(element => element.Value())]
            : [Value()];

    private string Value() =>
        value.ValueKind switch
        {
            JsonValueKind.String => Text(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong("is not a value"),
        };

    private JsonElement IsObject() => value.ValueKind == JsonValueKind.Object ? value : throw Wrong("is not an object");

    private string PlaceOf(string name) => place == "document" ? name : $"{place}.{name}";
}
