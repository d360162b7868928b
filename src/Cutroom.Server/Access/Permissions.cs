using System.Reflection;

namespace Cutroom.Server.Access;

/// <summary>Every action of the server, once.</summary>
internal static class Permissions
{
    /// <summary>Every action below, so that none can be left out. Read when first asked for, after all of them are made.</summary>
    public static IReadOnlyList<Permission> All =>
        field ??= [
            .. typeof(Permissions)
                .GetFields(BindingFlags.Static | BindingFlags.Public)
                .Select(one => one.GetValue(null))
                .OfType<Permission>()
                .OrderBy(permission => permission.Action, StringComparer.Ordinal),
        ];

    public static IReadOnlyList<string> Services =>
        field ??= [.. All.Select(permission => permission.Service).Distinct()];

    // Source: VOD permission pages, editing tasks.
    public static readonly Permission CreateEditTask = new(
        "vod:asset:createEditTask",
        AccessLevel.Write,
        "assets",
        ByLabel: true
    );
    public static readonly Permission ListEditTask = new("vod:asset:listEditTask", AccessLevel.List);
    public static readonly Permission DeleteEditTask = new("vod:asset:deleteEditTask", AccessLevel.Write);

    // Ours, named by the same pattern: the vendor holds no tasks back.
    public static readonly Permission ReleaseEditTask = new("vod:asset:releaseEditTask", AccessLevel.Write);

    // Source: VOD permission pages, media assets.
    public static readonly Permission Upload = new("vod:asset:upload", AccessLevel.Write, "assets");
    public static readonly Permission GetInfo = new("vod:asset:getInfo", AccessLevel.List, "assets");
    public static readonly Permission ListAssets = new("vod:asset:list", AccessLevel.List, "assets");
    public static readonly Permission DeleteAsset = new("vod:asset:delete", AccessLevel.Write, "assets");

    public static readonly Permission ModifyInfo = new(
        "vod:asset:modifyInfo",
        AccessLevel.Write,
        "assets",
        ByLabel: true
    );
    public static readonly Permission Publish = new("vod:asset:publish", AccessLevel.Write, "assets");
    public static readonly Permission Unpublish = new("vod:asset:unpublish", AccessLevel.Write, "assets");
    public static readonly Permission CheckDuplication = new("vod:asset:checkDuplication", AccessLevel.Read);

    // Source: VOD permission pages, categories.
    public static readonly Permission CreateCategory = new("vod:category:create", AccessLevel.Write);
    public static readonly Permission ListCategories = new("vod:category:list", AccessLevel.List);
    public static readonly Permission ModifyCategory = new("vod:category:modify", AccessLevel.Write);
    public static readonly Permission DeleteCategory = new("vod:category:delete", AccessLevel.Write);

    // Ours, named by the same pattern: the page of the details call was not captured.
    public static readonly Permission GetDetails = new("vod:asset:getDetails", AccessLevel.Read, "assets");

    // Ours: the guide only says that the security administrator may do it.
    public static readonly Permission CheckToken = new("iam:tokens:checkToken", AccessLevel.Read);

    // Ours: the vendor sets its notifications up elsewhere.
    public static readonly Permission ListWebhooks = new("vod:webhook:list", AccessLevel.List);
    public static readonly Permission CreateWebhook = new("vod:webhook:create", AccessLevel.Write);
    public static readonly Permission DeleteWebhook = new("vod:webhook:delete", AccessLevel.Write);
    public static readonly Permission ReplayEvents = new("vod:webhook:replay", AccessLevel.Write);

    // Source: IAM API reference, permissions of users, projects and permanent access keys. One's own keys need none of them.
    public static readonly Permission ListUsers = new("iam:users:listUsers", AccessLevel.List);
    public static readonly Permission GetUser = new("iam:users:getUser", AccessLevel.Read);
    public static readonly Permission CreateProject = new("iam:projects:createProject", AccessLevel.Write);
    public static readonly Permission ListCredentials = new("iam:credentials:listCredentials", AccessLevel.List);
    public static readonly Permission GetCredential = new("iam:credentials:getCredential", AccessLevel.Read);
    public static readonly Permission CreateCredential = new("iam:credentials:createCredential", AccessLevel.Write);
    public static readonly Permission UpdateCredential = new("iam:credentials:updateCredential", AccessLevel.Write);
    public static readonly Permission DeleteCredential = new("iam:credentials:deleteCredential", AccessLevel.Write);
}
