-- What a task takes of the worker that carries it out, estimated when it was created; 1, 0, 0 for tasks from before.
alter table editing_tasks add column slots bigint not null default 1;
alter table editing_tasks add column memory_mib bigint not null default 0;
alter table editing_tasks add column disk_mib bigint not null default 0;
alter table editing_task_queue add column slots bigint not null default 1;
alter table editing_task_queue add column memory_mib bigint not null default 0;
alter table editing_task_queue add column disk_mib bigint not null default 0;
