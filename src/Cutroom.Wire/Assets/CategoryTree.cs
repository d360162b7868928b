using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>A category with all below it, as the older call shows it.</summary>
/// <param name="Id">A number as text: the page shows it so.</param>
public sealed record CategoryTree(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("children")] IReadOnlyList<CategoryTree> Children
);
