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

    /// <summary><c>disk:DIR</c>; null for a folder in the data folder.</summary>
    public string? Media { get; init; }

    /// <summary>Path of a key file, or the key's text; null for a file made in the data folder.</summary>
    public string? SealKey { get; init; }

    /// <summary>Whether a signature may leave the body free by declaring it unsigned, as the SDKs do for other than JSON.</summary>
    public bool AcceptUnsignedPayload { get; init; } = true;

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

    /// <summary>Absolute.</summary>
    public string MediaFolder =>
        Media switch
        {
            null or "" => Path.Combine(DataFolder, "media"),
            _ when Media.StartsWith("disk:", StringComparison.Ordinal) && Media.Length > "disk:".Length =>
                Path.GetFullPath(Media["disk:".Length..]),
            _ => throw new FormatException($"CUTROOM_MEDIA takes disk:DIR, not '{Media}'."),
        };

    /// <param name="given">Values of the command line; null where an option was not given.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="FormatException">Names the key, the value and the range.</exception>
    public static ServerOptions Read(GivenOptions given, Func<string, string?> environment)
    {
        var defaults = new ServerOptions();
        var options = new ServerOptions
        {
            Listen = ListenUrl(given.Listen ?? environment("CUTROOM_LISTEN") ?? defaults.Listen),
            DataFolder = Path.GetFullPath(given.Data ?? environment("CUTROOM_DATA") ?? defaults.DataFolder),
            Role = RoleOf(given.Role ?? environment("CUTROOM_ROLE") ?? "all"),
            Database = given.Database ?? environment("CUTROOM_DATABASE"),
            Media = given.Media ?? environment("CUTROOM_MEDIA"),
            SealKey = environment("CUTROOM_SEAL_KEY"),
            AcceptUnsignedPayload = new EnvironmentValues(environment).Switch("CUTROOM_ACCEPT_UNSIGNED_PAYLOAD", true),
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
