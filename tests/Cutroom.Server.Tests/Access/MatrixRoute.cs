using Cutroom.Server.Access;
using Cutroom.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Cutroom.Server.Tests.Access;

/// <summary>A guarded route of the server, taken from its own table of routes, so that a new one is in every matrix at once.</summary>
/// <param name="Permission">Null where any verified caller comes through.</param>
internal sealed record MatrixRoute(string Method, IReadOnlyList<string> Segments, Permission? Permission)
{
    private const string Project = "{project_id}";

    public bool NamesProject => Segments.Contains(Project);

    public static IReadOnlyList<MatrixRoute> AllOf(RunningServer server) =>
        [
            .. from route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let access = route.Metadata.GetRequiredMetadata<RouteAccess>()
            where access is not RouteAccess.Open
            from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select new MatrixRoute(
                method,
                [.. route.RoutePattern.PathSegments.Select(SegmentOf)],
                (access as RouteAccess.Needs)?.Permission
            ),
        ];

    /// <param name="id">Stands for every other parameter of the path.</param>
    public string Target(string project, string id = "x") =>
        "/"
        + string.Join(
            '/',
            Segments.Select(segment =>
                segment == Project ? project
                : segment == "{}" ? id
                : segment
            )
        );

    public override string ToString() => $"{Method} /{string.Join('/', Segments)}";

    private static string SegmentOf(RoutePatternPathSegment segment) =>
        segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "project_id" } => Project,
            _ => "{}",
        };
}
