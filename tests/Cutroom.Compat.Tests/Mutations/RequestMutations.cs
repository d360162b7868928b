using System.Text;

namespace Cutroom.Compat.Tests.Mutations;

/// <summary>Changes to a signed request: one bit of anything the signature covers, or a piece added, taken away or moved.</summary>
internal static class RequestMutations
{
    private static readonly Func<SentRequest, Random, SentRequest>[] Structural =
    [
        (request, random) => request with { Method = Pick(["GET", "POST", "PUT", "DELETE", "PATCH", "get"], random) },
        (request, _) => request with { Target = request.Path },
        (request, _) => request with { Target = request.Path + "?" + request.Query + "&limit=100" },
        (request, _) => request with { Target = request.Path + "?" + request.Query + "&" + request.Query },
        (request, _) => request with { Target = request.Path + "/x?" + request.Query },
        (request, _) => request with { Target = "/x" + request.Target },
        (request, _) => request with { Target = request.Path[..(request.Path.LastIndexOf('/') + 1)] },
        (request, _) => request with { Target = request.Path.ToUpperInvariant() + "?" + request.Query },
        (request, _) => request with { Target = "/" + request.Target },
        (request, _) => request with { Target = request.Target.Replace("0123456789", "0123456788", Exact) },
        (request, _) => request with { Body = [.. request.Body, (byte)' '] },
        (request, _) => request with { Body = request.Body.Length > 0 ? request.Body[..^1] : [0] },
        (request, _) => request with { Body = [] },
        (request, random) => request.Without(Pick([.. request.SignedHeaders], random)),
        (request, random) =>
            Pick([.. request.SignedHeaders], random) is var name
                ? request.Plus(name, request.Header(name) ?? "")
                : request,
        (request, random) => request.With(Pick([.. request.SignedHeaders], random), value => value + "x"),
        (request, random) => request.With(Pick([.. request.SignedHeaders], random), _ => ""),
        (request, _) => request.With("Host", value => "evil." + value),
        (request, _) => request.Plus("Authorization", request.Header("Authorization") ?? ""),
        (request, _) => request.Without("Authorization"),
        (request, _) => request.With("Authorization", value => value.ToUpperInvariant()),
        (request, _) => request.With("Authorization", value => value[..^1]),
        (request, _) => request.With("Authorization", value => value + "0"),
        (request, _) => request.With("Authorization", value => value.Replace(";host", "", Exact)),
        (request, _) => request.With("Authorization", value => value.Replace(";x-sdk-date", "", Exact)),
        (request, _) => request.With("Authorization", value => value.Replace("host;", "host;host;", Exact)),
        (request, _) => request.With("Authorization", value => value.Replace("SHA256 ", "SM3 ", Exact)),
        (request, _) => request.With("Authorization", value => value.Replace("Access=", "Credential=", Exact)),
        (request, _) => request.With("Authorization", value => value.Split("Signature=")[0] + "Signature="),
        (request, _) => request.With("X-Sdk-Date", value => value.Replace('T', ' ')),
        (request, _) => request.With("X-Sdk-Date", value => "0001" + value[4..]),
        (request, _) => request.With("X-Sdk-Date", value => "9999" + value[4..]),
        (request, _) => request.Without("X-Sdk-Content-Sha256").Plus("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"),
        (request, _) => request.Without("X-Project-Id").Plus("X-Project-Id", new string('f', 32)),
        (request, _) => request.Without("X-Domain-Id").Plus("X-Domain-Id", new string('f', 32)),
        (request, _) => request.Without("X-Security-Token").Plus("X-Security-Token", "stolen"),
    ];

    private const StringComparison Exact = StringComparison.Ordinal;

    public static SentRequest Next(SentRequest request, Random random) =>
        random.Next(4) == 0 ? Pick(Structural, random)(request, random) : FlipBit(request, random);

    /// <summary>Each covered part gets its turn, whatever its length.</summary>
    private static SentRequest FlipBit(SentRequest request, Random random) =>
        random.Next(6) switch
        {
            0 => request with { Method = Flipped(request.Method, random) },
            1 => request with { Target = Flipped(request.Target, random) },
            2 when request.Query.Length > 0 => request with
            {
                Target = request.Path + "?" + Flipped(request.Query, random),
            },
            3 when request.Body.Length > 0 => request with { Body = Flipped(request.Body, random) },
            4 => request.With(Pick([.. request.SignedHeaders], random), value => Flipped(value, random)),
            _ => request.With("Authorization", value => Flipped(value, random)),
        };

    private static string Flipped(string text, Random random) =>
        text.Length == 0 ? "x" : Encoding.Latin1.GetString(Flipped(Encoding.Latin1.GetBytes(text), random));

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static T Pick<T>(T[] choices, Random random) => choices[random.Next(choices.Length)];
}
