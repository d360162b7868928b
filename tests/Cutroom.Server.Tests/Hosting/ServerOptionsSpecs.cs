using Cutroom.Server.Hosting;
using Xunit;

namespace Cutroom.Server.Tests.Hosting;

/// <summary>A bad value stops the start with the key, the value and the range.</summary>
public sealed class ServerOptionsSpecs
{
    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_defaults()
    {
        var environment = Environment(("CUTROOM_LISTEN", "http://127.0.0.1:1"), ("CUTROOM_DATA", "/from-environment"));

        var options = ServerOptions.Read(new GivenOptions(Listen: "http://127.0.0.1:2"), environment);

        Assert.Equal(("http://127.0.0.1:2", "/from-environment"), (options.Listen, options.DataFolder));
        Assert.Equal((ServerRole.All, true), (options.Role, options.AcceptUnsignedPayload));
    }

    [Theory]
    [InlineData("CUTROOM_LISTEN", "127.0.0.1:8080")]
    [InlineData("CUTROOM_LISTEN", "https://127.0.0.1:8080")]
    [InlineData("CUTROOM_LISTEN", "http://127.0.0.1:8080/path")]
    [InlineData("CUTROOM_ROLE", "boss")]
    [InlineData("CUTROOM_ACCEPT_UNSIGNED_PAYLOAD", "yes")]
    public void A_bad_value_is_refused_with_its_key_and_text(string key, string value)
    {
        var exception = Assert.Throws<FormatException>(() =>
            ServerOptions.Read(new GivenOptions(), Environment((key, value)))
        );

        Assert.Contains(key, exception.Message);
        Assert.Contains(value, exception.Message);
    }

    /// <summary>Its text may hold a password, so it is not repeated.</summary>
    [Fact]
    public void A_bad_database_is_refused_without_repeating_it()
    {
        var exception = Assert.Throws<FormatException>(() =>
            ServerOptions.Read(new GivenOptions(Database: "mysql://u:secret@h/d"), Environment())
        );

        Assert.Contains("CUTROOM_DATABASE", exception.Message);
        Assert.DoesNotContain("secret", exception.Message);
    }

    [Fact]
    public void Printing_the_options_shows_no_secret()
    {
        var options = new ServerOptions { Database = "postgres://u:secret@h/d", SealKey = "secret" };

        Assert.DoesNotContain("secret", options.ToString());
    }

    private static Func<string, string?> Environment(params (string Key, string Value)[] values) =>
        key => values.FirstOrDefault(pair => pair.Key == key).Value;
}
