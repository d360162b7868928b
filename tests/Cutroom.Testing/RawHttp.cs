using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cutroom.Testing;

/// <summary>What came back over a bare socket. Status 0: the connection ended without a response.</summary>
internal sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>HTTP over a bare socket: the bytes are sent as they are, nothing is normalised.</summary>
internal static class RawHttp
{
    /// <param name="headers">Sent in this order; a length is added for a body that comes without one.</param>
    public static byte[] Bytes(string method, string target, IEnumerable<string[]> headers, byte[] body)
    {
        var pairs = headers.ToList();
        if (body.Length > 0 && !pairs.Any(pair => pair[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            pairs.Add(["Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)]);
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        foreach (var pair in pairs)
            head.Append(pair[0]).Append(": ").Append(pair[1]).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <param name="from">Local address, for tests in which the client's address counts: all of 127/8 is this machine.</param>
    /// <param name="untilStream">A body of no stated length is left unread: it may never end.</param>
    public static async Task<RawResponse> SendAsync(
        Uri server,
        byte[] request,
        IPAddress? from = null,
        bool untilStream = false
    )
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(request);
            return await ReadAsync(stream, request.AsSpan().StartsWith("HEAD "u8), untilStream);
        }
        catch (IOException)
        {
            // The server may refuse and close before it has read everything.
            return new(0, [], "");
        }
    }

    private static async Task<RawResponse> ReadAsync(NetworkStream stream, bool isHead, bool untilStream)
    {
        var received = new MemoryStream();
        var end = -1;
        while ((end = IndexOfBlankLine(received)) < 0)
        {
            if (!await ReadMoreAsync(stream, received))
                return new(0, [], "");
        }

        var lines = Encoding.UTF8.GetString(received.GetBuffer(), 0, end).Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim()))
            .ToList();
        var response = new RawResponse(status, headers, "");
        if (isHead || status is 204 or 304 || (untilStream && response.Header("Content-Length") is null))
            return response;

        var start = end + 4;
        var length = response.Header("Content-Length") is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : int.MaxValue;
        var chunked = response.Header("Transfer-Encoding") is not null;
        while (received.Length - start < length && !(chunked && EndsWithLastChunk(received)))
        {
            if (!await ReadMoreAsync(stream, received))
                break;
        }

        return response with
        {
            Body = Encoding.UTF8.GetString(received.GetBuffer(), start, (int)received.Length - start),
        };
    }

    private static async Task<bool> ReadMoreAsync(NetworkStream stream, MemoryStream received)
    {
        var chunk = new byte[8192];
        var read = await stream.ReadAsync(chunk);
        received.Write(chunk, 0, read);
        return read > 0;
    }

    private static int IndexOfBlankLine(MemoryStream received) =>
        received.GetBuffer().AsSpan(0, (int)received.Length).IndexOf("\r\n\r\n"u8);

    private static bool EndsWithLastChunk(MemoryStream received) =>
        received.GetBuffer().AsSpan(0, (int)received.Length).EndsWith("0\r\n\r\n"u8);
}
