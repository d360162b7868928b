-- Media under management. Ids rise with time: newest first is asset_id descending. Times are UTC milliseconds.
create table assets (
    project_id text not null,
    asset_id text not null,
    title text not null,
    description text not null,
    tags text not null,
    video_name text not null,
    video_type text not null,
    -- CREATING, CREATED, PUBLISHED, FAILED, CANCELLED (docs/compatibility.md).
    status text not null,
    -- 1 while the asset is the output of an editing task that has not succeeded: shown by no call.
    hidden bigint not null,
    auto_publish bigint not null,
    expected_md5 text,
    -- SHA-256 of the token in the upload URL; null where nothing may be uploaded.
    upload_hash text,
    upload_until_ms bigint,
    -- Random; signs the asset's delivery addresses. They die with the row.
    delivery_key text not null,
    generation_id text,
    -- Facts as probed, JSON; null until the upload is confirmed.
    media text,
    created_ms bigint not null,
    modified_ms bigint not null,
    primary key (project_id, asset_id)
);

-- Immutable bytes: a folder of the media store. Kept while an asset or an unfinished task names them.
create table generations (
    project_id text not null,
    generation_id text not null,
    main_file text not null,
    size_bytes bigint not null,
    sha256 text not null,
    created_ms bigint not null,
    primary key (project_id, generation_id)
);
