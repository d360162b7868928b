using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>I24: each accepted change leaves exactly one record, what was refused leaves none.</summary>
public sealed class AuditSpecs : IAsyncLifetime
{
    private const string Keys = "/v3.0/OS-CREDENTIAL/credentials";

    private readonly List<(string RequestId, string Call, bool IsChange)> answered = [];
    private RunningServer server = null!; // started before each test

    private string Project => server.Identity.ProjectId;

    /// <summary>Without workers a task waits until it is cancelled.</summary>
    public async ValueTask InitializeAsync() =>
        server = await RunningServer.StartAsync(change: options => options with { Role = ServerRole.Api });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task There_are_as_many_records_as_accepted_changes_and_each_names_its_request()
    {
        var before = (await RecordsAsync()).Count;
        await MakeChangesAsync();
        await AskForWhatIsRefusedAsync();

        var records = (await RecordsAsync()).SkipLast(before).ToList();

        Assert.All(
            answered,
            call => Assert.Equal(call.IsChange ? 1 : 0, records.Count(record => record.RequestId == call.RequestId))
        );
        Assert.Equal(answered.Count(call => call.IsChange), records.Count);
        Assert.True(records.Count >= 10, "too few changes to say anything");
        Assert.All(records, record => Assert.Equal(server.Identity.UserId, record.UserId));
    }

    [Fact]
    public async Task A_change_that_is_undone_takes_its_record_with_it()
    {
        var before = (await RecordsAsync()).Count;

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            server.WriteAsync(async session =>
            {
                await Author.Operator.AuditAsync(session, "iam:users:createUser", "nobody");
                throw new InvalidOperationException("a fault after the record");
            })
        );

        Assert.Equal(before, (await RecordsAsync()).Count);
    }

    private async Task MakeChangesAsync()
    {
        await SendAsync(HttpMethod.Post, "/v3/auth/tokens", Login(server.Identity.Password));
        await SendAsync(HttpMethod.Post, "/v3/projects", new { project = new { name = "region-1_audit" } });
        var key = await SendAsync(HttpMethod.Post, Keys, new { credential = new { description = "one" } });
        var ak = (string?)key["credential"]!["access"];
        await SendAsync(HttpMethod.Put, $"{Keys}/{ak}", new { credential = new { description = "two" } });
        await SendAsync(HttpMethod.Put, $"{Keys}/{ak}", new { credential = new { status = "inactive" } });
        await SendAsync(HttpMethod.Delete, $"{Keys}/{ak}");
        var temporary = new { auth = new { identity = new { methods = new[] { "token" } } } };
        await SendAsync(HttpMethod.Post, "/v3.0/OS-CREDENTIAL/securitytokens", temporary);

        var asset = await AddAssetAsync();
        var create = new
        {
            inputs = new[]
            {
                new
                {
                    asset_id = asset,
                    timeline_start = "0",
                    timeline_end = "1",
                },
            },
            editing_settings = new { format = "MP4" },
        };
        var task = await SendAsync(HttpMethod.Post, Tasks, create);
        await SendAsync(HttpMethod.Delete, $"{Tasks}?task_id={task["task_id"]}");
        await SendAsync(HttpMethod.Delete, $"/v1.0/{Project}/asset?asset_id={asset}");
    }

    private async Task AskForWhatIsRefusedAsync()
    {
        await SendAsync(HttpMethod.Get, Tasks, isChange: false);
        await SendAsync(HttpMethod.Delete, $"{Tasks}?task_id=unknown", isChange: false);
        await SendAsync(HttpMethod.Post, "/v3/auth/tokens", Login("wrong"), isChange: false);
        await SendAsync(HttpMethod.Post, "/v3/projects", new { project = new { name = "atlantis" } }, isChange: false);
        await SendAsync(HttpMethod.Delete, $"{Keys}/UNKNOWN", isChange: false);
        await SendAsync(HttpMethod.Post, Tasks, new { }, isChange: false);
    }

    private string Tasks => $"/v1/{Project}/asset/editing/tasks";

    private async Task<string> AddAssetAsync()
    {
        var made = await SendAsync(
            HttpMethod.Post,
            $"/v1.0/{Project}/asset",
            new
            {
                title = "clip",
                video_name = "clip.mp4",
                video_type = "MP4",
            }
        );
        var asset = (string?)made["asset_id"] ?? "";
        var upload = new ByteArrayContent(await AssetCalls.ClipAsync());
        await KeepAsync(
            await server.Anonymous.PutAsync((string?)made["video_upload_url"], upload),
            "upload",
            isChange: false // bytes on the side; the confirmation is the change
        );
        await SendAsync(
            HttpMethod.Post,
            $"/v1.0/{Project}/asset/status/uploaded",
            new { asset_id = asset, status = "CREATED" }
        );
        return asset;
    }

    private static object Login(string password) =>
        new
        {
            auth = new
            {
                identity = new
                {
                    methods = new[] { "password" },
                    password = new
                    {
                        user = new
                        {
                            name = "admin",
                            password,
                            domain = new { name = "cutroom" },
                        },
                    },
                },
            },
        };

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null, bool isChange = true)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await KeepAsync(await server.Client.SendAsync(request), $"{method} {path}", isChange);
    }

    private async Task<JsonNode> KeepAsync(HttpResponseMessage answer, string call, bool isChange)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (isChange)
            Assert.True(answer.IsSuccessStatusCode, $"{call}: {text}");
        answered.Add((answer.Headers.GetValues("X-Request-Id").Single(), call, isChange));
        return text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
    }

    private Task<IReadOnlyList<AuditRecord>> RecordsAsync() =>
        server.Database.ReadAsync(
            session => AuditStore.ListAsync(session, new AuditFilter(), before: null, most: 10_000),
            CancellationToken.None
        );
}
