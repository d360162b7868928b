using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Cutroom.Server.Hosting;

/// <summary>A bucket of an S3-compatible store, parsed from <c>CUTROOM_MEDIA</c>; the keys come from the environment.</summary>
/// <param name="Endpoint">As the nodes reach it.</param>
/// <param name="PublicEndpoint">As clients reach it: pre-signed addresses name this one.</param>
/// <param name="IsDirect">Clients exchange bytes with the store itself; where false, with the nodes.</param>
internal sealed partial record S3Options(
    string Bucket,
    Uri Endpoint,
    Uri PublicEndpoint,
    string Region,
    S3Profile Profile,
    bool IsDirect,
    S3Keys Keys
)
{
    public const string Form =
        "s3://BUCKET?endpoint=URL with optional &region=NAME, &public=URL, &direct=true|false and &profile=common|aws|unchunked|unsigned";

    private static readonly string[] Names = ["endpoint", "region", "public", "direct", "profile"];

    /// <exception cref="FormatException">Names the key, the value and what it takes.</exception>
    public static S3Options Parse(string text, S3Keys? keys)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme != "s3"
            || uri.AbsolutePath is not ("" or "/")
        )
            throw Bad(text, $"takes {Form}");
        // Not the host of the parsed form: that would be lower-cased and accepted.
        var bucket = text["s3://".Length..].Split('/', '?')[0];
        if (!BucketName().IsMatch(bucket))
            throw Bad(bucket, "names a bucket of 3 to 63 lower-case letters, digits, dots and hyphens");
        var query = QueryHelpers.ParseQuery(uri.Query);
        foreach (var (name, values) in query)
        {
            if (!Names.Contains(name) || values.Count != 1)
                throw Bad(name, $"takes each of {string.Join(", ", Names)} once");
        }

        var endpoint = Url(query.TryGetValue("endpoint", out var given) ? given.ToString() : "", "endpoint");
        return new(
            bucket,
            endpoint,
            query.TryGetValue("public", out var open) ? Url(open.ToString(), "public") : endpoint,
            query.TryGetValue("region", out var region) ? RegionName(region.ToString()) : "us-east-1",
            S3Profile.Of(query.TryGetValue("profile", out var profile) ? profile.ToString() : S3Profile.Common.Name),
            !query.TryGetValue("direct", out var direct) || Switch(direct.ToString()),
            keys
                ?? throw new FormatException(
                    $"{S3Keys.IdName} and {S3Keys.SecretName} must be set for CUTROOM_MEDIA=s3://…."
                )
        );
    }

    public override string ToString() => $"s3://{Bucket} at {Endpoint}";

    private static Uri Url(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", UserInfo: "" }
            ? url
            : throw Bad(text, $"takes {name}=http://HOST:PORT or {name}=https://HOST");

    private static string RegionName(string text) =>
        text is { Length: > 0 and <= 64 }
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? text
            : throw Bad(text, "takes region=NAME of letters, digits and hyphens");

    private static bool Switch(string text) =>
        text switch
        {
            "true" => true,
            "false" => false,
            _ => throw Bad(text, "takes direct=true or direct=false"),
        };

    internal static FormatException Bad(string value, string rule) => new($"CUTROOM_MEDIA {rule}, not '{value}'.");

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}

/// <summary>How an endpoint differs from the others in what it accepts.</summary>
/// <param name="Checksums">Sends and asks for checksums with every request, as the SDK does by itself; most other stores refuse them.</param>
/// <param name="Chunks">Signs bodies chunk by chunk.</param>
/// <param name="SignsBodies">Where false, bodies are covered by TLS alone.</param>
internal sealed record S3Profile(string Name, bool Checksums, bool Chunks, bool SignsBodies)
{
    public static readonly S3Profile Common = new("common", Checksums: false, Chunks: true, SignsBodies: true);

    private static readonly S3Profile[] All =
    [
        Common,
        new("aws", Checksums: true, Chunks: true, SignsBodies: true),
        new("unchunked", Checksums: false, Chunks: false, SignsBodies: true),
        new("unsigned", Checksums: false, Chunks: false, SignsBodies: false),
    ];

    public static S3Profile Of(string name) =>
        All.FirstOrDefault(profile => profile.Name == name)
        ?? throw S3Options.Bad(name, $"takes profile={string.Join('|', All.Select(profile => profile.Name))}");
}

/// <param name="Session">Null for keys that last.</param>
internal sealed record S3Keys(string Id, string Secret, string? Session)
{
    public const string IdName = "AWS_ACCESS_KEY_ID";
    public const string SecretName = "AWS_SECRET_ACCESS_KEY";

    /// <returns>Null where the environment holds no pair.</returns>
    public static S3Keys? Read(Func<string, string?> environment) =>
        environment(IdName) is { Length: > 0 } id && environment(SecretName) is { Length: > 0 } secret
            ? new(id, secret, environment("AWS_SESSION_TOKEN") is { Length: > 0 } session ? session : null)
            : null;

    public override string ToString() => $"{Id} (secret withheld)";
}
