#!/bin/sh
# PostgreSQL in a container, for those who like Docker: the same databases as ./run-postgres makes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec docker run --rm --name canton-postgres \
  --env POSTGRES_PASSWORD=supersafe \
  --publish "127.0.0.1:${CANTON_DB_PORT:-5432}:5432" \
  --volume "$here/postgres-initdb.sh:/docker-entrypoint-initdb.d/postgres-initdb.sh:ro" \
  postgres:17
