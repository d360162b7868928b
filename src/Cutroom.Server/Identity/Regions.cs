using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>GET /v3/regions</c>: where the account has projects, and where the operator lets clients make some.</summary>
internal static class Regions
{
    public static async Task<IReadOnlyList<string>> ListAsync(
        Database database,
        ServerOptions options,
        AccountId account,
        CancellationToken cancellation
    )
    {
        var projects = await database.ReadAsync(session => ProjectStore.ListAsync(session, account), cancellation);
        return
        [
            .. projects
                .Select(project => project.Region)
                .Concat(options.Regions)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    public static async Task<Ok<RegionList>> HandleListAsync(
        HttpContext context,
        Caller caller,
        Database database,
        ServerOptions options
    )
    {
        var regions = await ListAsync(database, options, caller.AccountId, context.RequestAborted);
        return TypedResults.Ok(
            new RegionList([.. regions.Select(region => Listed(context, region))], new(Self(context)))
        );
    }

    public static async Task<Ok<RegionAnswer>> HandleShowAsync(
        HttpContext context,
        string id,
        Caller caller,
        Database database,
        ServerOptions options
    )
    {
        var regions = await ListAsync(database, options, caller.AccountId, context.RequestAborted);
        return regions.Contains(id)
            ? TypedResults.Ok(new RegionAnswer(Listed(context, id)))
            : throw new Refusal(WireError.NotFound, $"region {id}");
    }

    private static ListedRegion Listed(HttpContext context, string region) =>
        new(
            region,
            "public",
            Description: "",
            new Dictionary<string, string> { ["en-us"] = region, ["zh-cn"] = region },
            new($"{context.Request.Scheme}://{context.Request.Host}/v3/regions/{region}")
        );

    private static string Self(HttpContext context) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";
}
