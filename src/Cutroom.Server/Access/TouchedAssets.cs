using System.Text.Json;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Access;

/// <summary>
/// The assets a request names, wherever it names them: every <c>asset_id</c> of path, query and body. More than the handler will
/// read is harmless, since each must be allowed; less would be a hole, so no route says for itself where to look.
/// </summary>
internal static class TouchedAssets
{
    private const int MaxNamed = 1000;

    private static readonly string[] Names = ["asset_id", "asset_ids"];

    /// <exception cref="Refusal">The request cannot be read, or names more than any call takes.</exception>
    public static async Task<IReadOnlyCollection<string>> NamedByAsync(HttpContext context)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (context.GetRouteValue("asset_id") is string inPath)
            found.Add(inPath);
        var query = QueryValues.Of(context);
        // Some calls take a list separated by commas.
        foreach (var value in Names.SelectMany(name => query.All(name)))
            found.UnionWith(value.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var body = await BufferedBody.ReadAsync(context);
        if (!body.IsEmpty)
            Collect(body, found);
        return found.Count <= MaxNamed
            ? found
            : throw new Refusal(
                WireError.IllegalParameter,
                $"asset_id ({found.Count} different ones, at most {MaxNamed})"
            );
    }

    /// <summary>A body that is not JSON names nothing: the handler refuses it in the same words as ever.</summary>
    private static void Collect(ReadOnlyMemory<byte> body, HashSet<string> found)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            Collect(document.RootElement, isId: false, found);
        }
        catch (JsonException)
        {
            // Handlers read with the same reader, under stricter options.
        }
    }

    private static void Collect(JsonElement element, bool isId, HashSet<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Collect(member.Value, IsId(member), found);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, isId, found);
                break;
            case JsonValueKind.String when isId:
                if (TextOf(element) is { } id)
                    found.Add(id);
                break;
        }
    }

    private static bool IsId(JsonProperty member)
    {
        try
        {
            return Names.Contains(member.Name, StringComparer.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            return false; // a name that is not Unicode is no name any handler reads
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // not Unicode: no handler can read it, and no asset has such an id
        }
    }
}
