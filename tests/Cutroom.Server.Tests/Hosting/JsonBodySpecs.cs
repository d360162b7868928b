using System.Text;
using Cutroom.Server.Hosting;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cutroom.Server.Tests.Hosting;

/// <summary>Whatever the bytes, a body is read or refused with VOD.10053 (I21).</summary>
public sealed class JsonBodySpecs
{
    public static TheoryData<string, string> Bad =>
        new()
        {
            { "", "body" },
            { "null", "body" },
            { "[]", "body" },
            { "{", "body" },
            { "{}{}", "body" },
            { "{\"auth\":{},}", "body" },
            { "// comment\n{}", "body" },
            { "{\"auth\":NaN}", "auth" },
            { "{\"auth\":1}", "auth" },
            { "{\"auth\":{\"identity\":{\"methods\":[1]}}}", "auth.identity.methods[0]" },
            { "{\"auth\":{\"identity\":{\"password\":{\"user\":{\"name\":5}}}}}", "auth.identity.password.user.name" },
            { "{\"auth\":{},\"auth\":{}}", "auth" },
            { "{\"other\":{\"a\":1,\"a\":2}}", "body" },
            { "{\"other\":[[{\"a\":{\"b\":1,\"b\":1}}]]}", "body" },
            { "\ufeff{}", "body" },
            { "{\"auth\":{\"identity\":{\"methods\":[\"\\ud800\"]}}}", "auth.identity.methods[0]" },
            { "{\"\\ud800\":1}", "body" },
            { new string('[', 40), "body" },
            { "{\"other\":" + new string('[', 33) + new string(']', 33) + "}", "other" },
            { "{\"auth\":{\"identity\":{\"methods\":[\"a\\u0000\"]}}}", "auth.identity.methods[0]" },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_body_is_refused_and_the_field_named_where_it_is_known(string body, string field)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => ReadAsync(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(WireError.IllegalParameter, refusal.Error);
        Assert.Equal($"The request parameter is illegal, illegal field: {field}.", refusal.Message);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused() =>
        await Assert.ThrowsAsync<Refusal>(() =>
            ReadAsync([.. "{\"auth\":{\"identity\":{\"methods\":[\""u8, 0xff, .. "\"]}}}"u8])
        );

    [Fact]
    public async Task More_than_a_mebibyte_is_refused_whether_the_length_is_told_or_not()
    {
        var large = Encoding.UTF8.GetBytes("{\"other\":\"" + new string('a', 1 << 20) + "\"}");

        await Assert.ThrowsAsync<Refusal>(() => ReadAsync(large));
        await Assert.ThrowsAsync<Refusal>(() => ReadAsync(large, tellLength: false));
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => ReadAsync("{}"u8.ToArray(), encoding: "gzip"));

        Assert.Contains("Content-Encoding", refusal.Message);
    }

    [Fact]
    public async Task Unknown_members_and_32_levels_are_read()
    {
        var levels = "{\"other\":" + new string('[', 31) + new string(']', 31) + ",\"auth\":{}}";

        Assert.NotNull((await ReadAsync(Encoding.UTF8.GetBytes(levels))).Auth);
    }

    /// <summary>20,000 bodies damaged at random: each is read or refused, none is a bug.</summary>
    [Fact]
    public async Task No_damage_makes_a_body_a_bug()
    {
        var good =
            "{\"auth\":{\"identity\":{\"methods\":[\"password\",\"\\u00e9\\ud83c\\udfac\"]},\"n\":-1.5e9,\"d\":{\"a\":null}}}"u8.ToArray();
        var random = new Random(10053);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good];
            for (var damage = random.Next(1, 4); damage > 0; damage--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(bytes[..random.Next(bytes.Length + 1)]);
            }
            catch (Refusal refusal)
            {
                Assert.Equal("VOD.10053", refusal.Error.Code);
            }
        }
    }

    private static Task<TokenRequest> ReadAsync(byte[] body, bool tellLength = true, string? encoding = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = tellLength ? body.Length : null;
        context.Request.Headers.ContentEncoding = encoding;
        return JsonBody.ReadAsync(context, WireJson.Default.TokenRequest);
    }
}
