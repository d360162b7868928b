using Cutroom.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Cutroom.Server.Tests.Hosting;

public sealed class QueryValuesSpecs
{
    [Theory]
    [InlineData("?task_id=a%20b", "a b")]
    [InlineData("?task_id=a+b", "a b")]
    [InlineData("?task_id=a%2Bb", "a+b")]
    [InlineData("?task_id=", "")]
    [InlineData("?task_id", "")]
    [InlineData("?x=1&task_id=%E7%89%87&y", "片")]
    [InlineData("?task_id=100%", "100%")]
    [InlineData("?Task_Id=a", null)]
    [InlineData("", null)]
    public void A_text_is_decoded_once(string query, string? expected) =>
        Assert.Equal(expected, Of(query).Text("task_id"));

    [Theory]
    [InlineData("?task_id=a&task_id=a")]
    [InlineData("?task_id=a&task%5fid=b")]
    [InlineData("?task_id=%FF")]
    [InlineData("?task_id=a%00b")]
    public void A_text_that_is_repeated_or_not_text_is_refused(string query) =>
        Assert.Contains("task_id", Assert.Throws<Refusal>(() => Of(query).Text("task_id")).Message);

    [Theory]
    [InlineData("", 10)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=100", 100)]
    public void A_number_within_its_bounds_is_read(string query, int expected) =>
        Assert.Equal(expected, Of(query).Number("limit", ifAbsent: 10, least: 1, most: 100));

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=%2B5")]
    [InlineData("?limit=5.0")]
    [InlineData("?limit=+5")]
    [InlineData("?limit=5%00")]
    [InlineData("?limit=")]
    [InlineData("?limit=99999999999999999999")]
    [InlineData("?limit=5&limit=5")]
    [InlineData("?limit=%D9%A5")]
    public void Anything_else_is_refused_naming_the_parameter(string query) =>
        Assert.Contains(
            "illegal field: limit.",
            Assert.Throws<Refusal>(() => Of(query).Number("limit", ifAbsent: 10, least: 1, most: 100)).Message
        );

    [Theory]
    [InlineData("")]
    [InlineData("?task_id=")]
    public void A_required_text_must_be_there(string query) =>
        Assert.Throws<Refusal>(() => Of(query).RequiredText("task_id"));

    [Fact]
    public void A_repeatable_parameter_keeps_its_order() =>
        Assert.Equal(["b", "a", "b"], Of("?asset_id=b&asset_id=a&asset_id=b").All("asset_id"));

    /// <summary>A plus that was signed as itself must not reach the handler as a space (I17).</summary>
    [Fact]
    public void A_plus_is_read_the_way_it_was_signed() =>
        Assert.Equal("a+b", Of("?task_id=a+b", new QueryReading(PlusIsSpace: false)).Text("task_id"));

    private static QueryValues Of(string query, QueryReading? reading = null)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/v1/x" + query;
        context.Features.Set(reading);
        return QueryValues.Of(context);
    }
}
