using Cutroom.Server.Storage;

namespace Cutroom.Server.Hosting;

internal enum ServerRole
{
    All,
    Api,
    Worker,
}

/// <summary>How the server was started: the command line wins over the environment, the environment over the defaults.</summary>
internal sealed record ServerOptions
{
    public string Listen { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Holds whatever has no place of its own: database, media, seal key. Absolute.</summary>
    public string DataFolder { get; init; } = Path.GetFullPath("data");

    public ServerRole Role { get; init; } = ServerRole.All;

    /// <summary>One of <see cref="DatabaseOptions.Forms"/>; null for a SQLite file in the data folder. May hold a password.</summary>
    public string? Database { get; init; }

    /// <summary><c>disk:DIR</c>, or an S3 bucket (<see cref="S3Options.Form"/>); null for a folder in the data folder.</summary>
    public string? Media { get; init; }

    /// <summary>Of the S3 store; null where the environment has none.</summary>
    public S3Keys? MediaKeys { get; init; }

    /// <summary>Of one uploaded file.</summary>
    public long MaxUploadBytes { get; init; } = 50L << 30;

    /// <summary>Path of a key file, or the key's text; null for a file made in the data folder.</summary>
    public string? SealKey { get; init; }

    /// <summary>Which bodies a signature may leave free by declaring them unsigned, as the SDKs do for other than JSON.</summary>
    public UnsignedPayload UnsignedPayload { get; init; } = UnsignedPayload.NotJson;

    /// <summary>Whether a signature of a change is accepted only once.</summary>
    public bool RefuseReplays { get; init; }

    /// <summary>Regions in which clients may make projects, besides those the account has projects in.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["region-1"];

    /// <summary>Not to be set from outside: see <see cref="DatabaseOptions.MaxWriteGroup"/>.</summary>
    public int MaxWriteGroup { get; init; } = DatabaseOptions.DefaultWriteGroup;

    public DatabaseOptions DatabaseOptions =>
        (
            Database is null
                ? DatabaseOptions.ForSqlite(Path.Combine(DataFolder, "cutroom.db"))
                : DatabaseOptions.Parse(Database)
        ) with
        {
            MaxWriteGroup = MaxWriteGroup,
        };

    /// <summary>Absolute: all media where they are on disk, else what this node works on.</summary>
    public string MediaFolder =>
        Media switch
        {
            null or "" => Path.Combine(DataFolder, "media"),
            _ when S3 is not null => Path.Combine(DataFolder, "work"),
            _ when Media.StartsWith("disk:", StringComparison.Ordinal) && Media.Length > "disk:".Length =>
                Path.GetFullPath(Media["disk:".Length..]),
            _ => throw new FormatException($"CUTROOM_MEDIA takes disk:DIR or {S3Options.Form}, not '{Media}'."),
        };

    /// <summary>Null where media are on disk.</summary>
    public S3Options? S3 =>
        Media is not null && Media.StartsWith("s3:", StringComparison.Ordinal)
            ? S3Options.Parse(Media, MediaKeys)
            : null;

    /// <param name="given">Values of the command line; null where an option was not given.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="FormatException">Names the key, the value and the range.</exception>
    public static ServerOptions Read(GivenOptions given, Func<string, string?> environment)
    {
        var defaults = new ServerOptions();
        var values = new EnvironmentValues(environment);
        var options = new ServerOptions
        {
            Listen = ListenUrl(given.Listen ?? environment("CUTROOM_LISTEN") ?? defaults.Listen),
            DataFolder = Path.GetFullPath(given.Data ?? environment("CUTROOM_DATA") ?? defaults.DataFolder),
            Role = RoleOf(given.Role ?? environment("CUTROOM_ROLE") ?? "all"),
            Database = given.Database ?? environment("CUTROOM_DATABASE"),
            Media = given.Media ?? environment("CUTROOM_MEDIA"),
            MediaKeys = S3Keys.Read(environment),
            MaxUploadBytes = values.Mebibytes("CUTROOM_MAX_UPLOAD_MIB", defaults.MaxUploadBytes, 1, int.MaxValue),
            SealKey = environment("CUTROOM_SEAL_KEY"),
            UnsignedPayload = UnsignedBody.PolicyOf(environment("CUTROOM_UNSIGNED_PAYLOAD")),
            RefuseReplays = values.Switch("CUTROOM_REFUSE_REPLAYS", false),
            Regions = environment("CUTROOM_REGIONS") is { Length: > 0 } regions
                ? RegionNames.Read("CUTROOM_REGIONS", regions)
                : defaults.Regions,
        };
        // Bad texts are refused now, not at the first request.
        _ = options.DatabaseOptions;
        _ = options.MediaFolder;
        return options;
    }

    public override string ToString() => $"{Listen}, data in {DataFolder}, role {Role}";

    private static string ListenUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", AbsolutePath: "/", Query: "" }
            ? text.TrimEnd('/')
            : throw new FormatException($"CUTROOM_LISTEN takes http://ADDRESS:PORT, not '{text}'.");

    private static ServerRole RoleOf(string text) =>
        text switch
        {
            "all" => ServerRole.All,
            "api" => ServerRole.Api,
            "worker" => ServerRole.Worker,
            _ => throw new FormatException($"CUTROOM_ROLE takes all, api or worker, not '{text}'."),
        };
}

/// <summary>What the command line said; null where it said nothing.</summary>
internal sealed record GivenOptions(
    string? Listen = null,
    string? Data = null,
    string? Role = null,
    string? Database = null,
    string? Media = null
);
