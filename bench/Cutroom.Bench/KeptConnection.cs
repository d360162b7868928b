using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Cutroom.Bench;

/// <summary>A client on one connection: bytes out, the answer in, the next. It costs the machine as little as a client can.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] answer = new byte[4096];

    /// <summary>Each client takes the next request when its last was answered.</summary>
    /// <param name="clients">Each with a connection.</param>
    /// <param name="requests">Each is answered with 204, which has no body.</param>
    public static async Task<Load> SendAsync(Uri server, int clients, IReadOnlyList<byte[]> requests)
    {
        var free = new ConcurrentBag<KeptConnection>();
        try
        {
            while (free.Count < clients)
            {
                var connection = new KeptConnection();
                free.Add(connection);
                await connection.socket.ConnectAsync(server.Host, server.Port);
            }

            return await Load.RunAsync(
                clients,
                requests.Count,
                async number =>
                {
                    _ = free.TryTake(out var connection); // one for each client
                    await connection!.AskAsync(requests[number]);
                    free.Add(connection);
                }
            );
        }
        finally
        {
            foreach (var connection in free)
                connection.Dispose();
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task AskAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var length = 0;
        while (!answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }

        if (!answer.AsSpan(0, length).StartsWith("HTTP/1.1 204"u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer, 0, length));
    }
}
