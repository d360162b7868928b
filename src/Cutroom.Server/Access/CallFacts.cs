using System.Globalization;
using System.Net;
using Cutroom.Server.Identity;

namespace Cutroom.Server.Access;

/// <summary>What a single service can know of a call, under the names of the global condition keys.</summary>
internal static class CallFacts
{
    /// <param name="project">The project of the path; null where it names none.</param>
    /// <param name="address">Where the request came from; null in a simulation that does not say.</param>
    public static IEnumerable<(string Key, string Value)> Of(
        Principal principal,
        Project? project,
        Permission permission,
        IPAddress? address,
        DateTimeOffset now
    )
    {
        yield return (
            "g:CurrentTime",
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );
        yield return ("g:UserId", principal.UserId.Value);
        yield return ("g:UserName", principal.UserName);
        yield return ("g:PrincipalUrn", PrincipalUrn(principal));
        yield return ("g:PrincipalAccount", principal.AccountId.Value);
        yield return ("g:DomainId", principal.AccountId.Value);
        yield return ("g:DomainName", principal.AccountName);
        yield return ("g:ServiceName", permission.Service);
        // Nobody here has a second factor.
        yield return ("g:MFAPresent", "false");
        if (address is not null)
            yield return ("g:SourceIp", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        if (project is null)
            yield break;
        yield return ("g:ProjectName", project.Name);
        yield return ("g:RequestedRegion", RegionOf(project));
    }

    public static string PrincipalUrn(Principal principal) => $"iam::{principal.AccountId}:user:{principal.UserName}";

    /// <param name="id"><c>*</c> for a call that touches none by name.</param>
    public static string ResourceUrn(Principal principal, Project? project, Permission permission, string id) =>
        $"{permission.Service}:{(project is null ? "" : RegionOf(project))}:{principal.AccountId}:{permission.ResourceType}:{id}";

    /// <summary>A project's name is a region, or a region and a part of it.</summary>
    private static string RegionOf(Project project) => project.Name.Split('_')[0];
}
