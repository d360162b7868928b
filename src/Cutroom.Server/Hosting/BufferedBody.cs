using Cutroom.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Cutroom.Server.Hosting;

/// <summary>Holds a signed body in memory: it must be hashed before anything acts on it.</summary>
internal static class BufferedBody
{
    /// <summary>Leaves the same bytes behind for the handler.</summary>
    /// <exception cref="Refusal">413 beyond <see cref="RequestLimits.MaxBody"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (!context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
            return default;
        if (request.ContentLength > RequestLimits.MaxBody)
            throw new Refusal(WireError.BodyTooLarge, "12 MB");
        var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 << 10];
        while (await request.Body.ReadAsync(chunk, context.RequestAborted) is var read and > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > RequestLimits.MaxBody)
                throw new Refusal(WireError.BodyTooLarge, "12 MB");
        }

        buffer.Position = 0;
        request.Body = buffer;
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
