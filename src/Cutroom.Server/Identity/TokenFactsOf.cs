using Cutroom.Wire;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Identity;

/// <summary>Writes a token the way the token calls show it.</summary>
internal static class TokenFactsOf
{
    /// <param name="project">The project of a project-scoped token.</param>
    /// <param name="catalogFor">The request whose address the catalog repeats; null for an empty catalog.</param>
    public static TokenAnswer Token(Token token, Principal principal, Project? project, HttpRequest? catalogFor)
    {
        var account = new IdAndName(principal.AccountId.Value, principal.AccountName);
        return new(
            new(
                Instant(token.ExpiresMs),
                Instant(token.IssuedMs),
                ["password"],
                project is null ? null : new(project.ProjectId, project.Name, account),
                token.NamesAccount == 1 ? account : null,
                new(principal.UserId.Value, principal.UserName, PasswordExpiresAt: "", account),
                [.. principal.PoliciesIn(token.Project).Policies.Select(policy => new IdAndName("0", policy.Name))],
                catalogFor is null ? [] : Catalog(catalogFor, project)
            )
        );
    }

    private static IReadOnlyList<CatalogEntry> Catalog(HttpRequest request, Project? project)
    {
        var address = $"{request.Scheme}://{request.Host}";
        var region = project?.Name.Split('_')[0] ?? "";
        return
        [
            Entry("vod", project is null ? $"{address}/v1" : $"{address}/v1/{project.ProjectId}"),
            Entry("iam", $"{address}/v3"),
        ];

        CatalogEntry Entry(string service, string url) =>
            new(service, service, service, [new($"{service}-public", "public", region, region, url)]);
    }

    private static string Instant(long unixMilliseconds) =>
        WireTime.Microseconds(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds));
}
