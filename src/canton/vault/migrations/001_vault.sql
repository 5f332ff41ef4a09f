-- The keys of a node.

create table "common_key" (
    "fingerprint" text collate "C" not null,
    "name" text collate "C" not null,
    "public_key" bytea not null,
    "pair" bytea not null,
    primary key ("fingerprint")
);
