using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Every route of the server against every credential, and against every id that is not the caller's (I15, I16), on each engine.</summary>
public abstract partial class RouteMatrixSpecs : IAsyncLifetime
{
    private static readonly string[] GateCodes = ["APIGW.03", "VOD.10057", "VOD.10074", "PAP5.0001"];

    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test
    private RunningServer server = null!; // started before each test
    private int calls;

    private protected RouteMatrixSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect, weak: true);
        server = await RunningServer.StartAsync(change: options =>
            options with
            {
                Database = Text(database),
                Role = ServerRole.Api,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_answers_every_credential_with_its_status_and_code()
    {
        var credentials = await new MatrixCredentials(server).MakeAsync();
        var wrong = new List<string>();
        foreach (var route in MatrixRoute.AllOf(server))
        foreach (var credential in credentials)
        {
            var answer = await SendAsync(credential.Request(route));
            if (!IsRight(answer, credential.Expected(route), route.Method))
                wrong.Add($"{route}, {credential.Name}: {answer.Status} {answer.Body}");
        }

        Assert.Empty(wrong);
        // Two engines make twice as many.
        Assert.InRange(calls, 500, 100_000);
    }

    [Fact]
    public async Task A_project_of_another_account_looks_like_one_that_does_not_exist_on_every_route()
    {
        var (foreign, _, _) = await server.AddAccountAsync("elsewhere");
        var right = new SignedBytes(server, server.Identity.Ak, server.Identity.Sk);
        foreach (var route in MatrixRoute.AllOf(server).Where(route => route.NamesProject))
        {
            var answers = new List<RawResponse>();
            foreach (
                var project in new[] { Ids.New(), foreign.Value, server.Identity.ProjectId.ToUpperInvariant(), "x" }
            )
                answers.Add(
                    await SendAsync((right with { Method = route.Method, Target = route.Target(project) }).ToBytes())
                );

            Assert.All(answers, answer => Assert.Equal(403, answer.Status));
            Assert.Single(answers.Select(answer => answer.Body).Distinct());
        }
    }

    [Fact]
    public async Task An_asset_or_task_of_another_account_looks_like_one_that_does_not_exist_on_every_route()
    {
        var (foreign, ak, sk) = await server.AddAccountAsync("elsewhere");
        var (asset, task) = await AddAsync(foreign, ak, sk);
        foreach (var route in MatrixRoute.AllOf(server).Where(route => route.NamesProject))
        {
            var notYours = await NamingAsync(route, asset, task);
            var notThere = await NamingAsync(route, Ids.New(), Ids.New());

            Assert.True(notThere.Status < 500, $"{route}: {notThere.Status}");
            Assert.True(notThere.Status == notYours.Status, $"{route}: {notThere.Status} and {notYours.Status}");
            Assert.True(notThere.Body == notYours.Body, $"{route}: {notThere.Body} and {notYours.Body}");
        }
    }

    /// <summary>True where the gate refused, false where a handler answered.</summary>
    internal static bool IsOfGate(RawResponse answer) =>
        GateCodes.Any(code => answer.Body.Contains($"\"{code}", StringComparison.Ordinal));

    private static bool IsRight(RawResponse answer, (int Status, string Code)? expected, string method)
    {
        if (expected is var (status, code))
            return answer.Status == status
                && (method == "HEAD" || answer.Body.Contains($"\"{code}\"", StringComparison.Ordinal));
        return answer.Status is >= 200 and < 500 && !IsOfGate(answer);
    }

    /// <summary>A request that names the ids wherever a call might look for them; texts that no two answers share are evened out.</summary>
    private async Task<RawResponse> NamingAsync(MatrixRoute route, string asset, string task)
    {
        var body = $$"""
            {"asset_id":"{{asset}}","asset_ids":["{{asset}}"],"task_id":"{{task}}","status":"CREATED","title":"t",
            "inputs":[{"asset_id":"{{asset}}","timeline_start":"0","timeline_end":"1"}]}
            """;
        var request = new SignedBytes(server, server.Identity.Ak, server.Identity.Sk)
        {
            Method = route.Method,
            Target = $"{route.Target(server.Identity.ProjectId, task)}?asset_id={asset}&task_id={task}",
            Body = route.Method is "GET" or "HEAD" ? [] : Encoding.UTF8.GetBytes(body),
        };
        var answer = await SendAsync(request.ToBytes());
        return answer with { Body = Unique().Replace(answer.Body, "*") };
    }

    private Task<RawResponse> SendAsync(byte[] request)
    {
        // From a new address each time: the gate locks keys per address.
        calls++;
        var from = new IPAddress([127, 1, (byte)(calls / 250), (byte)(1 + calls % 250)]);
        return RawHttp.SendAsync(server.Address, request, from, untilStream: true);
    }

    /// <summary>An asset that its own account sees, and a task of it.</summary>
    private async Task<(string Asset, string Task)> AddAsync(ProjectId project, string ak, string sk)
    {
        using var client = server.NewClient(ak, sk, projectId: null);
        using var created = await client.PostAsJsonAsync(
            $"/v1.0/{project}/asset",
            new
            {
                title = "t",
                video_name = "a.mp4",
                video_type = "MP4",
            }
        );
        var asset = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("asset_id").GetString()!;
        var task = "";
        await server.WriteAsync(async session =>
        {
            var turns = await EditingTaskStore.TakeTurnsAsync(session, [project]);
            var made = await EditingTaskStore.CreateAsync(session, [new(project, new(asset), Attempts: 1)], turns);
            task = made[0].TaskId.Value;
        });
        return (asset, task);
    }

    private static string Text(TestDatabase database) =>
        database.Dialect == SqlDialect.Postgres
            ? database.Options.ConnectionString
            : "sqlite:"
                + new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource;

    [GeneratedRegex("[A-Za-z0-9_-]{20,}")]
    private static partial Regex Unique();
}

public sealed class SqliteRouteMatrixSpecs() : RouteMatrixSpecs(SqlDialect.Sqlite);

public sealed class PostgresRouteMatrixSpecs() : RouteMatrixSpecs(SqlDialect.Postgres);
