-- What sending has cost members, and what was purchased for them.

alter table "sequencer_event" add column "traffic_receipt" bytea;

create table "sequencer_traffic_consumption" (
    "member_id" bigint not null,
    "time" bigint not null,
    "extra_consumed" bigint not null,
    "base_remainder" bigint not null,
    "last_cost" bigint not null,
    primary key ("member_id", "time")
);
create index on "sequencer_traffic_consumption" ("time");

create table "sequencer_traffic_purchase" (
    "member" text collate "C" not null,
    "time" bigint not null,
    "serial" bigint not null,
    "total" bigint not null,
    primary key ("member", "time")
);
