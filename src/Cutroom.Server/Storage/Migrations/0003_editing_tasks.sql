-- One narrow row per task: what claims, renewals and lists touch. Texts stand in editing_task_documents.
-- status: WAITING, PROCESSING, SUCCEED, FAILED, CANCEL (docs/task-states.md). Times are UTC milliseconds.
create table editing_tasks (
    project_id text not null,
    task_id text not null,
    -- 1, 2, 3 … without a gap inside the project, in the order of creation: a list's offset is a number (editing_task_counts).
    number bigint not null,
    -- The output.
    asset_id text not null,
    status text not null,
    -- Rises strictly with number.
    created_ms bigint not null,
    started_ms bigint,
    ended_ms bigint,
    progress bigint not null,
    phase text,
    -- The fencing token: grows with each claim.
    attempt bigint not null,
    -- Further claims allowed. A claim takes one, an orderly hand-back returns it.
    attempts_left bigint not null,
    -- Null while nobody works on it; a PROCESSING task may be taken over once lease_end_ms has passed.
    lease_owner text,
    lease_end_ms bigint,
    -- Why the latest attempt failed, or why the task did.
    failure_code text,
    failure_message text,
    primary key (project_id, task_id)
);

create unique index editing_tasks_by_number on editing_tasks (project_id, number);

-- Claims look across projects for the oldest. Only waiting rows: a claim costs the same whatever was done before.
create index editing_tasks_waiting on editing_tasks (created_ms, project_id, task_id) where status = 'WAITING';

-- As many rows as workers have slots. The lease is left out, so that renewing touches no index.
create index editing_tasks_running on editing_tasks (project_id, task_id) where status = 'PROCESSING';

-- Exact totals without counting. The row also hands out number and created_ms, in one order.
create table editing_task_counts (
    project_id text primary key,
    total bigint not null,
    newest_ms bigint not null
);

-- The bytes each input had at create (I12), in the order of the request.
create table editing_task_inputs (
    project_id text not null,
    task_id text not null,
    position bigint not null,
    asset_id text not null,
    generation_id text not null,
    primary key (project_id, task_id, position)
);

create index editing_task_inputs_by_asset on editing_task_inputs (project_id, asset_id);
create index editing_task_inputs_by_generation on editing_task_inputs (project_id, generation_id);

-- JSON. request: as accepted; timeline: what it means to the renderer; plan: of the latest attempt; report: of the output.
create table editing_task_documents (
    project_id text not null,
    task_id text not null,
    request text not null,
    timeline text not null,
    plan text,
    report text,
    primary key (project_id, task_id)
);
