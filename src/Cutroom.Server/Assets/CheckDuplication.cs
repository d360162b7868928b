using System.Globalization;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>
/// Says before an upload whether the same bytes are there. The vendor compares a digest whose bytes are not public; here it is the
/// MD5 that came with the asset, with the size.
/// </summary>
internal static class CheckDuplication
{
    private const int MostShown = 10;

    public static async Task<Ok<DuplicationAnswer>> HandleAsync(
        QueryValues query,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        var md5 = NewAsset.Md5(query.RequiredText("md5"), "md5");
        if (!long.TryParse(query.RequiredText("size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw new Refusal(WireError.IllegalParameter, "size");
        var same = await database.ReadAsync(
            session => AssetEdits.WithContentAsync(session, caller.ProjectId, size, md5, MostShown),
            cancellation
        );
        return TypedResults.Ok(new DuplicationAnswer(same.Count > 0 ? 1 : 0, same));
    }
}
