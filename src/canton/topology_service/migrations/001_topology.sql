-- What every node keeps of topologies; see canton.topology_service.store.

create table "common_topology_transactions" (
    "store" text collate "C" not null,
    "position" bigint not null,
    "sequenced" bigint not null,
    "valid_from" bigint not null,
    "valid_until" bigint,
    "mapping_code" bigint not null,
    "namespace" text collate "C" not null,
    "identifier" text collate "C" not null,
    "serial" bigint not null,
    "operation" bigint not null,
    "mapping_hash" bytea not null,
    "tx_hash" bytea not null,
    "is_proposal" boolean not null,
    "protocol_version" bigint not null,
    "instance" bytea not null,
    "rejection" text collate "C",
    primary key ("store", "position")
);
