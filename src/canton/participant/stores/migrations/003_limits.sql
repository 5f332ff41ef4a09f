-- The limits that an operator set.

create table "par_limits" (
    "id" bigint not null,
    "in_flight_requests_max" bigint,
    "submission_rate_max" bigint,
    "submission_burst_factor" text collate "C" not null,
    primary key ("id")
);
