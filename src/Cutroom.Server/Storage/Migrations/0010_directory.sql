-- Groups of users; temporary keys; what operators and clients see of accounts, users and keys.
create table groups (
    group_id text primary key,
    account_id text not null references accounts (account_id),
    name text not null,
    description text not null,
    created_ms bigint not null,
    unique (account_id, name)
);

create table group_memberships (
    group_id text not null references groups (group_id),
    user_id text not null references users (user_id),
    primary key (group_id, user_id)
);

create index group_memberships_by_user on group_memberships (user_id);

alter table accounts add column enabled bigint not null default 1;
alter table users add column description text not null default '';
alter table access_keys add column description text not null default '';

-- Null until the key signed something; written late and now and then, not at every request.
alter table access_keys add column last_used_ms bigint;

-- A key that ends by itself. Its secret is sealed like that of a lasting key; of its security token only the SHA-256 is kept.
create table temporary_keys (
    ak text primary key,
    user_id text not null references users (user_id),
    sealed_secret text not null,
    key_version bigint not null,
    token_hash text not null,
    issued_ms bigint not null,
    expires_ms bigint not null
);

create index temporary_keys_by_user on temporary_keys (user_id);

-- Operators read the newest records first, across projects.
create index audit_by_id on audit (audit_id);

-- One row, whose number rises with every change to who may do what: nodes compare it with the one they know (I23).
create table directory_version (
    only_row bigint primary key check (only_row = 1),
    version bigint not null
);

insert into directory_version (only_row, version) values (1, 1);
