-- One row per process that serves, rewritten while it lives. Times are UTC milliseconds of the database.
create table nodes (
    node_id text not null primary key,
    role text not null,
    version text not null,
    started_ms bigint not null,
    seen_ms bigint not null,
    -- The node's own clock minus the database's.
    skew_ms bigint not null
);
