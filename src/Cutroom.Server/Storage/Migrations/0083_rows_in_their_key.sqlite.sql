-- SQLite keeps a table and its primary key as two trees, unless the rows stand in the key; every change of these tables touched both.
-- Columns, keys and indexes are as before. Tables of wide rows stay as they are.
alter table editing_tasks rename to old_editing_tasks;
create table editing_tasks (
    project_id text not null,
    task_id text not null,
    number bigint not null,
    asset_id text not null,
    status text not null,
    created_ms bigint not null,
    started_ms bigint,
    ended_ms bigint,
    progress bigint not null,
    phase text,
    attempt bigint not null,
    attempts_left bigint not null,
    lease_owner text,
    lease_end_ms bigint,
    failure_code text,
    failure_message text,
    version bigint not null default 1,
    rank bigint not null default 4,
    media_ms bigint not null default 0,
    held bigint not null default 0,
    slots bigint not null default 1,
    memory_mib bigint not null default 0,
    disk_mib bigint not null default 0,
    primary key (project_id, task_id)
) without rowid;
insert into editing_tasks select * from old_editing_tasks;
drop table old_editing_tasks;
create unique index editing_tasks_by_number on editing_tasks (project_id, number);

alter table editing_task_queue rename to old_editing_task_queue;
create table editing_task_queue (
    project_id text not null,
    rank bigint not null,
    number bigint not null,
    task_id text not null,
    media_ms bigint not null,
    slots bigint not null default 1,
    memory_mib bigint not null default 0,
    disk_mib bigint not null default 0,
    primary key (project_id, rank, number)
) without rowid;
insert into editing_task_queue select * from old_editing_task_queue;
drop table old_editing_task_queue;

alter table editing_task_leases rename to old_editing_task_leases;
create table editing_task_leases (
    project_id text not null,
    task_id text not null,
    primary key (project_id, task_id)
) without rowid;
insert into editing_task_leases select * from old_editing_task_leases;
drop table old_editing_task_leases;

alter table editing_task_inputs rename to old_editing_task_inputs;
create table editing_task_inputs (
    project_id text not null,
    task_id text not null,
    position bigint not null,
    asset_id text not null,
    generation_id text not null,
    primary key (project_id, task_id, position)
) without rowid;
insert into editing_task_inputs select * from old_editing_task_inputs;
drop table old_editing_task_inputs;
create index editing_task_inputs_by_asset on editing_task_inputs (project_id, asset_id);
create index editing_task_inputs_by_generation on editing_task_inputs (project_id, generation_id);

alter table events rename to old_events;
create table events (
    project_id text not null,
    event_id text not null,
    created_ms bigint not null,
    event_type text not null,
    task_id text not null,
    body text not null,
    primary key (project_id, event_id)
) without rowid;
insert into events select * from old_events;
drop table old_events;
create index events_by_time on events (project_id, created_ms);

alter table audit rename to old_audit;
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
) without rowid;
insert into audit select * from old_audit;
drop table old_audit;
create index audit_by_id on audit (audit_id);
