using System.Security.Cryptography;

namespace Cutroom.Server.Hosting;

/// <summary>Gives every request an id of 32 hex digits, told in the header of every response and in the bodies that name one.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";

    public static void UseRequestIds(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                context.TraceIdentifier = RandomNumberGenerator.GetHexString(32, lowercase: true);
                context.Response.Headers[Header] = context.TraceIdentifier;
                return next(context);
            }
        );
}
