namespace Cutroom.Server.Access;

/// <summary>How far an action reaches, as identity policies name it.</summary>
internal enum AccessLevel
{
    List,
    Read,
    Write,
}

/// <summary>What an endpoint demands.</summary>
/// <param name="Action"><c>service:type:operation</c>.</param>
/// <param name="ResourceType">Required resource type, or null where a policy must name all resources.</param>
/// <param name="ByLabel">Whether conditions may look at the labels of the assets touched.</param>
internal sealed record Permission(string Action, AccessLevel Level, string? ResourceType = null, bool ByLabel = false)
{
    public string Service => Action.Split(':')[0];

    public string Type => Action.Split(':')[1];

    public string Operation => Action.Split(':')[2];
}
