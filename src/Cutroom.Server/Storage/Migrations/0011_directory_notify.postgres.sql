-- Wakes every node that listens when the transaction commits; SQLite's processes compare the number on their own.
create function tell_directory_version() returns trigger language plpgsql as
$$
begin
    perform pg_notify('cutroom_directory', new.version::text);
    return null;
end;
$$;

create trigger directory_version_told after update on directory_version
for each row execute function tell_directory_version();
