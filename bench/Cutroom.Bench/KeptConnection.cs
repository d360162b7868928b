using System.Diagnostics;
using System.Net.Sockets;

namespace Cutroom.Bench;

/// <summary>A client on one connection: bytes out, the answer in, the next. It costs the machine as little as a client can.</summary>
internal static class KeptConnection
{
    /// <param name="requests">Each is answered with 204, which has no body.</param>
    /// <returns>Milliseconds of each.</returns>
    public static async Task<IReadOnlyList<double>> SendAsync(Uri server, IReadOnlyList<byte[]> requests)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var (times, answer) = (new List<double>(requests.Count), new byte[4096]);
        foreach (var request in requests)
        {
            var asked = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var length = 0;
            while (!answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                var read = await socket.ReceiveAsync(answer.AsMemory(length));
                length += read > 0 ? read : throw new IOException("The server closed the connection.");
            }

            if (!answer.AsSpan(0, length).StartsWith("HTTP/1.1 204"u8))
                throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(answer, 0, length));
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return times;
    }
}
