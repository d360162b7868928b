-- A tree of categories of each project, at most three levels deep. -1 is the built-in one and has no row.
create table asset_categories (
    project_id text not null,
    -- 1, 2, 3 … inside the project, never used again.
    category_id bigint not null,
    -- 0: first level.
    parent_id bigint not null,
    level bigint not null,
    name text not null,
    primary key (project_id, category_id)
);

create unique index asset_categories_by_parent on asset_categories (project_id, parent_id, name);

-- Hands out the ids. The row is taken by every change of a project's tree, which puts them in one order.
create table asset_category_counts (
    project_id text primary key,
    newest bigint not null
);

alter table assets add column category_id bigint not null default -1;

-- For the duplication check: only what came with a digest.
create index assets_by_md5 on assets (project_id, expected_md5) where expected_md5 is not null;
