-- Identity providers of the Ledger API, and what it keeps of parties.

create table "par_identity_provider" (
    "identity_provider_id" text collate "C" not null,
    "is_deactivated" boolean not null,
    "issuer" text collate "C" not null,
    "jwks_url" text collate "C" not null,
    "audience" text collate "C",
    primary key ("identity_provider_id")
);

create table "par_party_record" (
    "party" text collate "C" not null,
    "identity_provider_id" text collate "C" not null,
    "resource_version" bigint not null,
    "annotation_keys" text[] collate "C" not null,
    "annotation_values" text[] collate "C" not null,
    primary key ("party")
);
