using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Cutroom.Testing;
using Cutroom.Wire.Identity;

namespace Cutroom.Bench;

/// <summary>
/// Wrong logins that arrive at once, each on a connection that is open already: connecting costs the client as much as the server, and
/// both share this machine.
/// </summary>
internal sealed class LoginFlood : IDisposable
{
    private readonly List<Socket> sockets = [];
    private readonly List<byte[]> requests = [];

    private LoginFlood() { }

    /// <summary>Of each answer, once <see cref="SendAsync"/> has ended.</summary>
    public IReadOnlyList<int> Statuses { get; private set; } = [];

    /// <param name="round">Users of its own for each: five failures lock a name, and a locked one costs nothing any more.</param>
    public static async Task<LoginFlood> ConnectAsync(Uri server, BootstrapIdentity identity, int logins, int round)
    {
        var flood = new LoginFlood();
        for (var number = 0; number < logins; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            flood.sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
            var user = new TokenRequestUser($"user {round} {number}", "wrong", new(Name: identity.AccountName));
            var login = new TokenRequest(new(new(["password"], new(user)), Scope: null));
            flood.requests.Add(
                RawHttp.Bytes(
                    "POST",
                    "/v3/auth/tokens",
                    [
                        ["Host", server.Authority],
                        ["Content-Type", "application/json"],
                    ],
                    JsonSerializer.SerializeToUtf8Bytes(login)
                )
            );
        }

        return flood;
    }

    public async Task SendAsync() => Statuses = await Task.WhenAll(sockets.Zip(requests, LogInAsync));

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private static async Task<int> LogInAsync(Socket socket, byte[] request)
    {
        await socket.SendAsync(request);
        var answer = new byte[4096];
        var length = await socket.ReceiveAsync(answer);
        // HTTP/1.1 401 …
        return int.Parse(Encoding.ASCII.GetString(answer, 0, length).Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
