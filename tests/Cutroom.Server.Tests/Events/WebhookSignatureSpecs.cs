using Cutroom.Server.Events;
using Xunit;

namespace Cutroom.Server.Tests.Events;

public sealed class WebhookSignatureSpecs
{
    /// <summary>The example that the reference libraries of Standard Webhooks test themselves with.</summary>
    [Fact]
    public void The_signature_is_that_of_the_published_example() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                """{"test": 2432232314}"""
            )
        );

    [Fact]
    public void A_secret_has_256_random_bits()
    {
        var (one, other) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());

        Assert.NotEqual(one, other);
        Assert.Equal(32, Convert.FromBase64String(one["whsec_".Length..]).Length);
    }
}
