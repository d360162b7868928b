using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cutroom.Server.Tests.Events;

/// <summary>A real listener that keeps what it gets and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.Single()}/hook";

    /// <summary>Of every answer from now on.</summary>
    public int Status { get; set; } = 204;

    public ConcurrentQueue<Received> Got { get; } = new();

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.AnswerAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        Got.Enqueue(
            new(
                headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(),
                headers["webhook-signature"].ToString(),
                await reader.ReadToEndAsync()
            )
        );
        context.Response.StatusCode = Status;
        // Nobody may come back from there.
        if (Status == 302)
            context.Response.Headers.Location = Url;
    }
}

internal sealed record Received(string Id, string Timestamp, string Signature, string Body);
