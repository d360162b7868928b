namespace Cutroom.Wire;

/// <summary>Codes of the editing and asset calls. Source: VOD API reference, error codes; texts seen in samples are kept.</summary>
public sealed partial record WireError
{
    public static readonly WireError SourceObjectMissing = new("VOD.10003", 400, "The specified key does not exist.");
    public static readonly WireError Internal = new("VOD.10051", 500, "Internal system error.") { KeepsStatus = true };
    public static readonly WireError IllegalParameter = new(
        "VOD.10053",
        400,
        "The request parameter is illegal, illegal field: {0}."
    );
    public static readonly WireError AuthenticationFailed = new("VOD.10054", 403, "Identity authentication failed.")
    {
        KeepsStatus = true,
    };
    public static readonly WireError UserAbnormal = new("VOD.10056", 403, "The user is in an abnormal state.")
    {
        KeepsStatus = true,
    };
    public static readonly WireError OtherProject = new(
        "VOD.10057",
        403,
        "Tenant id check failed: the credential does not belong to the project of the path."
    )
    {
        KeepsStatus = true,
    };
    public static readonly WireError AssetNotPublished = new(
        "VOD.10060",
        403,
        "The media asset is not completely uploaded or not published{0}."
    );
    public static readonly WireError AssetNotUpdatable = new(
        "VOD.10061",
        403,
        "The state of the media asset does not allow updating{0}."
    );
    public static readonly WireError UnknownResource = new(
        "VOD.10062",
        403,
        "Media asset or resource does not exist, please check."
    );
    public static readonly WireError UnsupportedAsset = new("VOD.10063", 403, "The asset type is not supported: {0}.");
    public static readonly WireError UnknownCategory = new(
        "VOD.10064",
        403,
        "Media asset classification does not exist, please check."
    );
    public static readonly WireError CategoryExists = new("VOD.10065", 403, "The category exists already: {0}.");
    public static readonly WireError CategoryTooDeep = new("VOD.10066", 403, "Categories are nested too deep: {0}.");
    public static readonly WireError TooManyCategories = new("VOD.10067", 403, "There are too many categories: {0}.");
    public static readonly WireError NotPermitted = new(
        "VOD.10074",
        403,
        "The user has no permission for the operation: {0}."
    )
    {
        KeepsStatus = true,
    };
    public static readonly WireError WrongState = new(
        "VOD.10083",
        403,
        "The current media asset status does not support this operation{0}."
    );
    public static readonly WireError ReferenceNotAmongInputs = new(
        "VOD.10103",
        403,
        "The reference video must be one of the inputs{0}."
    );
    public static readonly WireError SegmentTooShort = new("VOD.10108", 403, "The segment is too short: {0}.");
    public static readonly WireError NoAccessToResource = new("VOD.10111", 403, "No access to the resource{0}.")
    {
        KeepsStatus = true,
    };
    public static readonly WireError WrongStateToConfirm = new(
        "VOD.10126",
        403,
        "The state of the media asset does not allow confirming the upload{0}."
    );
    public static readonly WireError AccountFrozen = new("VOD.10132", 403, "The account is closed or frozen.")
    {
        KeepsStatus = true,
    };
    public static readonly WireError NoPermissionForResource = new(
        "VOD.10133",
        403,
        "The user has no permission for the resource{0}."
    )
    {
        KeepsStatus = true,
    };
    public static readonly WireError NotUploading = new(
        "VOD.10135",
        403,
        "The media asset is not uploading, so there is no temporary authority{0}."
    );
    public static readonly WireError TooManyAssets = new("VOD.10137", 403, "Too many media assets: {0}.");

    /// <summary>Ours: a conditional cancel (If-Match) met another version.</summary>
    public static readonly WireError VersionDiffers = new("VOD.10083", 412, "The task is of version {0}.")
    {
        KeepsStatus = true,
    };

    /// <summary>Ours: an Idempotency-Key came again, with another request.</summary>
    public static readonly WireError KeyReused = new(
        "VOD.10083",
        409,
        "The Idempotency-Key was used for another request before{0}."
    )
    {
        KeepsStatus = true,
    };
}
