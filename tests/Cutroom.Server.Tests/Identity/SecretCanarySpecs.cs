using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.Assets;
using Cutroom.Server.Backups;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>
/// I18: a real server renders, refuses and fails while it knows secrets, which then stand nowhere: not in its log, its answers, the
/// arguments and environments of its children, the database and its backup.
/// </summary>
public sealed class SecretCanarySpecs : IAsyncLifetime
{
    private const string SealKey = "c2VhbGVkLXNlYWxlZC1zZWFsZWQtc2VhbGVkLXNlYWw=";

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-canary-").FullName;
    private readonly List<string> answers = [];
    private readonly List<string> secrets = [SealKey];
    private BootstrapIdentity identity = null!; // made before each test, like the next two
    private ServerProcess server = null!;
    private HttpClient client = null!;

    private string Tasks => $"/v1/{identity.ProjectId}/asset/editing/tasks";

    public async ValueTask InitializeAsync()
    {
        var options = new ServerOptions { DataFolder = folder, SealKey = SealKey };
        await ServerHost.PrepareAsync(options, CancellationToken.None);
        await using (var database = new Database(options.DatabaseOptions))
        {
            var bootstrap = new Bootstrap(database, SealKeyFile.Open(options).Seal);
            identity = (await bootstrap.CreateAsync(CancellationToken.None))!; // an empty database
        }

        server = await ServerProcess.StartAsync(
            folder,
            new Dictionary<string, string> { ["CUTROOM_SEAL_KEY"] = SealKey, ["CUTROOM_MIN_FREE_MIB"] = "0" }
        );
        client = server.NewClient(identity);
        secrets.AddRange([identity.Sk, identity.Password]);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task No_secret_stands_in_log_answers_children_database_or_backup()
    {
        await LogInAsync();
        await AskForWhatIsRefusedAsync();
        var children = await RenderAsync();
        await server.StopAsync();
        await BackUpAsync();
        var log = server.Log;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Latin1Of).ToList();

        // The search itself works: what is not secret is found in each place.
        Assert.Contains("Cutroom listens on", log);
        Assert.Contains(answers, answer => answer.Contains(identity.Ak, StringComparison.Ordinal));
        Assert.Contains(children, child => child.Contains("ffmpeg", StringComparison.Ordinal));
        Assert.Contains(files, text => text.Contains(identity.Ak, StringComparison.Ordinal));
        foreach (var secret in secrets)
            Assert.DoesNotContain([log, .. answers, .. children, .. files], text => Holds(text, secret));
        Assert.DoesNotContain(identity.Sk, identity.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Into the folder that is searched.</summary>
    private async Task BackUpAsync()
    {
        var options = new ServerOptions { DataFolder = folder };
        var files = MediaFiles.Open(options, TimeProvider.System);
        await new Backup(options.DatabaseOptions, files, Path.Combine(folder, "backup")).SaveAsync(
            CancellationToken.None
        );
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(folder, "backup"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("sk=0123456789abcdefghij\n")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZmdoaWo=")]
    [InlineData("key: 303132333435363738396162636465666768696A")]
    public void The_search_finds_a_planted_secret_in_every_form(string text) =>
        Assert.True(Holds(text, "0123456789abcdefghij"));

    private async Task LogInAsync()
    {
        var login = await client.PostAsJsonAsync("/v3/auth/tokens", Login(identity.Password));
        secrets.Add(login.Headers.GetValues("X-Subject-Token").Single());
        answers.Add(await login.Content.ReadAsStringAsync());

        var temporary = new { auth = new { identity = new { methods = new[] { "token" } } } };
        var answer = await client.PostAsJsonAsync("/v3.0/OS-CREDENTIAL/securitytokens", temporary);
        var credential = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["credential"]!;
        secrets.AddRange([(string)credential["secret"]!, (string)credential["securitytoken"]!]);
    }

    /// <summary>Refusals quote what they refuse.</summary>
    private async Task AskForWhatIsRefusedAsync()
    {
        await KeepAsync(client.PostAsJsonAsync("/v3/auth/tokens", Login(identity.Password + "x")));
        await KeepAsync(client.PostAsync("/v3/auth/tokens", new StringContent($"{{\"auth\":\"{identity.Password}\"")));
        await KeepAsync(client.GetAsync("/v3/auth/tokens"));
        await KeepAsync(client.GetAsync($"{Tasks}?limit=none"));
        using var wrong = server.NewClient(identity with { Sk = identity.Sk + "x" });
        await KeepAsync(wrong.GetAsync(Tasks));
        using var unknown = server.NewClient(identity with { Ak = identity.Ak + "X" });
        await KeepAsync(unknown.GetAsync(Tasks));
        using var token = new HttpClient { BaseAddress = server.Address };
        token.DefaultRequestHeaders.Add("X-Auth-Token", secrets[^1] + "0");
        await KeepAsync(token.GetAsync(Tasks));
    }

    /// <returns>Arguments and environment of every process below the server while it rendered.</returns>
    private async Task<IReadOnlyCollection<string>> RenderAsync()
    {
        var root = $"/v1.0/{identity.ProjectId}/asset";
        var made = await PostAsync(
            root,
            new
            {
                title = "clip",
                video_name = "clip.mp4",
                video_type = "MP4",
            }
        );
        var asset = (string)made["asset_id"]!;
        var url = (string)made["video_upload_url"]!;
        (await client.PutAsync(url, new ByteArrayContent(await AssetCalls.ClipAsync()))).EnsureSuccessStatusCode();

        var seen = new HashSet<string>();
        using var done = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(seen, done.Token));
        await PostAsync(root + "/status/uploaded", new { asset_id = asset, status = "CREATED" });
        var input = new
        {
            asset_id = asset,
            timeline_start = "0.2",
            timeline_end = "1.2",
        };
        var created = await PostAsync(
            Tasks,
            new { inputs = new[] { input }, editing_settings = new { format = "MP4" } }
        );
        await WaitAsync((string)created["task_id"]!);
        await done.CancelAsync();
        await watching;
        return seen;
    }

    private async Task WaitAsync(string task)
    {
        while (true)
        {
            var list = await client.GetFromJsonAsync<JsonElement>($"{Tasks}?task_id={task}");
            var status = list.GetProperty("tasks")[0].GetProperty("status").GetString();
            Assert.NotEqual("FAILED", status);
            if (status == "SUCCEED")
                return;
        }
    }

    private void Watch(HashSet<string> seen, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(IsBelowServer))
                seen.Add(Read($"{process}/cmdline") + "\n" + Read($"{process}/environ"));
        }
    }

    private bool IsBelowServer(string process)
    {
        for (var id = Path.GetFileName(process); int.TryParse(id, out var number) && number > 1; id = ParentOf(number))
        {
            if (number == server.Id)
                return Path.GetFileName(process) != id;
        }

        return false;
    }

    private static string ParentOf(int process)
    {
        var line = Read($"/proc/{process}/stat");
        return line.Length > 0 ? line[(line.LastIndexOf(')') + 2)..].Split(' ')[1] : "";
    }

    /// <returns>Empty for a process that has ended.</returns>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
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

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        answers.Add(text);
        return JsonNode.Parse(text)!;
    }

    private async Task KeepAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        Assert.False(answer.IsSuccessStatusCode);
        answers.Add(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>In clear, in base64 from its start, or in hex.</summary>
    private static bool Holds(string text, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return text.Contains(secret, StringComparison.Ordinal)
            || text.Contains(Convert.ToBase64String(bytes).TrimEnd('=')[..^1], StringComparison.Ordinal)
            || text.Contains(Convert.ToHexString(bytes), StringComparison.OrdinalIgnoreCase);
    }

    private static string Latin1Of(string path) => File.ReadAllText(path, Encoding.Latin1);
}
