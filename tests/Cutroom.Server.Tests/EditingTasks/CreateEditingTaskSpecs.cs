using System.Net;
using System.Text.Json;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

public sealed class CreateEditingTaskSpecs(QueueingServer server) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private const string Page = "VOD API reference, create editing task";
    private EditingCalls calls = null!; // started before each test

    public async ValueTask InitializeAsync() => calls = await EditingCalls.StartAsync(server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact, Assumed("1.5.1: no success status is shown; the older creators answer 200")]
    public async Task An_accepted_task_answers_200_with_its_ids_and_waits()
    {
        var answer = await calls.CreateAsync(EditingCalls.Body(await calls.AddAssetAsync()));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var task = await calls.ListedAsync((string)answer.Body["task_id"]!);
        Assert.Equal("WAITING", (string?)task["status"]);
        Assert.Equal((string?)answer.Body["asset_id"], (string?)task["asset_id"]);
    }

    [Theory, Documented(Page + ", request body")]
    [InlineData("""{}""", "inputs")]
    [InlineData("""{"inputs":null}""", "inputs")]
    [InlineData("""{"inputs":[]}""", "inputs")]
    [InlineData("""{"inputs":{}}""", "inputs")]
    [InlineData("""{"inputs":[null]}""", "inputs[0]")]
    [InlineData("""{"inputs":[{"timeline_start":"0","timeline_end":"1"}]}""", "inputs[0].asset_id")]
    [InlineData("""{"inputs":[{"asset_id":"","timeline_start":"0","timeline_end":"1"}]}""", "inputs[0].asset_id")]
    [InlineData("""{"inputs":[{"asset_id":7,"timeline_start":"0","timeline_end":"1"}]}""", "inputs[0].asset_id")]
    [InlineData("""{"inputs":[{"asset_id":"a,b","timeline_start":"0","timeline_end":"1"}]}""", "inputs[0].asset_id")]
    [InlineData("""{"inputs":[{"asset_id":"a","timeline_end":"1"}]}""", "inputs[0].timeline_start")]
    [InlineData("""{"inputs":[{"asset_id":"a","timeline_start":"0"}]}""", "inputs[0].timeline_end")]
    [InlineData("""{"inputs":[{"asset_id":"a","timeline_start":"0","timeline_end":null}]}""", "inputs[0].timeline_end")]
    public async Task A_missing_or_ill_typed_field_is_named(string body, string field) =>
        AssertIllegal(await calls.CreateAsync(body), field);

    [Theory, Assumed("1.5.2, 1.5.4, 1.5.5: digits with an optional fraction, as a string of at most 32 characters")]
    [InlineData("\"\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"+1\"")]
    [InlineData("\"1e1\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\".5\"")]
    [InlineData("\"5.\"")]
    [InlineData("\"0x1\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"00:00:01\"")]
    [InlineData("\"٣\"")]
    [InlineData("\"000000000000000000000000000000001\"")]
    [InlineData("1")]
    [InlineData("1.5")]
    [InlineData("true")]
    public async Task A_time_is_decimal_seconds_as_text(string json)
    {
        var asset = await calls.AddAssetAsync();

        var start = await calls.CreateAsync(
            $$"""{"inputs":[{"asset_id":"{{asset}}","timeline_start":{{json}},"timeline_end":"9"}]}"""
        );
        var end = await calls.CreateAsync(
            $$"""{"inputs":[{"asset_id":"{{asset}}","timeline_start":"0","timeline_end":{{json}}}]}"""
        );

        AssertIllegal(start, "inputs[0].timeline_start");
        AssertIllegal(end, "inputs[0].timeline_end");
    }

    [Theory, Assumed("1.5.3: 0 ≤ start < end, an end beyond the asset is clamped")]
    [InlineData("0", "10", 200)]
    [InlineData("0.0", "0.001", 200)]
    [InlineData("9.999", "10.5", 200)]
    [InlineData("00000000000000000000000000000000", "99999999", 200)]
    [InlineData("5", "5", 400)]
    [InlineData("5", "4.999", 400)]
    [InlineData("10", "11", 400)]
    [InlineData("12.5", "13", 400)]
    public async Task A_segment_lies_inside_its_asset(string start, string end, int status)
    {
        var asset = await calls.AddAssetAsync();

        var answer = await calls.CreateAsync(EditingCalls.Body(asset, start, end));

        Assert.Equal(status, answer.Code);
    }

    [Fact]
    public async Task A_start_outside_the_asset_is_refused_with_index_value_and_limit()
    {
        var asset = await calls.AddAssetAsync();

        var answer = await calls.CreateAsync(
            $$"""
            {"inputs":[{"asset_id":"{{asset}}","timeline_start":"0","timeline_end":"1"},
                       {"asset_id":"{{asset}}","timeline_start":"12.5","timeline_end":"13"}]}
            """
        );

        AssertIllegal(answer, "inputs[1].timeline_start");
        Assert.Contains("12.5 s", answer.Message, StringComparison.Ordinal);
        Assert.Contains("10 s", answer.Message, StringComparison.Ordinal);
    }

    [Theory, Documented(Page + ", inputs: at most 20")]
    [InlineData(20, 200)]
    [InlineData(21, 400)]
    public async Task At_most_20_inputs_also_of_one_asset(int count, int status)
    {
        var asset = await calls.AddAssetAsync();
        var input = $$"""{"asset_id":"{{asset}}","timeline_start":"0","timeline_end":"1"}""";

        var answer = await calls.CreateAsync(
            $$"""{"inputs": [{{string.Join(',', Enumerable.Repeat(input, count))}}]}"""
        );

        Assert.Equal(status, answer.Code);
    }

    [Theory, Documented(Page + ", VodEditingSetting"), Assumed("1.5.6, 1.5.7, 1.5.9, 1.5.15")]
    [InlineData("""{"format":"mp4"}""", "format")]
    [InlineData("""{"format":"MKV"}""", "format")]
    [InlineData("""{"format":""}""", "format")]
    [InlineData("""{"format":1}""", "format")]
    [InlineData("""{"format":"HLS","hls_segments":"fmp4"}""", "hls_segments")]
    [InlineData("""{"reference":"none"}""", "reference")]
    [InlineData("""{"video_codec":0}""", "video_codec")]
    [InlineData("""{"video_codec":3}""", "video_codec")]
    [InlineData("""{"video_codec":"1"}""", "video_codec")]
    [InlineData("""{"width":31}""", "width")]
    [InlineData("""{"width":31.99}""", "width")]
    [InlineData("""{"width":4097}""", "width")]
    [InlineData("""{"width":-0.5}""", "width")]
    [InlineData("""{"width":"640"}""", "width")]
    [InlineData("""{"width":1e99}""", "width")]
    [InlineData("""{"height":2881}""", "height")]
    [InlineData("""{"video_codec":2,"width":159}""", "width")]
    [InlineData("""{"video_codec":2,"height":159}""", "height")]
    [InlineData("""{"resolution_adaptation":"true"}""", "resolution_adaptation")]
    [InlineData("""{"resolution_upsample":1}""", "resolution_upsample")]
    public async Task A_setting_out_of_range_is_named(string settings, string field)
    {
        var asset = await calls.AddAssetAsync();

        var answer = await calls.CreateAsync(EditingCalls.Body(asset, settings: settings));

        AssertIllegal(answer, $"editing_settings.{field}");
    }

    [Theory, Documented(Page + ", VodEditingSetting"), Assumed("1.5.6, 1.5.8, 1.5.15, 1.5.16")]
    [InlineData("null")]
    [InlineData("""{"format":null,"width":null,"reference":null,"video_codec":null,"resolution_upsample":null}""")]
    [InlineData("""{"width":32,"height":32}""")]
    [InlineData("""{"width":4096.9,"height":2880.99}""")]
    [InlineData("""{"width":0.9,"height":0}""")]
    [InlineData("""{"video_codec":2,"width":160,"height":160}""")]
    [InlineData("""{"format":"HLS","hls_segments":"FMP4","reference":"MAX_RESOLUTION"}""")]
    [InlineData("""{"format":"MOV","unheard_of":{"deep":[1]}}""")]
    public async Task A_setting_in_range_is_taken(string settings)
    {
        var asset = await calls.AddAssetAsync();

        var answer = await calls.CreateAsync(EditingCalls.Body(asset, settings: settings));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact, Documented(Page + ", error codes")]
    public async Task An_unknown_asset_and_another_projects_are_the_same_refusal()
    {
        var other = await calls.Server.AddProjectAsync(Ids.New());
        var theirs = new Asset(new("0123456789abcdef0123456789abcdef"), "theirs", AssetStatus.Published, null, null);
        await calls.Server.WriteAsync(session => AssetStore.AddAsync(session, other, theirs));

        var unknown = await calls.CreateAsync(EditingCalls.Body("ffffffffffffffffffffffffffffffff"));
        var foreign = await calls.CreateAsync(EditingCalls.Body(theirs.AssetId.Value));

        Assert.Equal((400, "VOD.10062"), (unknown.Code, unknown.Error));
        Assert.Equal(unknown.Body.ToJsonString(), foreign.Body.ToJsonString());
    }

    [Fact, Documented(Page + ", error codes")]
    public async Task An_asset_that_is_not_ready_is_refused()
    {
        var answer = await calls.CreateAsync(EditingCalls.Body(await calls.AddAssetAsync(ready: false)));

        Assert.Equal((400, "VOD.10083"), (answer.Code, answer.Error));
    }

    /// <summary>I3: what is not published cannot be edited either.</summary>
    [Fact]
    public async Task The_output_of_a_waiting_task_is_no_input()
    {
        var first = await calls.CreateAsync(EditingCalls.Body(await calls.AddAssetAsync()));

        var second = await calls.CreateAsync(EditingCalls.Body((string)first.Body["asset_id"]!));

        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
    }

    [Fact, Documented(Page + ", format"), Assumed("1.5.12")]
    public async Task Sound_alone_becomes_sound_alone()
    {
        var (video, sound) = (await calls.AddAssetAsync(), await calls.AddAssetAsync(hasVideo: false));

        var videoToMp3 = await calls.CreateAsync(EditingCalls.Body(video, settings: """{"format":"MP3"}"""));
        var soundToMp3 = await calls.CreateAsync(EditingCalls.Body(sound, settings: """{"format":"MP3"}"""));
        var soundToHls = await calls.CreateAsync(EditingCalls.Body(sound, settings: """{"format":"HLS"}"""));

        AssertIllegal(videoToMp3, "editing_settings.format");
        Assert.Equal((200, 200), (soundToMp3.Code, soundToHls.Code));
    }

    [Fact, Assumed("1.5.13")]
    public async Task Sound_alone_does_not_mix_with_video()
    {
        var (video, sound) = (await calls.AddAssetAsync(), await calls.AddAssetAsync(hasVideo: false));

        var answer = await calls.CreateAsync(
            $$"""
            {"inputs":[{"asset_id":"{{video}}","timeline_start":"0","timeline_end":"1"},
                       {"asset_id":"{{sound}}","timeline_start":"0","timeline_end":"1"}]}
            """
        );

        Assert.Equal((400, "VOD.10063"), (answer.Code, answer.Error));
    }

    /// <summary>I8: a refusal leaves nothing behind.</summary>
    [Fact]
    public async Task A_refused_task_is_nowhere()
    {
        await calls.CreateAsync(EditingCalls.Body(await calls.AddAssetAsync(), start: "10", end: "11"));

        Assert.Equal(0, (int?)(await calls.ListAsync()).Body["total"]);
    }

    [Fact, Assumed("1.5.18: nothing makes create repeatable")]
    public async Task Equal_requests_are_two_tasks()
    {
        var body = EditingCalls.Body(await calls.AddAssetAsync());

        var answers = new[] { await calls.CreateAsync(body), await calls.CreateAsync(body) };

        Assert.Equal(2, answers.Select(answer => (string?)answer.Body["task_id"]).Distinct().Count());
        Assert.Equal(2, (int?)(await calls.ListAsync()).Body["total"]);
    }

    [Fact]
    public async Task What_the_renderer_gets_is_the_request_with_its_defaults()
    {
        var asset = await calls.AddAssetAsync();
        var answer = await calls.CreateAsync(
            $$"""
            {"editing_settings":{"width":640.7,"video_codec":2,"resolution_adaptation":false},
             "inputs":[{"asset_id":"{{asset}}","timeline_start":"1.25","timeline_end":"2"},
                       {"asset_id":"{{asset}}","timeline_start":"0","timeline_end":"99"}]}
            """
        );

        var text = await calls.Database.ReadAsync(
            session => EditingTaskDocuments.TimelineAsync(session, calls.Project, new((string)answer.Body["task_id"]!)),
            CancellationToken.None
        );

        var timeline = JsonSerializer.Deserialize(text, StoredJson.Default.Timeline);
        Assert.Equal(
            [
                new Segment(0, MediaTime.FromMilliseconds(1250), MediaTime.FromSeconds(2)),
                new Segment(0, MediaTime.Zero, null),
            ],
            timeline?.Segments
        );
        Assert.Equal(
            new OutputSettings
            {
                Width = 640,
                Codec = VideoCodec.H265,
                LongShort = false,
            },
            timeline?.Settings
        );
    }

    private static void AssertIllegal(Answer answer, string field)
    {
        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.Contains($"illegal field: {field}", answer.Message, StringComparison.Ordinal);
    }
}
