-- What a worker has, besides slots, and what of it no task holds. A node that does not say has enough.
alter table nodes add column memory_mib bigint not null default 2147483647;
alter table nodes add column slots_left bigint not null default 2147483647;
alter table nodes add column memory_left_mib bigint not null default 2147483647;
alter table nodes add column disk_left_mib bigint not null default 2147483647;
