using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A node of a project's tree of categories.</summary>
/// <param name="ParentId">0: first level.</param>
/// <param name="Level">1 to 3.</param>
internal sealed record Category(long CategoryId, long ParentId, long Level, string Name)
{
    /// <summary>The built-in category of assets that have no other; it has no row.</summary>
    public const long Other = -1;

    public const int MaxLevel = 3;
}

/// <summary>Every statement on categories. Changes of one project's tree take its row of the counts first and so stand in one order.</summary>
internal static class CategoryStore
{
    /// <summary>For every change of the tree, before it looks at anything. Locked until the commit.</summary>
    /// <returns>The next id, which is then taken.</returns>
    public static Task<long> TakeTurnAsync(DbSession session, ProjectId project) =>
        session.SingleAsync<long>(
            """
            insert into asset_category_counts (project_id, newest) values (@project, 1)
            on conflict (project_id) do update set newest = asset_category_counts.newest + 1
            returning newest
            """,
            new { project = project.Value }
        );

    /// <summary>For create, in its turn.</summary>
    /// <returns>False where the parent has a child of that name.</returns>
    public static async Task<bool> AddAsync(DbSession session, ProjectId project, Category category) =>
        await session.ExecuteAsync(
            """
            insert into asset_categories (project_id, category_id, parent_id, level, name)
            values (@project, @id, @parent, @level, @name)
            on conflict (project_id, parent_id, name) do nothing
            """,
            new
            {
                project = project.Value,
                id = category.CategoryId,
                parent = category.ParentId,
                level = category.Level,
                name = category.Name,
            }
        ) == 1;

    /// <summary>For rename, in its turn.</summary>
    /// <returns>False where a sibling has that name.</returns>
    public static async Task<bool> RenameAsync(DbSession session, ProjectId project, Category category, string name) =>
        await session.ExecuteAsync(
            """
            update asset_categories set name = @name
            where project_id = @project and category_id = @id and not exists (
                select 1 from asset_categories other
                where other.project_id = @project and other.parent_id = @parent and other.name = @name
                    and other.category_id <> @id)
            """,
            new
            {
                project = project.Value,
                id = category.CategoryId,
                parent = category.ParentId,
                name,
            }
        ) == 1;

    /// <summary>For delete, in its turn: the category and all below it; their assets fall back to the built-in one.</summary>
    public static async Task DeleteAsync(DbSession session, ProjectId project, IReadOnlyList<long> ids)
    {
        var arguments = new { project = project.Value, ids };
        await session.ExecuteAsync(
            "update assets set category_id = -1 where project_id = @project and category_id in @ids",
            arguments
        );
        await session.ExecuteAsync(
            "delete from asset_categories where project_id = @project and category_id in @ids",
            arguments
        );
    }

    /// <summary>Primary key.</summary>
    public static Task<Category?> FindAsync(DbSession session, ProjectId project, long id) =>
        session.SingleAsync<Category>(
            """
            select category_id, parent_id, level, name from asset_categories
            where project_id = @project and category_id = @id
            """,
            new { project = project.Value, id }
        );

    /// <summary>The whole tree, bounded by <see cref="ChangeCategories.MaxCategories"/>, parents before children.</summary>
    public static Task<IReadOnlyList<Category>> AllAsync(DbSession session, ProjectId project) =>
        session.ListAsync<Category>(
            """
            select category_id, parent_id, level, name from asset_categories
            where project_id = @project order by level, category_id
            """,
            new { project = project.Value }
        );
}
