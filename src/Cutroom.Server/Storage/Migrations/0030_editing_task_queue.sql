-- What a claim looks at stands apart from what is kept: a row here waits for a worker, and is gone once it is claimed or cancelled.
-- Held tasks have none until they are released.
create table editing_task_queue (
    project_id text not null,
    -- 0 is claimed first: 9 less the priority.
    rank bigint not null,
    number bigint not null,
    task_id text not null,
    -- Planned length of the output: what the task costs its project's share.
    media_ms bigint not null,
    primary key (project_id, rank, number)
);

-- One row per task that is PROCESSING; the lease itself stands in editing_tasks.
create table editing_task_leases (
    project_id text not null,
    task_id text not null,
    primary key (project_id, task_id)
);

-- One row per project that ever had a task. Creates of a project take turns at it; claims keep it from changing under them.
create table editing_queues (
    project_id text primary key,
    weight bigint not null default 1,
    paused bigint not null default 0,
    -- Null for no limit.
    running_limit bigint
);

-- version: grows with every step but renewals. held: 1 while the task waits for its release, not for a worker.
alter table editing_tasks add column version bigint not null default 1;
alter table editing_tasks add column rank bigint not null default 4;
alter table editing_tasks add column media_ms bigint not null default 0;
alter table editing_tasks add column held bigint not null default 0;

insert into editing_queues (project_id) select project_id from editing_task_counts;
insert into editing_task_queue (project_id, rank, number, task_id, media_ms)
    select project_id, rank, number, task_id, media_ms from editing_tasks where status = 'WAITING';
insert into editing_task_leases (project_id, task_id)
    select project_id, task_id from editing_tasks where status = 'PROCESSING';

-- Without an index on its status a task's row is rewritten in place. Its number says how many there are: none is ever removed.
drop index editing_tasks_waiting;
drop index editing_tasks_running;
drop table editing_task_counts;
