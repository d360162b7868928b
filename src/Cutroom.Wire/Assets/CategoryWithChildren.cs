using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>A category with those right below it, as the newer call shows it.</summary>
public sealed record CategoryWithChildren(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("sub_categories")] IReadOnlyList<CategoryName> SubCategories
);

public sealed record CategoryName(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name
);
