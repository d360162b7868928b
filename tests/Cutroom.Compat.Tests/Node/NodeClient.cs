using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

[assembly: AssemblyFixture(typeof(Cutroom.Compat.Tests.Node.NodeClient))]

namespace Cutroom.Compat.Tests.Node;

/// <summary>One call for the vendor's SDK.</summary>
/// <param name="Url">With <c>{project_id}</c> in it, as the typed clients write it.</param>
/// <param name="Operation">A method of the typed identity client, in place of all of that.</param>
public sealed record NodeCall(
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("query")] IReadOnlyDictionary<string, string>? Query = null,
    [property: JsonPropertyName("body")] object? Body = null,
    [property: JsonPropertyName("operation")] string? Operation = null,
    [property: JsonPropertyName("request")] object? Request = null
)
{
    public static NodeCall Typed(string operation, object? request = null) =>
        new("", "", Operation: operation, Request: request);
}

/// <summary>How the SDK is set up. With <paramref name="Region"/> alone it looks the project up itself.</summary>
public sealed record NodeCredential(
    [property: JsonPropertyName("endpoint")] string Endpoint,
    [property: JsonPropertyName("ak")] string Ak,
    [property: JsonPropertyName("sk")] string Sk,
    [property: JsonPropertyName("projectId")] string? ProjectId = null,
    [property: JsonPropertyName("region")] string? Region = null,
    [property: JsonPropertyName("derivedService")] string? DerivedService = null,
    [property: JsonPropertyName("securityToken")] string? SecurityToken = null
);

/// <summary>What the SDK made of the response.</summary>
public sealed record NodeResult(
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("body")] JsonElement Body,
    [property: JsonPropertyName("errorCode")] string? ErrorCode,
    [property: JsonPropertyName("errorMessage")] string? ErrorMessage,
    [property: JsonPropertyName("requestId")] string? RequestId
);

/// <summary>The vendor's SDK for Node, installed once per run from the locked list of packages.</summary>
public sealed class NodeClient : IDisposable
{
    private readonly Lazy<Task> installation;
    private readonly string home = Directory.CreateTempSubdirectory("cutroom-node-").FullName;

    private static string Folder => Path.GetDirectoryName(ThisFile())!; // a file has a folder

    /// <summary>Nothing is installed before a spec asks for it.</summary>
    public NodeClient() => installation = new(InstallAsync);

    public async Task<IReadOnlyList<NodeResult>> SendAsync(NodeCredential credential, params NodeCall[] calls)
    {
        await installation.Value;
        var input = JsonSerializer.SerializeToNode(credential)!.AsObject(); // a record is an object
        input["calls"] = JsonSerializer.SerializeToNode(calls);
        var output = await RunAsync("node", input.ToJsonString(), "client.js");
        return
        [
            .. output
                .Split('\n')
                .Where(line => line.StartsWith("= ", StringComparison.Ordinal))
                .Select(line => JsonSerializer.Deserialize<NodeResult>(line[2..])!), // the script writes objects
        ];
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
            await RunAsync("npm", "", "ci", "--no-audit", "--no-fund");
    }

    private async Task<string> RunAsync(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (program == "node")
            start.Environment["HOME"] = home; // the SDK leaves an application id in the home folder
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {arguments[0]}: {await error}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
