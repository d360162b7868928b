namespace Cutroom.Wire;

/// <summary>Signs every request that passes through an <see cref="HttpClient"/>.</summary>
/// <param name="projectId">Sent and signed as <c>X-Project-Id</c>; null leaves the header out.</param>
public sealed class RequestSigning(string ak, string sk, string? projectId, TimeProvider time, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        request.Headers.Host = uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";
        request.Headers.Remove(RequestSigner.DateHeader);
        request.Headers.Add(RequestSigner.DateHeader, WireTime.SignatureDate(time.GetUtcNow()));
        if (projectId is not null)
        {
            request.Headers.Remove("X-Project-Id");
            request.Headers.Add("X-Project-Id", projectId);
        }

        var signature = RequestSigner.Sign(
            ak,
            sk,
            request.Method.Method,
            uri.AbsolutePath,
            uri.Query.TrimStart('?'),
            ToBeSigned(request),
            body
        );
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return await base.SendAsync(request, cancellationToken);
    }

    private static Dictionary<string, string> ToBeSigned(HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string>();
        foreach (var name in new[] { "Host", RequestSigner.DateHeader, "X-Project-Id", RequestSigner.PayloadHeader })
        {
            if (request.Headers.TryGetValues(name, out var values))
                headers[name.ToLowerInvariant()] = values.Single();
        }

        if (request.Content?.Headers.ContentType is { } type)
            headers["content-type"] = type.ToString();
        return headers;
    }
}
