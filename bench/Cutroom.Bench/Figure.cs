using System.Globalization;
using System.Text.Json.Serialization;

namespace Cutroom.Bench;

/// <summary>One measured number.</summary>
/// <param name="AtLeast">The target where more is better; null where there is none.</param>
/// <param name="AtMost">The target where less is better; null where there is none.</param>
internal sealed record Figure(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("at_least")] double? AtLeast = null,
    [property: JsonPropertyName("at_most")] double? AtMost = null
)
{
    [JsonPropertyName("met")]
    public bool IsMet => !(Value < AtLeast) && !(Value > AtMost);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name, -44} {Value, 10:0.##} {Unit, -12} {Target}").TrimEnd();

    private string Target =>
        (AtLeast, AtMost) switch
        {
            ({ } least, _) => string.Create(CultureInfo.InvariantCulture, $"(target ≥ {least}: {Met})"),
            (_, { } most) => string.Create(CultureInfo.InvariantCulture, $"(target ≤ {most}: {Met})"),
            _ => "",
        };

    private string Met => IsMet ? "met" : "missed";
}

[JsonSourceGenerationOptions(WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
internal sealed partial class FigureJson : JsonSerializerContext;
