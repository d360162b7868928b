using Cutroom.Server.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>I18: PBKDF2-HMAC-SHA-512 of at least 220,000 rounds.</summary>
public sealed class PasswordHashSpecs
{
    private static readonly string Hash = PasswordHash.Make("correct horse");

    [Fact]
    public void Only_the_password_itself_fits()
    {
        Assert.True(PasswordHash.Fits("correct horse", Hash));
        Assert.False(PasswordHash.Fits("correct horsf", Hash));
        Assert.False(PasswordHash.Fits("", Hash));
        Assert.False(PasswordHash.Fits("", PasswordHash.OfNobody));
    }

    [Fact]
    public void The_text_names_its_cost_and_never_repeats()
    {
        Assert.StartsWith("pbkdf2-sha512$220000$", Hash, StringComparison.Ordinal);
        Assert.NotEqual(Hash, PasswordHash.Make("correct horse"));
    }
}
