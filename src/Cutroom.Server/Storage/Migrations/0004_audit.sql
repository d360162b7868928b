-- One row per accepted change, written in the transaction of the change, never updated (I24).
create table audit (
    project_id text not null,
    audit_id text not null,
    at_ms bigint not null,
    user_id text not null,
    action text not null,
    resource text not null,
    request_id text not null,
    detail text,
    primary key (project_id, audit_id)
);
