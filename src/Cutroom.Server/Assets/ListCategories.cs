using System.Globalization;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>The tree of categories in its two shapes. Source: VOD API reference, query asset category; list category information.</summary>
internal static class ListCategories
{
    private const int MaxIds = 10;

    /// <summary>0 asks for the whole tree, another id for that category and all below it.</summary>
    public static async Task<Ok<CategoryTree[]>> TreeAsync(
        QueryValues query,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        query.RequiredText("id");
        var id = (long)query.Number("id", ifAbsent: 0, least: 0, most: int.MaxValue);
        var children = (await AllAsync(caller, database, cancellation)).ToLookup(category => category.ParentId);
        var top = id == 0 ? children[0] : children.SelectMany(level => level).Where(one => one.CategoryId == id);
        CategoryTree[] trees = [.. top.Select(category => Tree(category, children))];
        return id == 0 || trees.Length > 0 ? TypedResults.Ok(trees) : throw new Refusal(WireError.UnknownCategory);
    }

    /// <summary>Those named, each with its direct children; unknown ids are left out.</summary>
    public static async Task<Ok<CategoryWithChildren[]>> NamedAsync(
        QueryValues query,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        string[] texts = [.. query.All("id").SelectMany(text => text.Split(','))];
        if (texts.Length is 0 or > MaxIds)
            throw new Refusal(WireError.IllegalParameter, $"id ({texts.Length}, 1 to {MaxIds})");
        var ids = texts.Select(Id).ToHashSet();
        var all = await AllAsync(caller, database, cancellation);
        var children = all.ToLookup(category => category.ParentId);
        CategoryWithChildren[] found =
        [
            .. all.Where(category => ids.Contains(category.CategoryId))
                .Select(category => new CategoryWithChildren(
                    category.CategoryId,
                    category.Name,
                    [.. children[category.CategoryId].Select(one => new CategoryName(one.CategoryId, one.Name))]
                )),
        ];
        return TypedResults.Ok(found);
    }

    private static Task<IReadOnlyList<Category>> AllAsync(
        Caller caller,
        Database database,
        CancellationToken cancellation
    ) => database.ReadAsync(session => CategoryStore.AllAsync(session, caller.ProjectId), cancellation);

    private static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new Refusal(WireError.IllegalParameter, "id");

    private static CategoryTree Tree(Category category, ILookup<long, Category> children) =>
        new(
            category.CategoryId.ToString(CultureInfo.InvariantCulture),
            category.Name,
            [.. children[category.CategoryId].Select(child => Tree(child, children))]
        );
}
