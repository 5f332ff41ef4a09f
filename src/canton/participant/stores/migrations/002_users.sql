-- Users of the Ledger API and their rights.

create table "par_user" (
    "user_id" text collate "C" not null,
    "primary_party" text collate "C",
    "is_deactivated" boolean not null,
    "primary_party_authentication" boolean not null,
    "identity_provider_id" text collate "C" not null,
    "resource_version" bigint not null,
    "annotation_keys" text[] collate "C" not null,
    "annotation_values" text[] collate "C" not null,
    "created_at" bigint not null,
    primary key ("user_id")
);

create table "par_user_right" (
    "user_id" text collate "C" not null,
    "kind" bigint not null,
    "party" text collate "C" not null,
    "granted_at" bigint not null,
    primary key ("user_id", "kind", "party")
);

create table "par_built_in_user" (
    "user_id" text collate "C" not null,
    primary key ("user_id")
);
