using System.Text;
using System.Text.Json;
using Cutroom.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Cutroom.Server.Hosting;

/// <summary>The one place where a refusal or a bug becomes a response: always JSON, never a stack trace.</summary>
internal sealed partial class ErrorWriter(RequestDelegate next, ILogger<ErrorWriter> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Refusal refusal)
        {
            await WriteAsync(context, refusal.Error, refusal.Message);
        }
        catch (BadHttpRequestException exception)
        {
            var refusal = Translate(exception);
            await WriteAsync(context, refusal.Error, refusal.Message);
        }
        catch (Exception exception)
        {
            LogBug(log, context.Request.Method, context.Request.Path, context.TraceIdentifier, exception);
            await WriteAsync(context, WireError.Internal, WireError.Internal.Text);
        }
    }

    /// <summary>What the listener found wrong while the body was read.</summary>
    private static Refusal Translate(BadHttpRequestException exception) =>
        exception.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => new Refusal(WireError.BodyTooLarge, "12 MB"),
            StatusCodes.Status408RequestTimeout => new Refusal(WireError.RequestTimeout),
            _ => new Refusal(WireError.MalformedRequest, exception.Message.TrimEnd('.')),
        };

    private static async Task WriteAsync(HttpContext context, WireError error, string message)
    {
        if (context.Response.HasStarted)
        {
            // The status is out already: a broken connection is the only way left to say that the body is not whole.
            context.Abort();
            return;
        }

        var status = StatusOf(error, context.GetEndpoint());
        var bytes = BodyOf(context, error, status, message);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static int StatusOf(WireError error, Endpoint? endpoint) =>
        error.KeepsStatus ? error.Status : endpoint?.Metadata.GetMetadata<RouteFailureStatus>()?.Status ?? error.Status;

    private static byte[] BodyOf(HttpContext context, WireError error, int status, string message)
    {
        if (error.IsGateway)
            return JsonSerializer.SerializeToUtf8Bytes(
                new GatewayErrorBody(message, error.Code, context.TraceIdentifier, Encoded(error, message)),
                WireJson.Default.GatewayErrorBody
            );
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenErrors>() is not null)
            return JsonSerializer.SerializeToUtf8Bytes(
                new TokenErrorBody(new TokenError(status, message, ReasonPhrases.GetReasonPhrase(status))),
                WireJson.Default.TokenErrorBody
            );
        return JsonSerializer.SerializeToUtf8Bytes(
            new VodErrorBody(error.Code, message),
            WireJson.Default.VodErrorBody
        );
    }

    private static string? Encoded(WireError error, string message) =>
        error == WireError.AccessDenied ? Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) : null;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed, request {RequestId}")]
    private static partial void LogBug(ILogger log, string method, string path, string requestId, Exception exception);
}
