-- What a node with a worker can do, told by itself at each beat.
-- slots: renders at a time. obstacle: DISK or MEDIA while it takes nothing.
alter table nodes add column slots bigint not null default 1;
alter table nodes add column obstacle text;
-- Milliseconds of output that one slot has lately rendered in a second; null before the first.
alter table nodes add column speed bigint;
