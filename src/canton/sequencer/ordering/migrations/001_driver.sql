-- What all sequencers of a synchronizer share; see canton.sequencer.ordering.shared_table.

create table "blocks" (
    "id" bigint not null,
    "request" bytea not null,
    "uuid" text collate "C" not null,
    primary key ("id"),
    unique ("uuid")
);

create table "ordering_progress" (
    "sequencer" text collate "C" not null,
    "next_height" bigint not null,
    primary key ("sequencer")
);
