"""Settings show no secret and leave room for the writer and the listener."""

from __future__ import annotations

from canton.storage.postgres.settings import PostgresSettings


def test_no_text_shows_the_password() -> None:
    settings = PostgresSettings("db", password="supersafe")
    assert "supersafe" not in repr(settings) + settings.describe()


def test_readers_get_what_the_writer_and_the_listener_leave() -> None:
    assert PostgresSettings("db", connections_max=8).readers_max == 6
    assert PostgresSettings("db", connections_max=1).readers_max == 1


def test_a_session_names_its_process_and_notices_lost_clients() -> None:
    server = PostgresSettings("db", application_name="x" * 100).server_settings
    assert len(server["application_name"]) == 63
    assert server["tcp_keepalives_idle"] == "10"
    assert server["client_connection_check_interval"] == "5000"
