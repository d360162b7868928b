-- Who may call, and with what. Times are UTC milliseconds, booleans 0 or 1.
create table accounts (
    account_id text primary key,
    name text not null unique,
    created_ms bigint not null
);

create table projects (
    project_id text primary key,
    account_id text not null references accounts (account_id),
    name text not null,
    description text not null,
    enabled bigint not null,
    created_ms bigint not null,
    unique (account_id, name)
);

create table users (
    user_id text primary key,
    account_id text not null references accounts (account_id),
    name text not null,
    -- Algorithm, cost, salt and digest; never the password (I18).
    password_hash text not null,
    enabled bigint not null,
    created_ms bigint not null,
    unique (account_id, name)
);

-- project_id is empty for a grant on every project of the account.
create table user_grants (
    user_id text not null references users (user_id),
    project_id text not null,
    policy text not null,
    primary key (user_id, project_id, policy)
);

-- The secret is sealed under a key that is not in this database; ak, user and key version are bound to it (I18).
create table access_keys (
    ak text primary key,
    user_id text not null references users (user_id),
    sealed_secret text not null,
    key_version bigint not null,
    enabled bigint not null,
    created_ms bigint not null
);

create index access_keys_by_user on access_keys (user_id);

-- Only the SHA-256 of a token is kept. project_id is empty for a token of the account.
create table tokens (
    token_hash text primary key,
    user_id text not null references users (user_id),
    project_id text not null,
    names_account bigint not null,
    issued_ms bigint not null,
    expires_ms bigint not null,
    revoked bigint not null
);

create index tokens_by_user on tokens (user_id);
