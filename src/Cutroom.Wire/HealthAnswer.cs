using System.Text.Json.Serialization;

namespace Cutroom.Wire;

/// <summary>Answer of <c>GET /health</c>: what runs, for people and load balancers.</summary>
/// <param name="Status">ok; or outdated, skewed: it works, and somebody should look.</param>
/// <param name="Engine">Version of ffmpeg; absent where it is not installed.</param>
/// <param name="Database">sqlite or postgres.</param>
/// <param name="Role">all, api or worker.</param>
public sealed record HealthAnswer(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("engine")] string? Engine,
    [property: JsonPropertyName("database")] string Database,
    [property: JsonPropertyName("role")] string Role
);
