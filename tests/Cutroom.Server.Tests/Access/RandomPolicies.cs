using System.Text.Json.Nodes;

namespace Cutroom.Server.Tests.Access;

/// <summary>Policy documents and requests over few letters, so that patterns often fit and often nearly do.</summary>
internal sealed class RandomPolicies(Random random)
{
    private static readonly (string Key, string[] Operators, string[] Values)[] Facts =
    [
        (
            "g:UserName",
            [
                "StringEquals",
                "StringNotEquals",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                "StringMatch",
                "StringNotMatch",
                "StringStartWith",
                "StringEndWith",
            ],
            ["a", "A", "ab", "aB", "ba", "a*", "?b"]
        ),
        (
            "vod:AssetLabel",
            ["StringEquals", "StringNotEquals", "StringMatch", "StringNotMatch", "StringEqualsIgnoreCase"],
            ["a", "A", "ab", "b", "a*", "?b"]
        ),
        (
            "g:MFAAge",
            [
                "NumberEquals",
                "NumberNotEquals",
                "NumberLessThan",
                "NumberLessThanEquals",
                "NumberGreaterThan",
                "NumberGreaterThanEquals",
            ],
            ["1", "2", "2.0", "-1"]
        ),
        (
            "g:CurrentTime",
            ["DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
            ["2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00", "2026-03-01T12:00:01Z", "2026-03-01T11:00:00Z"]
        ),
        ("g:MFAPresent", ["Bool"], ["true", "false"]),
        ("g:SourceIp", ["IpAddress", "NotIpAddress"], ["192.0.2.0/24", "192.0.0.0/16", "10.0.0.0/8"]),
    ];

    private static readonly string[] Addresses = ["192.0.2.1", "192.0.3.1", "10.1.2.3", "2001:db8::1"];

    public NamedDocument[] Documents() =>
        [.. Enumerable.Range(0, random.Next(4)).Select(i => new NamedDocument($"p{i}", Document()))];

    public ReferenceRequest Request()
    {
        var facts = new Dictionary<string, string[]>();
        foreach (var (key, _, values) in Facts.Where(fact => fact.Key != "vod:AssetLabel"))
        {
            string[] given = [.. Several(key == "g:SourceIp" ? Addresses : values)];
            if (given.Length > 0)
                facts[key] = given;
        }

        ReferenceResource[] resources =
        [
            .. Enumerable
                .Range(0, 1 + random.Next(2))
                .Select(_ => new ReferenceResource(
                    $"vod:{Word("ab")}:{Word("ab")}:assets:{Word("ab:")}",
                    [.. Several(["a", "A", "ab", "b"])]
                )),
        ];
        return new(
            $"{Pick("vod", "vod", "iam")}:{Word("aA")}:{Word("aAb")}",
            random.Next(4) == 0 ? [new("*", [])] : resources,
            facts
        );
    }

    private string Document()
    {
        var version = Pick("1.0", "1.1", "5.0", "5.0");
        var statements = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Statement(version));
        var document = new JsonObject { ["Version"] = version, ["Statement"] = new JsonArray([.. statements]) };
        if (version == "1.0" && random.Next(2) == 0)
            document["Depends"] = new JsonArray(
                new JsonObject { ["catalog"] = "BASE", ["display_name"] = $"p{random.Next(4)}" }
            );
        return document.ToJsonString();
    }

    private JsonObject Statement(string version)
    {
        var statement = new JsonObject { ["Effect"] = Pick("Allow", "Allow", "Deny") };
        statement[version == "5.0" && random.Next(5) == 0 ? "NotAction" : "Action"] = List(() =>
            version == "5.0" && random.Next(8) == 0
                ? "*"
                : $"{Pick("vod", "vod", "*", "VOD")}:{Word("aA**")}:{Word("aAb**")}"
        );
        if (version != "1.0" && random.Next(2) == 0)
            statement[version == "5.0" && random.Next(3) == 0 ? "NotResource" : "Resource"] = List(() =>
                version == "5.0" ? Urn() : Pick("*", "vod:*:*:*:*", "obs:*:*:bucket:a", "*:*:*:*:*")
            );
        if (version != "1.0" && random.Next(3) == 0)
            statement["Condition"] = Condition();
        return statement;
    }

    private string Urn() =>
        random.Next(4) == 0
            ? "*"
            : $"{Pick("vod", "*")}:{Pick("*", Word("ab?*"))}:{Pick("*", Word("ab?*"))}:{Pick("assets", "a*", "*")}:{Pick("*", Word("ab:?*"))}";

    private JsonObject Condition()
    {
        var condition = new JsonObject();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var (key, operators, values) = Facts[random.Next(Facts.Length)];
            var name =
                random.Next(6) == 0
                    ? "Null"
                    : Pick("", "", "ForAllValues:", "ForAnyValue:") + Pick(operators) + Pick("", "IfExists");
            if (name == "Null")
                values = ["true", "false"];
            if (condition[name] is null)
                condition[name] = new JsonObject();
            condition[name]![key] = List(() => Pick(values)); // just set
        }

        return condition;
    }

    private JsonArray List(Func<string> make) =>
        new([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => JsonValue.Create(make()))]);

    private IEnumerable<string> Several(string[] values) =>
        Enumerable.Range(0, random.Next(3)).Select(_ => Pick(values));

    private string Word(string letters) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => letters[random.Next(letters.Length)]));

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
