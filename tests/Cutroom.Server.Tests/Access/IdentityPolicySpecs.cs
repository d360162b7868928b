using System.Text;
using System.Text.Json;
using Cutroom.Server.Access;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Policies at the gate, over HTTP.</summary>
public sealed class IdentityPolicySpecs : IAsyncLifetime
{
    private RunningServer server = null!; // started before each test

    private string Tasks => $"/v1/{server.Identity.ProjectId}/asset/editing/tasks";

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("1.1", "VOD.10074")]
    [InlineData("5.0", "PAP5.0001")]
    public async Task A_policy_that_denies_cancelling_stops_cancel_and_nothing_else(string version, string code)
    {
        var document =
            $$"""{"Version":"{{version}}","Statement":[{"Effect":"Deny","Action":["vod:asset:deleteEditTask"]}]}""";
        var denied = await server.AddUserWithAsync(SystemPolicies.Administrator, document);
        var stopped = new List<MatrixRoute>();
        foreach (var route in MatrixRoute.AllOf(server))
        {
            var request = denied with { Method = route.Method, Target = route.Target(server.Identity.ProjectId) };
            var answer = await RawHttp.SendAsync(server.Address, request.ToBytes(), untilStream: true);
            if (RouteMatrixSpecs.IsOfGate(answer))
            {
                Assert.Contains($"\"{code}\"", answer.Body);
                stopped.Add(route);
            }
        }

        var cancelling = MatrixRoute.AllOf(server).Where(route => route.Permission == Permissions.DeleteEditTask);
        Assert.Equal(cancelling.Select(route => route.ToString()), stopped.Select(route => route.ToString()));
        Assert.Contains(stopped, route => route.Method == "DELETE");
    }

    [Fact]
    [Documented("identity-policy denials: PAP5.0001 with encoded_authorization_message")]
    public async Task A_denial_says_who_may_not_do_what_to_which_resource()
    {
        var user = await server.AddUserWithAsync(
            null,
            """{"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:asset:deleteEditTask"]}]}"""
        );

        var cancel = await (user with { Method = "DELETE", Target = Tasks }).SendAsync();
        var list = await (user with { Target = Tasks }).SendAsync();

        var body = JsonDocument.Parse(cancel.Body).RootElement;
        var message = body.GetProperty("error_msg").GetString()!;
        Assert.Equal(403, cancel.Status);
        Assert.StartsWith("access denied", message);
        Assert.Contains(
            "is not authorized to perform: vod:asset:deleteEditTask on resource: * with an explicit deny in the identity policy.",
            message
        );
        Assert.Equal(cancel.Header("X-Request-Id"), body.GetProperty("request_id").GetString());
        Convert.FromBase64String(body.GetProperty("encoded_authorization_message").GetString()!);
        Assert.Contains("because no identity policy allows the vod:asset:listEditTask action.", list.Body);
    }

    [Fact]
    public async Task Every_input_of_a_task_must_be_allowed_and_whether_it_exists_is_not_told()
    {
        var (there, _) = await new AssetCalls(server).CreateAsync();
        var (mine, _) = await new AssetCalls(server).CreateAsync();
        var missing = Ids.New();
        var editor = await server.AddUserWithAsync(
            null,
            $$"""
            {"Version":"5.0","Statement":[{"Effect":"Allow","Action":["vod:asset:createEditTask"],
            "Resource":["vod:region-1:{{server.Identity.AccountId}}:assets:{{mine}}"]}]}
            """
        );

        var notAllowed = await CreateAsync(editor, mine, there);
        var notThere = await CreateAsync(editor, mine, missing);
        var allowed = await CreateAsync(editor, mine, mine);
        var disguised = await (
            Post(editor, mine) with
            {
                Body = Encoding.UTF8.GetBytes($$"""{"inputs":[{"asset\u005fid":"{{there}}"}]}"""),
            }
        ).SendAsync();

        Assert.Equal((403, 403, 400, 403), (notAllowed.Status, notThere.Status, allowed.Status, disguised.Status));
        Assert.Contains($":assets:{there} because no identity policy allows", notAllowed.Body);
        Assert.Equal(WithoutRequest(notThere).Replace(missing, there), WithoutRequest(notAllowed));
        Assert.Contains("VOD.10083", allowed.Body);
    }

    [Fact]
    public async Task A_denied_asset_is_denied_in_look_ups_and_deletions_too()
    {
        var (secret, _) = await new AssetCalls(server).CreateAsync();
        var user = await server.AddUserWithAsync(
            "VOD FullAccess",
            $$"""
            {"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:*:*"],"Resource":["*:*:*:assets:{{secret}}"]}]}
            """
        );
        var root = $"/v1.0/{server.Identity.ProjectId}/asset";

        var details = await (user with { Target = $"{root}/details?asset_id={secret}" }).SendAsync();
        var delete = await (
            user with
            {
                Method = "DELETE",
                Target = $"{root}?asset_id={Ids.New()},{secret}",
            }
        ).SendAsync();
        var list = await (user with { Target = $"{root}/list" }).SendAsync();

        Assert.Equal((403, 403, 200), (details.Status, delete.Status, list.Status));
    }

    [Fact]
    public async Task A_condition_on_the_label_looks_at_each_input()
    {
        object labelled = new
        {
            title = "t",
            video_name = "a.mp4",
            video_type = "MP4",
            tags = "draft,secret",
        };
        var (secret, _) = await new AssetCalls(server).CreateAsync(labelled);
        var (open, _) = await new AssetCalls(server).CreateAsync();
        var editor = await server.AddUserWithAsync(
            "VOD FullAccess",
            """
            {"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:asset:createEditTask"],
            "Condition":{"ForAnyValue:StringEquals":{"vod:AssetLabel":["secret"]}}}]}
            """
        );

        Assert.Equal(403, (await CreateAsync(editor, open, secret)).Status);
        Assert.Equal(400, (await CreateAsync(editor, open, open)).Status);
    }

    [Theory]
    [InlineData("\"StringEquals\":{\"g:RequestedRegion\":\"region-1\"}", 200)]
    [InlineData("\"StringEquals\":{\"g:RequestedRegion\":\"region-2\"}", 403)]
    [InlineData("\"IpAddress\":{\"g:SourceIp\":\"127.0.0.0/8\"}", 200)]
    [InlineData("\"NotIpAddress\":{\"g:SourceIp\":\"127.0.0.0/8\"}", 403)]
    [InlineData("\"Bool\":{\"g:MFAPresent\":true}", 403)]
    [InlineData("\"DateGreaterThan\":{\"g:CurrentTime\":\"2020-01-01T00:00:00Z\"}", 200)]
    [InlineData("\"StringMatch\":{\"g:PrincipalUrn\":\"iam::*:user:*\"}", 200)]
    [InlineData("\"Null\":{\"g:UserId\":\"false\"},\"StringStartWith\":{\"g:ProjectName\":\"region\"}", 200)]
    [InlineData("\"StringEquals\":{\"g:ServiceName\":\"vod\",\"g:DomainName\":\"cutroom\"}", 200)]
    public async Task Conditions_see_the_call(string condition, int status)
    {
        var user = await server.AddUserWithAsync(
            null,
            $$"""{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["vod:*:*"],"Condition":{ {{condition}} } } ]}"""
        );

        Assert.Equal(status, (await (user with { Target = Tasks }).SendAsync()).Status);
    }

    private Task<RawResponse> CreateAsync(SignedBytes editor, params string[] inputs) =>
        Post(editor, inputs).SendAsync();

    private SignedBytes Post(SignedBytes editor, params string[] inputs)
    {
        var body = new
        {
            inputs = inputs
                .Select(id => new
                {
                    asset_id = id,
                    timeline_start = "0",
                    timeline_end = "1",
                })
                .ToArray(),
        };
        return editor with { Method = "POST", Target = Tasks, Body = JsonSerializer.SerializeToUtf8Bytes(body) };
    }

    private static string WithoutRequest(RawResponse response)
    {
        var encoded = JsonDocument
            .Parse(response.Body)
            .RootElement.GetProperty("encoded_authorization_message")
            .GetString()!;
        return response
            .Body.Replace(response.Header("X-Request-Id")!, "", StringComparison.Ordinal)
            .Replace(encoded, "", StringComparison.Ordinal);
    }
}
