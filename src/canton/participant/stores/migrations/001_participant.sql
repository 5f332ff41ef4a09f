-- Contracts, requests, commands in flight, the ledger, packages, synchronizers.

create table "par_contract" (
    "contract_id" text collate "C" not null,
    "key_hash" bytea not null,
    "created_at" bigint not null,
    "instance" bytea not null,
    primary key ("contract_id")
);
create index on "par_contract" ("key_hash");

create table "par_activeness" (
    "synchronizer" text collate "C" not null,
    "contract_id" text collate "C" not null,
    "state" bigint not null,
    "reassignment_counter" bigint not null,
    "changed_at" bigint not null,
    primary key ("synchronizer", "contract_id")
);

create table "par_request" (
    "synchronizer" text collate "C" not null,
    "request_id" bigint not null,
    "root_hash" bytea not null,
    "mediator_group" bigint not null,
    "response_deadline" bigint not null,
    "decision_time" bigint not null,
    "change_id" bytea not null,
    "completion" bytea not null,
    "effect" bytea not null,
    "decided_at" bigint,
    "outcome" bytea not null,
    primary key ("synchronizer", "request_id")
);

create table "par_cursor" (
    "synchronizer" text collate "C" not null,
    "event_time" bigint not null,
    primary key ("synchronizer")
);

create table "par_in_flight_submission" (
    "change_id" bytea not null,
    "synchronizer" text collate "C" not null,
    "message_id" text collate "C" not null,
    "root_hash" bytea not null,
    "max_sequencing_time" bigint not null,
    "sequenced_at" bigint,
    "submission_id" text collate "C" not null,
    "completion" bytea not null,
    "rejected_at" bigint,
    "rejection" bytea not null,
    primary key ("change_id"),
    unique ("synchronizer", "message_id")
);

create table "par_command_deduplication" (
    "change_id" bytea not null,
    "offset_at" bigint not null,
    "publication_time" bigint not null,
    "submission_id" text collate "C" not null,
    primary key ("change_id")
);

create table "lapi_update" (
    "offset_at" bigint not null,
    "update_id" text collate "C" not null,
    "synchronizer" text collate "C" not null,
    "record_time" bigint not null,
    "kind" bigint not null,
    "content" bytea not null,
    primary key ("offset_at")
);
create index on "lapi_update" ("update_id");

create table "lapi_contract" (
    "contract_id" text collate "C" not null,
    "created_at" bigint not null,
    "node_id" bigint not null,
    "archived_at" bigint,
    "synchronizer" text collate "C" not null,
    "reassignment_counter" bigint not null,
    "package_name" text collate "C" not null,
    "template" text collate "C" not null,
    "stakeholders" text[] collate "C" not null,
    "workflow_id" text collate "C" not null,
    "event" bytea not null,
    primary key ("contract_id")
);
create index on "lapi_contract" ("created_at");
create index on "lapi_contract" ("archived_at");

create table "lapi_completion" (
    "offset_at" bigint not null,
    "user_id" text collate "C" not null,
    "act_as" text[] collate "C" not null,
    "content" bytea not null,
    primary key ("offset_at")
);

create table "par_package" (
    "package_id" text collate "C" not null,
    "name" text collate "C" not null,
    "version" text collate "C" not null,
    "uploaded_at" bigint not null,
    "archive" bytea not null,
    primary key ("package_id")
);

create table "par_dar" (
    "main_package_id" text collate "C" not null,
    "name" text collate "C" not null,
    "version" text collate "C" not null,
    "description" text collate "C" not null,
    "uploaded_at" bigint not null,
    "package_ids" text[] collate "C" not null,
    "content" bytea not null,
    primary key ("main_package_id")
);

create table "par_synchronizer_connection" (
    "alias" text collate "C" not null,
    "physical_id" text collate "C" not null,
    "config" bytea not null,
    primary key ("alias")
);
