-- An account's own policies, the text as it was given; their names do not meet those of the system's policies.
create table policies (
    account_id text not null references accounts (account_id),
    name text not null,
    description text not null,
    document text not null,
    created_ms bigint not null,
    primary key (account_id, name)
);

-- What the members of a group may do; project_id as in user_grants, '(global)' for the calls that name no project.
create table group_grants (
    group_id text not null references groups (group_id) on delete cascade,
    project_id text not null,
    policy text not null,
    primary key (group_id, project_id, policy)
);
