using System.Globalization;
using Cutroom.Server.Access;

namespace Cutroom.Bench;

/// <summary>What the gate's question about permissions costs, in this process and without the network.</summary>
internal static class PolicyBench
{
    private const int Rounds = 200_000;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        // What an account with many rules might have: 10 policies of 8 statements, resources and conditions among them.
        var documents = Enumerable.Range(0, 10).Select(Document).ToList();
        var many = new PolicySet(Read(documents));
        var one = new PolicySet([SystemPolicies.Find("VOD FullAccess")!]); // is a system policy
        var facts = new AccessFacts(() => [("g:UserName", "editor"), ("g:SourceIp", "192.0.2.7")]);
        AccessResource[] inputs = [.. Enumerable.Range(0, 20).Select(i => new AccessResource(Urn($"asset-{i}"), []))];
        AccessRequest cancel = new("vod:asset:deleteEditTask", [AccessResource.All], facts);
        AccessRequest create = new("vod:asset:createEditTask", inputs, facts);
        IReadOnlyList<Figure> figures =
        [
            .. Measure("decision, one system policy", Rounds, () => one.Decide(cancel)),
            .. Measure("decision, 80 statements", Rounds, () => many.Decide(cancel)),
            .. Measure("decision, 80 statements, 20 inputs", Rounds / 20, () => many.Decide(create)),
            .. Measure(
                "reading and sorting 80 statements",
                Rounds / 200,
                () => new PolicySet(Read(documents)).Decide(cancel)
            ),
        ];
        return Task.FromResult(figures);
    }

    private static IEnumerable<Figure> Measure(string name, int rounds, Action work)
    {
        for (var i = 0; i < rounds / 10; i++)
            work();
        var (bytes, processor) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < rounds; i++)
            work();
        var spent = Environment.CpuUsage.TotalTime - processor;
        yield return new(name, spent.TotalMicroseconds / rounds, "µs of CPU");
        yield return new(
            $"{name}, allocated",
            (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / rounds,
            "bytes"
        );
    }

    private static AccessPolicy[] Read(IEnumerable<string> documents) =>
        [.. documents.Select(document => PolicyDocument.Read("p", document))];

    private static string Document(int number)
    {
        var statements = Enumerable
            .Range(0, 8)
            .Select(i =>
                (i % 4) switch
                {
                    0 => """{"Effect":"Allow","Action":["vod:asset:*","vod:category:list"]}""",
                    1 => $$"""{"Effect":"Deny","Action":["vod:*:*"],"Resource":["{{Urn($"secret-{number}-*")}}"]}""",
                    2 => """
                        {"Effect":"Deny","Action":["vod:asset:*"],"Condition":{"StringMatch":{"g:UserName":["guest-*"]}}}
                        """,
                    _ => """
                        {"Effect":"Deny","Action":["vod:asset:*EditTask"],"Condition":{"IpAddress":{"g:SourceIp":["10.0.0.0/8"]}}}
                        """,
                }
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"Version\":\"5.0\",\"Statement\":[{string.Join(',', statements)}]}}"
        );
    }

    private static string Urn(string asset) => $"vod:region-1:0123456789abcdef:assets:{asset}";
}
