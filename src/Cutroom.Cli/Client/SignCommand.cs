using System.CommandLine;
using Cutroom.Wire;

namespace Cutroom.Cli.Client;

/// <summary><c>sign</c>: prints a curl command whose signature is good for a quarter of an hour.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var server = new ServerChoice();
        var method = new Argument<string>("method") { Description = "GET, POST, PUT or DELETE." };
        var target = new Argument<string>("target")
        {
            Description = "Path and query; {project} stands for the project id.",
        };
        var body = new Option<string>("--body") { Description = "JSON to send.", DefaultValueFactory = _ => "" };
        var command = new Command("sign", "Prints a signed curl command.") { method, target, body };
        server.AddTo(command);
        command.SetAction(
            (given, _) =>
                CommandFailure.ReportAsync(() =>
                {
                    var (address, ak, sk, project) = server.Read(given);
                    var url = new Uri(
                        address,
                        given.GetValue(target)!.Replace("{project}", project, StringComparison.Ordinal)
                    );
                    Console.WriteLine(Curl(url, given.GetValue(method)!, given.GetValue(body)!, ak, sk));
                    return Task.CompletedTask;
                })
        );
        return command;
    }

    private static string Curl(Uri url, string method, string body, string ak, string sk)
    {
        var date = WireTime.SignatureDate(TimeProvider.System.GetUtcNow());
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/json",
            ["host"] = url.Authority,
            ["x-sdk-date"] = date,
        };
        var signature = RequestSigner.Sign(
            ak,
            sk,
            method,
            url.AbsolutePath,
            url.Query.TrimStart('?'),
            headers,
            System.Text.Encoding.UTF8.GetBytes(body)
        );
        var data = body.Length > 0 ? $" -d {Quoted(body)}" : "";
        return $"curl -i -X {method} {Quoted(url.AbsoluteUri)} -H 'Content-Type: application/json' -H 'X-Sdk-Date: {date}' -H {Quoted($"Authorization: {signature}")}{data}";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
