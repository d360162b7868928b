using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cutroom.Wire;

namespace Cutroom.Server.Hosting;

/// <summary>Reads a JSON body or refuses it with VOD.10053: whatever the bytes are, never a 500 (I21).</summary>
internal static class JsonBody
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Depth and duplicates are looked for in members nobody reads, too.</summary>
    private static readonly JsonDocumentOptions WholeDocument = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };

    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        UnsignedBody.RefuseJson(context);
        if (context.Request.Headers.ContentEncoding.Count > 0)
            throw new Refusal(WireError.IllegalParameter, "Content-Encoding");
        var bytes = await ReadBytesAsync(context);
        try
        {
            var value = JsonSerializer.Deserialize(bytes.Span, type);
            using var document = JsonDocument.Parse(bytes, WholeDocument);
            return value ?? throw new Refusal(WireError.IllegalParameter, "body");
        }
        catch (JsonException exception)
        {
            throw new Refusal(WireError.IllegalParameter, FieldOf(exception));
        }
        catch (InvalidOperationException)
        {
            // The reader's word for text that is not Unicode: lone surrogates, bytes that are not UTF-8.
            throw new Refusal(WireError.IllegalParameter, "body");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
            throw new Refusal(WireError.IllegalParameter, "body (more than 1 MiB)");
        var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
        var chunk = new byte[16 << 10];
        while (await context.Request.Body.ReadAsync(chunk, context.RequestAborted) is var read and > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes)
                throw new Refusal(WireError.IllegalParameter, "body (more than 1 MiB)");
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <returns><c>inputs[0].asset_id</c> for <c>$.inputs[0].asset_id</c>.</returns>
    private static string FieldOf(JsonException exception) =>
        exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
}
