-- What the storage itself needs: the numbers of the group writers, and the leases of replicas.

-- The last batch of each writer, so that after a lost connection it is known whether a batch was
-- applied. A void number was settled as "not applied".
create table storage_writer (
    writer text collate "C" not null primary key,
    batch bigint not null,
    is_void boolean not null,
    seen timestamptz not null
);

-- The term of each lease. Every guarded write locks the row of its epoch, so only take-overs may
-- change it; the heartbeat is apart to stay out of their way.
create table lease (
    name text collate "C" not null primary key,
    epoch bigint not null,
    holder text collate "C" not null,
    taken timestamptz not null
);

create table lease_heartbeat (
    name text collate "C" not null primary key,
    beat bigint not null,
    seen timestamptz not null
);
