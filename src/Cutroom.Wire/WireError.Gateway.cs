namespace Cutroom.Wire;

/// <summary>What the gateway in front of every call answers. Source: API gateway error codes.</summary>
public sealed partial record WireError
{
    private const string Iam = "Incorrect IAM authentication information: ";

    public static readonly WireError UnknownPath = Gateway(
        "0101",
        404,
        "The API does not exist or has not been published in the environment."
    );

    /// <summary>The path is known, the method is not: 404 too, never 405.</summary>
    public static readonly WireError UnknownMethod = Gateway("0101", 404, "The API does not exist.");

    public static readonly WireError MalformedRequest = Gateway("0201", 400, "Bad request: {0}.");
    public static readonly WireError RequestTimeout = Gateway("0201", 408, "The request was not received in time.");
    public static readonly WireError BodyTooLarge = Gateway("0201", 413, "The request body exceeds {0}.");
    public static readonly WireError TargetTooLong = Gateway("0201", 414, "The request URI exceeds {0}.");
    public static readonly WireError HeadersTooLarge = Gateway("0201", 494, "The request headers exceed {0}.");

    public static readonly WireError NoCredentials = Gateway("0301", 401, Iam + "x-auth-token not found");
    public static readonly WireError WrongSignature = Gateway(
        "0301",
        401,
        Iam + "verify aksk signature fail, canonicalRequest:{0}"
    );
    public static readonly WireError UnknownAccessKey = Gateway(
        "0301",
        401,
        Iam + "Get secretKey failed,ak:{0},err:ak not exist"
    );
    public static readonly WireError AccessKeyLocked = Gateway(
        "0301",
        401,
        Iam + "AK access failed to reach the limit,forbidden."
    );

    /// <summary>Ours: the guides show no text for these. The detail names the header, the value and the limit.</summary>
    public static readonly WireError WrongCredentials = Gateway("0301", 401, Iam + "{0}");
    public static readonly WireError UnreadableToken = Gateway("0301", 401, Iam + "decrypt token fail");
    public static readonly WireError ExpiredToken = Gateway("0301", 401, Iam + "token expires, expires_at: {0}");
    public static readonly WireError RevokedToken = Gateway("0307", 401, "The token must be updated.");
    public static readonly WireError UserBarred = Gateway(
        "0302",
        403,
        "The IAM user is not authorized to access the API."
    );
    public static readonly WireError ProjectUnavailable = Gateway("0310", 403, "The project is unavailable.");
    public static readonly WireError Throttled = Gateway(
        "0308",
        429,
        "The throttling threshold has been reached: {0}."
    );

    /// <summary>True where the body has the gateway's shape.</summary>
    public bool IsGateway => Code == AccessDenied.Code || Code.StartsWith("APIGW.", StringComparison.Ordinal);

    private static WireError Gateway(string number, int status, string text) =>
        new("APIGW." + number, status, text) { KeepsStatus = true };
}
