using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Cutroom.Server.Access;

/// <summary>The roles and policies every account has. Source: VOD permission pages, system-defined permissions.</summary>
internal static class SystemPolicies
{
    public const string Administrator = "administrator";
    public const string ReadOnly = "read-only";

    private const string Ours = "CUTROOM";
    private const string Vod = "VOD";

    /// <summary>Writing them changes what everybody in the account works with; reading them does not.</summary>
    private static readonly string[] GlobalSettings =
    [
        "bucket",
        "domain",
        "notification",
        "setting",
        "template",
        "watermark",
        "webhook",
    ];

    public static IReadOnlyList<SystemPolicy> All { get; } =
    [
        Policy(Administrator, Ours, "Everything, the identity calls included.", "*:*:*"),
        Policy(ReadOnly, Ours, "What is named get or list.", "vod:*:get*", "vod:*:list*"),
        Policy("VOD FullAccess", Vod, "Everything of the service.", "vod:*:*"),
        Policy("VOD ReadOnlyAccess", Vod, "What is named get or list.", "vod:*:get*", "vod:*:list*"),
        Policy("VOD CommonOperations", Vod, "Everything on assets.", "vod:asset:*"),
        Role("VOD Administrator", "Everything of the service.", _ => true),
        Role("VOD Operator", "All but review and the account's settings.", IsDailyWork),
        Role("VOD Guest", "Reading.", permission => permission.Level != AccessLevel.Write),
    ];

    private static readonly FrozenDictionary<string, AccessPolicy> ByName = All.ToFrozenDictionary(
        one => one.Policy.Name,
        one => one.Policy
    );

    /// <returns>Null for a name that is no system policy's.</returns>
    public static AccessPolicy? Find(string name) => ByName.GetValueOrDefault(name);

    private static bool IsDailyWork(Permission permission) =>
        permission.Level != AccessLevel.Write
        || !(
            GlobalSettings.Contains(permission.Type)
            || permission.Operation.Contains("review", StringComparison.OrdinalIgnoreCase)
        );

    private static SystemPolicy Policy(string name, string catalog, string description, params string[] actions) =>
        Of(name, catalog, description, "1.1", actions);

    private static SystemPolicy Role(string name, string description, Func<Permission, bool> covers) =>
        Of(
            name,
            Vod,
            description,
            "1.0",
            Permissions.All.Where(one => one.Service == "vod" && covers(one)).Select(one => one.Action)
        );

    private static SystemPolicy Of(
        string name,
        string catalog,
        string description,
        string version,
        IEnumerable<string> actions
    )
    {
        var list = new JsonArray([.. actions.Select(action => JsonValue.Create(action))]);
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = list };
        var document = new JsonObject { ["Version"] = version, ["Statement"] = new JsonArray(statement) };
        var text = document.ToJsonString();
        return new(description, text, PolicyDocument.Read(name, text, catalog));
    }
}

internal sealed record SystemPolicy(string Description, string Document, AccessPolicy Policy);
