-- Changes of who hosts which party, between sequencing and publication.

create table "par_hosting" (
    "synchronizer" text collate "C" not null,
    "effective_at" bigint not null,
    "content" bytea not null,
    primary key ("synchronizer", "effective_at")
);
