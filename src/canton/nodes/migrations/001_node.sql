-- The identity of the node; one row with the id 1.

create table "common_node_identity" (
    "id" bigint not null,
    "uid" text collate "C" not null,
    primary key ("id")
);
