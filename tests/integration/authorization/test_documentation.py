"""What docs/configuration.md shows on tokens: a configuration, and a command that makes one."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Final

from canton.clock import WallClock
from canton.config.hocon.loading import loads
from canton.config.secret import Secret
from canton.config.values.reading import config_of
from canton.ledger_api.authorization.token.jwt import (
    TimeRules,
    parse,
    require_in_time,
    require_signed,
)
from canton.ledger_api.authorization.token.key import SharedSecret
from canton.ledger_api.authorization.token.payload import token_user
from canton.timestamps import micros
from integration.processes.process import ROOT

PAGE: Final = ROOT / "docs" / "configuration.md"
AUDIENCE: Final = "https://participant1.example"


def block(language: str) -> str:
    """The example of a language in the section on tokens."""
    section = PAGE.read_text().partition("\n## Tokens\n")[2].partition("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found is not None, language
    return found[1]


def test_the_configuration_is_read_and_asks_for_tokens() -> None:
    config = config_of(loads(block("hocon"), {}))
    participant = config.participants["participant1"]
    assert config.findings_of("participant1") == ()
    first, second = participant.ledger_api.server.tokens.services
    assert first.secret == Secret("pyjama")
    assert first.audience == AUDIENCE
    assert second.source == "https://issuer.example/keys"
    assert participant.ledger_api.server.tokens.lifetime_max_s == 3600
    (admin,) = participant.node.admin_api.tokens.services
    assert admin.is_for_administration


def test_the_command_makes_a_token_that_the_participant_takes() -> None:
    script = block("sh").partition("\ncurl")[0].replace("python3", sys.executable)
    made = subprocess.run(
        ["bash", "-c", f"{script}\ntoken pyjama alice {AUDIENCE}"],
        capture_output=True,
        text=True,
        check=True,
    )
    jwt = parse(made.stdout.strip())
    require_signed(jwt, SharedSecret(Secret("pyjama")))
    rules = TimeRules(lifetime_max=micros(seconds=300))
    require_in_time(jwt, WallClock().now(), rules)
    assert token_user(jwt.payload, AUDIENCE, None).user_id == "alice"
