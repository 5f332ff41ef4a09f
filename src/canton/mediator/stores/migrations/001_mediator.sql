-- Verdicts, UUIDs that may not be used again, the cursor, the configuration.

create table "med_verdict" (
    "request_id" bigint not null,
    "root_hash" bytea not null,
    "decided_at" bigint not null,
    "is_approved" boolean not null,
    "result" bytea not null,
    primary key ("request_id")
);

create table "med_deduplication" (
    "uuid" text collate "C" not null,
    "request_time" bigint not null,
    "expire_after" bigint not null,
    primary key ("uuid", "request_time")
);

create table "med_cursor" (
    "synchronizer" text collate "C" not null,
    "event_time" bigint not null,
    "topology_time" bigint not null,
    primary key ("synchronizer")
);

create table "med_synchronizer_configuration" (
    "id" bigint not null,
    "physical_synchronizer_id" text collate "C" not null,
    "connections" bytea not null,
    primary key ("id")
);
