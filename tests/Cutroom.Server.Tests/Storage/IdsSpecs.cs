using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>The audit and the deliveries are shown in the order of their ids.</summary>
public sealed class IdsSpecs
{
    private const int Count = 20_000;

    [Fact]
    public async Task Ids_of_one_process_rise_and_never_come_twice()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Make)));

        Assert.All(made, ids => Assert.Equal(ids.Order(StringComparer.Ordinal), ids));
        Assert.Equal(made.Length * Count, made.SelectMany(ids => ids).Distinct().Count());
        Assert.All(made[0], id => Assert.True(Ids.IsWellFormed(id) && id[12] == '7', id));
    }

    private static string[] Make() => [.. Enumerable.Range(0, Count).Select(_ => Ids.New())];
}
