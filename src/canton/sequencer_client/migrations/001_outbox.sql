-- What members have yet to send.

create table "common_outbox" (
    "synchronizer" text collate "C" not null,
    "message_id" text collate "C" not null,
    "batch" bytea not null,
    "max_sequencing_time" bigint not null,
    "aggregation_rule" bytea not null,
    "traceparent" text collate "C" not null,
    primary key ("synchronizer", "message_id")
);
