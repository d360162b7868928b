namespace Cutroom.Server.Access;

/// <summary>How far an action reaches, as identity policies name it.</summary>
internal enum AccessLevel
{
    List,
    Read,
    Write,
}

/// <summary>What an endpoint demands.</summary>
/// <param name="Action"><c>service:resource:operation</c>.</param>
/// <param name="ResourceType">Required resource type, or null where a policy must name all resources.</param>
internal sealed record Permission(string Action, AccessLevel Level, string? ResourceType = null);
