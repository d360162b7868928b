using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>Starts a program of PostgreSQL's own. The password goes by the environment, never by an argument.</summary>
internal static class PostgresTool
{
    private const int KeptCharacters = 2000;

    /// <exception cref="InvalidOperationException">It is missing or failed; holds its complaint.</exception>
    public static async Task RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        NpgsqlConnectionStringBuilder server,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        if (server.Username is { } user)
            start.Environment["PGUSER"] = user;
        if (server.Password is { } password)
            start.Environment["PGPASSWORD"] = password;
        start.Environment["PGSSLMODE"] = SslMode(server.SslMode);

        using var process = Start(start);
        process.StandardInput.Close(); // it asks for no password
        await using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var complaint = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} failed: {complaint[..Math.Min(complaint.Length, KeptCharacters)].Trim()}"
            );
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // null only with a shell of the desktop
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"{start.FileName} cannot be started ({exception.Message}): install PostgreSQL's client programs, of the server's version or later.",
                exception
            );
        }
    }

    private static string SslMode(SslMode mode) =>
        mode switch
        {
            Npgsql.SslMode.Disable => "disable",
            Npgsql.SslMode.Allow => "allow",
            Npgsql.SslMode.Prefer => "prefer",
            Npgsql.SslMode.Require => "require",
            Npgsql.SslMode.VerifyCA => "verify-ca",
            Npgsql.SslMode.VerifyFull => "verify-full",
        };
}
