using System.Runtime.CompilerServices;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>The table of actions, and the document made from it.</summary>
public sealed class PermissionTableSpecs
{
    [Fact]
    public async Task The_document_of_permissions_is_the_one_the_routes_make()
    {
        await using var app = ServerHost.Build(new ServerOptions(), TimeProvider.System);

        // When it differs: ./cutroom admin policies actions > docs/permissions.md
        Assert.Equal(PermissionTable.Document(app), await File.ReadAllTextAsync(Document()));
    }

    [Fact]
    public void A_route_whose_action_is_not_in_the_table_stops_the_start()
    {
        var forgotten = new Permission("vod:asset:forget", AccessLevel.Write);

        var exception = Assert.Throws<InvalidOperationException>(() =>
            ServerHost.Build(
                new ServerOptions(),
                TimeProvider.System,
                app => app.MapGet("/v1/forgotten", () => "").Requires(forgotten)
            )
        );

        Assert.Contains("vod:asset:forget", exception.Message);
    }

    [Fact]
    public void Every_action_is_there_once_and_of_three_parts()
    {
        Assert.Equal(Permissions.All.Count, Permissions.All.Select(permission => permission.Action).Distinct().Count());
        Assert.All(Permissions.All, permission => Assert.Equal(3, permission.Action.Split(':').Length));
    }

    private static string Document([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/permissions.md"); // a source file has a folder
}
