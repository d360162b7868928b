-- A temporary key reaches no further than the credential it was asked for with: null where that was a lasting key.
alter table temporary_keys add column project_id text;

-- Signatures that were accepted on a change, while their date is: only kept where the operator refuses replays.
create table used_signatures (
    signature text primary key,
    expires_ms bigint not null
);

create index used_signatures_by_expiry on used_signatures (expires_ms);
