using Cutroom.Server.Access;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Every route of the server against every credential that must not open it (I15, I16), on each engine.</summary>
public abstract class RouteMatrixSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test
    private RunningServer server = null!; // started before each test

    private protected RouteMatrixSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect);
        server = await RunningServer.StartAsync(change: options => options with { Database = Text(database) });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task No_route_opens_without_a_credential()
    {
        foreach (var (method, target, _) in GuardedRoutes())
        {
            var plain = RawHttp.Bytes(
                method,
                target,
                [
                    ["Host", server.Address.Authority],
                ],
                []
            );
            var response = await RawHttp.SendAsync(server.Address, plain);
            Assert.True(response.Status == 401, $"{method} {target}: {response.Status} {response.Body}");
        }
    }

    [Fact]
    public async Task No_route_opens_to_a_wrong_signature()
    {
        var right = new SignedBytes(server, server.Identity.Ak, server.Identity.Sk);
        foreach (var (method, target, _) in GuardedRoutes())
        {
            var wrong = right with { Method = method, Target = target, Sk = right.Sk + "x" };
            await AssertAsync(401, method, target, wrong);
            // Keeps the key from being locked.
            Assert.NotEqual(401, (await right.SendAsync()).Status);
        }
    }

    [Fact]
    public async Task No_route_with_a_permission_opens_to_a_user_without_it()
    {
        var (_, ak, sk) = await server.AddUserAsync("nobody");
        foreach (var (method, target, permission) in GuardedRoutes())
        {
            if (permission is not null)
                await AssertAsync(403, method, target, new SignedBytes(server, ak, sk));
        }
    }

    [Fact]
    public async Task No_route_of_a_project_opens_to_another_accounts_administrator()
    {
        var (_, ak, sk) = await server.AddAccountAsync("foreign");
        foreach (var (method, target, _) in GuardedRoutes())
        {
            if (target.Contains(server.Identity.ProjectId, StringComparison.Ordinal))
                await AssertAsync(403, method, target, new SignedBytes(server, ak, sk));
        }
    }

    private static string Text(TestDatabase database) =>
        database.Dialect == SqlDialect.Postgres
            ? database.Options.ConnectionString
            : "sqlite:"
                + new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource;

    private static async Task AssertAsync(int status, string method, string target, SignedBytes request)
    {
        var response = await (request with { Method = method, Target = target }).SendAsync();

        Assert.True(response.Status == status, $"{method} {target}: {response.Status} {response.Body}");
    }

    private IEnumerable<(string Method, string Target, Permission? Permission)> GuardedRoutes()
    {
        var routes = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .ToList();
        Assert.NotEmpty(routes);
        return from route in routes
            let access = route.Metadata.GetRequiredMetadata<RouteAccess>()
            where access is not RouteAccess.Open
            from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select (method, TargetOf(route), (access as RouteAccess.Needs)?.Permission);
    }

    private string TargetOf(RouteEndpoint route) =>
        "/"
        + string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(segment =>
                segment.Parts[0] switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternParameterPart { Name: "project_id" } => server.Identity.ProjectId,
                    _ => "x",
                }
            )
        );
}

public sealed class SqliteRouteMatrixSpecs() : RouteMatrixSpecs(SqlDialect.Sqlite);

public sealed class PostgresRouteMatrixSpecs() : RouteMatrixSpecs(SqlDialect.Postgres);
