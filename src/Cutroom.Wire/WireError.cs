namespace Cutroom.Wire;

/// <summary>An entry of the error table: code, usual HTTP status, text.</summary>
/// <param name="Code">The contract; texts are not.</param>
/// <param name="Status">HTTP status, unless the route fixes another for its business failures.</param>
/// <param name="Text">English sentence; <c>{0}</c> takes the detail.</param>
public sealed record WireError(string Code, int Status, string Text)
{
    public static readonly WireError Internal = new("VOD.10051", 500, "Internal system error.");

    // Source: VOD API reference, common error texts.
    public static readonly WireError IllegalParameter = new(
        "VOD.10053",
        400,
        "The request parameter is illegal, illegal field: {0}."
    );
    public static readonly WireError UnknownResource = new(
        "VOD.10062",
        403,
        "Media asset or resource does not exist, please check."
    );
    public static readonly WireError UnsupportedAsset = new("VOD.10063", 403, "The asset type is not supported: {0}.");
    public static readonly WireError WrongState = new(
        "VOD.10083",
        403,
        "The current media asset status does not support this operation{0}."
    );

    /// <summary>The text with its place filled in.</summary>
    public string TextWith(string detail) => Text.Replace("{0}", detail, StringComparison.Ordinal);
}
