namespace Cutroom.Server.Assets;

/// <summary>Where an asset stands.</summary>
internal enum AssetStatus
{
    /// <summary>The upload, or the task that makes it, has not ended.</summary>
    Creating,

    /// <summary>Ready, not published.</summary>
    Created,
    Published,
    Failed,
    Cancelled,
}

internal static class AssetStatusWords
{
    extension(AssetStatus status)
    {
        /// <summary>Ready to be an input of an editing task.</summary>
        public bool IsEditable() => status is AssetStatus.Created or AssetStatus.Published;

        // Source: VOD API reference, query assets, status.
        public string ToWire() =>
            status switch
            {
                AssetStatus.Creating => "CREATING",
                AssetStatus.Created => "CREATED",
                AssetStatus.Published => "PUBLISHED",
                AssetStatus.Failed => "UPLOAD_FAILED",
                AssetStatus.Cancelled => "CANCELLED",
            };

        /// <summary>The list call has fewer words. Source: VOD API reference, list assets, asset_status.</summary>
        public string ToListWire() =>
            status is AssetStatus.Failed or AssetStatus.Cancelled ? "FAILED" : status.ToWire();
    }

    public static AssetStatus Parse(string wire) =>
        Enum.GetValues<AssetStatus>().First(status => status.ToWire() == wire);
}
