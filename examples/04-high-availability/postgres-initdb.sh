#!/bin/sh
# The role and the five databases of this example. Run by ./run-postgres, and by the Docker image
# of PostgreSQL from its folder of initialisation scripts. Safe to run again.
set -eu
user=${POSTGRES_USER:-postgres}

run() { psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --username "$user" --dbname "$1"; }

run postgres <<'SQL'
select 'create role canton login password ''supersafe'''
 where not exists (select from pg_roles where rolname = 'canton') \gexec
SQL

for database in sequencer_a sequencer_b mediator participant driver; do
  run postgres <<SQL
select 'create database $database owner canton'
 where not exists (select from pg_database where datname = '$database') \gexec
SQL
  # Since PostgreSQL 15 only the owner of the schema may create tables in it.
  echo 'alter schema public owner to canton;' | run "$database"
done
