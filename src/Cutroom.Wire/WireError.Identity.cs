namespace Cutroom.Wire;

/// <summary>
/// What the identity calls answer. Source: IAM API reference. The token calls write only status and text
/// (<see cref="TokenErrorBody"/>); the codes are those of the other identity calls.
/// </summary>
public sealed partial record WireError
{
    public static readonly WireError InvalidTokenRequest = Identity("0011", 400, "The request body is invalid: {0}.");
    public static readonly WireError WrongPassword = Identity("0062", 401, "The username or password is wrong.");
    public static readonly WireError LoginLocked = Identity(
        "0061",
        401,
        "The user is locked after too many failed logins. Try again later."
    );
    public static readonly WireError UserDisabled = Identity("0082", 403, "The user is disabled.");
    public static readonly WireError ScopeNotFound = Identity("0004", 401, "The scope does not exist: {0}.");
    public static readonly WireError UnknownSubjectToken = Identity(
        "0004",
        404,
        "X-Subject-Token is invalid in the request"
    );

    // Texts ours; the codes are those of the reference.
    public static readonly WireError NotFound = Identity("0004", 404, "Could not find {0}.");
    public static readonly WireError AlreadyThere = Identity("0005", 409, "There is one already: {0}.");
    public static readonly WireError QuotaUsedUp = Identity("0005", 409, "The quota is used up: {0}.");
    public static readonly WireError IllegalKey = Identity("0011", 400, "The request body is invalid: {0}.");
    public static readonly WireError NotAuthorized = Identity("0002", 403, "You are not authorized: {0}.");
    public static readonly WireError TooManyLogins = Identity("0012", 429, "Too many logins at once. Try again later.");

    /// <summary>The answer of the identity-policy model; <c>{0}</c> says who may not do what to which resource, and why.</summary>
    public static readonly WireError AccessDenied = new("PAP5.0001", 403, "access denied. {0}.") { KeepsStatus = true };

    private static WireError Identity(string number, int status, string text) =>
        new("IAM." + number, status, text) { KeepsStatus = true };
}
