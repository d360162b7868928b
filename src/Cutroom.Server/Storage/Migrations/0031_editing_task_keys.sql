-- Keys that callers gave with a create, so that a repeated create is the same task. Swept once they are older than a day and more.
create table editing_task_keys (
    project_id text not null,
    idempotency_key text not null,
    -- SHA-256 of the request as understood.
    request_hash text not null,
    task_id text not null,
    asset_id text not null,
    created_ms bigint not null,
    primary key (project_id, idempotency_key)
);

create index editing_task_keys_by_age on editing_task_keys (created_ms);
