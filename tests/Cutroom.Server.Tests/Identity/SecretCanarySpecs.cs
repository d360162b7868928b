using System.Net.Http.Json;
using System.Text;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>I18: what an attacker with the data folder or the log reads.</summary>
public sealed class SecretCanarySpecs
{
    [Fact]
    public async Task No_secret_stands_in_the_data_folder_in_clear()
    {
        await using var server = await RunningServer.StartAsync();
        var login = await server.Anonymous.PostAsync(
            "/v3/auth/tokens",
            JsonContent.Create(
                new TokenRequest(
                    new(
                        new(
                            ["password"],
                            new(new("admin", server.Identity.Password, new NameOrId(Name: server.Identity.AccountName)))
                        ),
                        Scope: null
                    )
                )
            )
        );
        var token = login.Headers.GetValues("X-Subject-Token").Single();

        var files = Directory.EnumerateFiles(server.Options.DataFolder, "*", SearchOption.AllDirectories).ToList();
        var texts = files.Select(Latin1Of).ToList();

        // The search itself works: what is not secret is found.
        Assert.Contains(texts, text => text.Contains(server.Identity.Ak, StringComparison.Ordinal));
        foreach (var secret in new[] { server.Identity.Sk, server.Identity.Password, token })
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Identity.Sk, server.Identity.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Shared with the server, which holds the files open.</summary>
    private static string Latin1Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}
