using System.Text;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>Creates, renames and deletes categories. Source: VOD API reference, media asset categories.</summary>
internal static class ChangeCategories
{
    private const int MaxName = 64;
    private const int MaxChildren = 128;

    /// <summary>Ours: three full levels would be two million.</summary>
    public const int MaxCategories = 5_000;

    public static async Task<Ok<CategoryAnswer>> CreateAsync(HttpContext context, Caller caller, Database database)
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.CreateCategoryRequest);
        var (name, parent) = (Name(request.Name), request.ParentId ?? 0);
        var created = await InTurnAsync(
            context,
            caller,
            database,
            Permissions.CreateCategory,
            async (session, id) =>
            {
                var tree = await CategoryStore.AllAsync(session, caller.ProjectId);
                var level = parent == 0 ? 1 : Known(tree, parent).Level + 1;
                if (level > Category.MaxLevel)
                    throw new Refusal(WireError.CategoryTooDeep, $"level {level}, at most {Category.MaxLevel}");
                if (tree.Count(one => one.ParentId == parent) >= MaxChildren)
                    throw new Refusal(WireError.TooManyCategories, $"{MaxChildren} in one category");
                if (tree.Count >= MaxCategories)
                    throw new Refusal(WireError.TooManyCategories, $"{MaxCategories} in all");
                var category = new Category(id, parent, level, name);
                return await CategoryStore.AddAsync(session, caller.ProjectId, category)
                    ? category
                    : throw new Refusal(WireError.CategoryExists, name);
            }
        );
        return TypedResults.Ok(Answer(caller, created));
    }

    public static async Task<Ok<CategoryAnswer>> RenameAsync(HttpContext context, Caller caller, Database database)
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.RenameCategoryRequest);
        var name = Name(request.Name);
        var id = request.Id ?? throw new Refusal(WireError.IllegalParameter, "id");
        var renamed = await InTurnAsync(
            context,
            caller,
            database,
            Permissions.ModifyCategory,
            async (session, _) =>
            {
                var category = Known(await CategoryStore.AllAsync(session, caller.ProjectId), id);
                return await CategoryStore.RenameAsync(session, caller.ProjectId, category, name)
                    ? category with
                    {
                        Name = name,
                    }
                    : throw new Refusal(WireError.CategoryExists, name);
            }
        );
        return TypedResults.Ok(Answer(caller, renamed));
    }

    /// <summary>With all below it; their assets fall back to the built-in category.</summary>
    public static async Task<NoContent> DeleteAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        Database database
    )
    {
        query.RequiredText("id");
        var id = (long)query.Number("id", ifAbsent: 0, least: 1, most: int.MaxValue);
        await InTurnAsync(
            context,
            caller,
            database,
            Permissions.DeleteCategory,
            async (session, _) =>
            {
                var tree = await CategoryStore.AllAsync(session, caller.ProjectId);
                var top = Known(tree, id);
                var gone = new List<long> { id };
                // Parents come before children, so one pass finds all levels.
                foreach (var category in tree.Where(one => gone.Contains(one.ParentId)))
                    gone.Add(category.CategoryId);
                await CategoryStore.DeleteAsync(session, caller.ProjectId, gone);
                return top;
            }
        );
        return TypedResults.NoContent();
    }

    /// <param name="change">Gets the next id. What it throws undoes the turn as well.</param>
    private static Task<Category> InTurnAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Permission permission,
        Func<DbSession, long, Task<Category>> change
    ) =>
        database.WriteAsync(
            async session =>
            {
                var category = await change(session, await CategoryStore.TakeTurnAsync(session, caller.ProjectId));
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    permission.Action,
                    $"{category.CategoryId}",
                    context.TraceIdentifier
                );
                return category;
            },
            context.RequestAborted
        );

    private static Category Known(IReadOnlyList<Category> tree, long id) =>
        tree.FirstOrDefault(one => one.CategoryId == id) ?? throw new Refusal(WireError.UnknownCategory);

    private static string Name(string? name) =>
        name is { Length: > 0 } && Encoding.UTF8.GetByteCount(name) is var bytes
            ? bytes <= MaxName
                ? name
                : throw new Refusal(WireError.IllegalParameter, $"name ({bytes} bytes, at most {MaxName})")
            : throw new Refusal(WireError.IllegalParameter, "name");

    private static CategoryAnswer Answer(Caller caller, Category category) =>
        new(category.CategoryId, category.Name, category.ParentId, category.Level, caller.ProjectId.Value);
}
