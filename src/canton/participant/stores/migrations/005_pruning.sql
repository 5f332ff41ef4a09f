-- How far the ledger was pruned.

create table "par_pruning" (
    "id" bigint not null,
    "pruned_up_to" bigint not null,
    primary key ("id")
);
