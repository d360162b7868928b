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
        Assert.Equal((ServerRole.All, UnsignedPayload.NotJson), (options.Role, options.UnsignedPayload));
    }

    [Theory]
    [InlineData("CUTROOM_LISTEN", "127.0.0.1:8080")]
    [InlineData("CUTROOM_LISTEN", "https://127.0.0.1:8080")]
    [InlineData("CUTROOM_LISTEN", "http://127.0.0.1:8080/path")]
    [InlineData("CUTROOM_ROLE", "boss")]
    [InlineData("CUTROOM_UNSIGNED_PAYLOAD", "yes")]
    [InlineData("CUTROOM_REFUSE_REPLAYS", "maybe")]
    [InlineData("CUTROOM_REGIONS", "region 1")]
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

    [Theory]
    [InlineData("s3://media", "endpoint")]
    [InlineData("s3://media?endpoint=ftp://h", "ftp://h")]
    [InlineData("s3://media?endpoint=http://h/path", "http://h/path")]
    [InlineData("s3://M?endpoint=http://h", "'M'")]
    [InlineData("s3://media?endpoint=http://h&colour=red", "colour")]
    [InlineData("s3://media?endpoint=http://h&direct=yes", "'yes'")]
    [InlineData("s3://media?endpoint=http://h&profile=best", "'best'")]
    [InlineData("s3://media?endpoint=http://h&region=", "region")]
    [InlineData("disk:", "disk:DIR")]
    public void A_bad_media_store_is_refused_with_what_is_wrong(string media, string named)
    {
        var environment = Environment(
            ("CUTROOM_MEDIA", media),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "hush")
        );

        var exception = Assert.Throws<FormatException>(() => ServerOptions.Read(new GivenOptions(), environment));

        Assert.Contains("CUTROOM_MEDIA", exception.Message);
        Assert.Contains(named, exception.Message);
        Assert.DoesNotContain("hush", exception.Message);
    }

    [Fact]
    public void A_media_store_without_keys_is_refused_naming_both()
    {
        var exception = Assert.Throws<FormatException>(() =>
            ServerOptions.Read(new GivenOptions(Media: "s3://media?endpoint=http://h"), Environment())
        );

        Assert.Contains("AWS_ACCESS_KEY_ID", exception.Message);
        Assert.Contains("AWS_SECRET_ACCESS_KEY", exception.Message);
    }

    [Fact]
    public void A_media_store_keeps_what_it_was_given()
    {
        const string text = "s3://media?endpoint=http://h:1&region=r-1&public=https://p&direct=false&profile=unchunked";

        var options = S3Options.Parse(text, new("id", "hush", null));

        Assert.Equal(
            ("media", "http://h:1/", "https://p/"),
            (options.Bucket, $"{options.Endpoint}", $"{options.PublicEndpoint}")
        );
        Assert.Equal(("r-1", false, "unchunked"), (options.Region, options.IsDirect, options.Profile.Name));
        Assert.DoesNotContain("hush", $"{options} {options.Keys}");
    }

    private static Func<string, string?> Environment(params (string Key, string Value)[] values) =>
        key => values.FirstOrDefault(pair => pair.Key == key).Value;
}
