-- What happened, written in the transaction of the change (I13). body: JSON as a webhook gets it. Times are UTC milliseconds.
create table events (
    project_id text not null,
    event_id text not null,
    created_ms bigint not null,
    event_type text not null,
    task_id text not null,
    body text not null,
    primary key (project_id, event_id)
);

create index events_by_time on events (project_id, created_ms);

-- Where a project wants its events. event_types: separated and enclosed by commas.
create table webhooks (
    project_id text not null,
    webhook_id text not null,
    url text not null,
    event_types text not null,
    sealed_secret text not null,
    key_version bigint not null,
    created_ms bigint not null,
    -- Calls in a row that reached nobody; nothing is sent before blocked_until_ms.
    failures bigint not null,
    blocked_until_ms bigint not null,
    -- The one process that sends to it, until sender_until_ms.
    sender text,
    sender_until_ms bigint not null,
    primary key (project_id, webhook_id)
);

-- One event for one webhook. state: PENDING, SENT, GIVEN_UP.
create table deliveries (
    project_id text not null,
    webhook_id text not null,
    event_id text not null,
    state text not null,
    attempts bigint not null,
    -- Three days count from here.
    queued_ms bigint not null,
    next_ms bigint not null,
    last_error text,
    primary key (project_id, webhook_id, event_id)
);

create index deliveries_due on deliveries (project_id, webhook_id, next_ms) where state = 'PENDING';
