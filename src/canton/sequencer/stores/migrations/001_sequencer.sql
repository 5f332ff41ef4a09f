-- What one sequencer keeps; see canton.sequencer.stores.tables.

create table "sequencer_member" (
    "member" text collate "C" not null,
    "id" bigint not null,
    "registered_at" bigint not null,
    "enabled" boolean not null,
    "pruned_previous" bigint,
    primary key ("member"),
    unique ("id")
);

create table "sequencer_event" (
    "time" bigint not null,
    "kind" text collate "C" not null,
    "sender_id" bigint not null,
    "message_id" text collate "C" not null,
    "batch" bytea not null,
    "error" bytea not null,
    "trace" text collate "C" not null,
    primary key ("time")
);

create table "sequencer_recipient" (
    "member_id" bigint not null,
    "time" bigint not null,
    "groups" text[] collate "C" not null,
    primary key ("member_id", "time")
);
create index on "sequencer_recipient" ("time");

create table "sequencer_acknowledgement" (
    "member_id" bigint not null,
    "time" bigint not null,
    primary key ("member_id")
);

create table "sequencer_aggregation" (
    "id" bytea not null,
    "max_sequencing_time" bigint not null,
    "rule" bytea not null,
    "delivered_at" bigint,
    primary key ("id")
);
create index on "sequencer_aggregation" ("max_sequencing_time");

create table "sequencer_contribution" (
    "aggregation_id" bytea not null,
    "sender" text collate "C" not null,
    "max_sequencing_time" bigint not null,
    "time" bigint not null,
    "signatures" bytea not null,
    primary key ("aggregation_id", "sender")
);
create index on "sequencer_contribution" ("max_sequencing_time");

create table "sequencer_block" (
    "height" bigint not null,
    "last_time" bigint not null,
    "latest_sequencer_event" bigint,
    "pending_topology" bigint,
    primary key ("height")
);

create table "sequencer_configuration" (
    "id" bigint not null,
    "synchronizer" text collate "C" not null,
    "static_parameters" bytea not null,
    "first_block" bigint not null,
    primary key ("id")
);

create table "sequencer_lower_bound" (
    "id" bigint not null,
    "time" bigint not null,
    primary key ("id")
);
