namespace Cutroom.Server.Access;

/// <summary>What is about to be done.</summary>
/// <param name="Action"><c>service:type:operation</c>.</param>
/// <param name="Resources">Every resource the call touches, at least one; each must be allowed.</param>
internal sealed record AccessRequest(string Action, IReadOnlyList<AccessResource> Resources, AccessFacts Facts);

/// <param name="Urn"><c>service:region:account:type:id</c>, or <c>*</c> where the action has no resources of its own.</param>
/// <param name="Labels">The labels of an asset, where the action's conditions may look at them.</param>
internal sealed record AccessResource(string Urn, IReadOnlyList<string> Labels)
{
    public static readonly AccessResource All = new("*", []);
}

/// <summary>What conditions may look at. Filled only when a condition looks.</summary>
internal sealed class AccessFacts(Func<IEnumerable<(string Key, string Value)>> collect)
{
    public const string AssetLabel = "vod:AssetLabel";

    public static readonly AccessFacts None = new(() => []);

    private ILookup<string, string>? known;

    /// <returns>Empty where the key is absent.</returns>
    public IReadOnlyList<string> Find(string key, AccessResource resource)
    {
        if (key.Equals(AssetLabel, StringComparison.OrdinalIgnoreCase))
            return resource.Labels;
        known ??= collect().ToLookup(fact => fact.Key, fact => fact.Value, StringComparer.OrdinalIgnoreCase);
        return known.Contains(key) ? [.. known[key]] : [];
    }
}
