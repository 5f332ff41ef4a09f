"""A secret shows nowhere but where it is revealed."""

from __future__ import annotations

import pickle

import pytest

from canton.config.secret import Secret


def test_secret_shows_nowhere_but_where_it_is_revealed() -> None:
    secret = Secret("supersafe")
    assert "supersafe" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "supersafe"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secrets_are_equal_by_their_text() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
