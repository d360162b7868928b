using Cutroom.Wire;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cutroom.Server.Hosting;

/// <summary>Bounds on a request before anything reads it. Source: API gateway error codes (12 MB, 32 kB, 128 kB).</summary>
internal static class RequestLimits
{
    /// <summary>Of a body that is signed or has no limit of its own; uploads set theirs aside.</summary>
    public const long MaxBody = 12 << 20;

    private const int MaxTarget = 32 << 10;
    private const int MaxHeader = 32 << 10;
    private const int MaxHeaders = 128 << 10;

    /// <summary>The listener's own limits lie above ours, because what it refuses itself carries no body.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.MaxRequestLineSize = 4 * MaxTarget;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * MaxHeaders;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.RequestHeaderEncodingSelector = _ => System.Text.Encoding.UTF8;
    }

    public static void UseRequestLimits(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                Check(context);
                return next(context);
            }
        );

    private static void Check(HttpContext context)
    {
        var target = RequestTarget.Of(context);
        if (target.Path.Length + target.Query.Length > MaxTarget)
            throw new Refusal(WireError.TargetTooLong, "32 KB");

        var total = 0;
        foreach (var (name, values) in context.Request.Headers)
        {
            var size = values.Sum(value => name.Length + (value?.Length ?? 0));
            total += size;
            if (size > MaxHeader || total > MaxHeaders)
                throw new Refusal(WireError.HeadersTooLarge, "32 KB for one or 128 KB together");
        }

        // The listener renames a length that stands beside a transfer coding: two readers could see two bodies.
        if (
            context.Request.Headers.TransferEncoding.Count > 0
            && context.Request.Headers.ContainsKey("X-Content-Length")
        )
            throw new Refusal(WireError.MalformedRequest, "both Content-Length and Transfer-Encoding");
    }
}
