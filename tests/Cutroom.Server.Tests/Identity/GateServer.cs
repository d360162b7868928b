using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>One server for all specs of a class, with routes of its own behind the gate; its clock moves only when told.</summary>
public sealed class GateServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!; // started before the first test

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync(Time, addRoutes: AddRoutes);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static void AddRoutes(WebApplication app)
    {
        app.MapGet("/test/{project_id}", WhoAmI).Requires(Permissions.ListEditTask);
        app.MapDelete("/test/{project_id}", WhoAmI).Requires(Permissions.DeleteEditTask).FailsWith(400);
        app.MapGet("/test-open", () => "open").OpenTo("a test");
    }

    private static string WhoAmI(Caller caller) => $"{caller.UserId} in {caller.ProjectId}";
}
