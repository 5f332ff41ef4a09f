"""The command line: what is understood, what is refused."""

from __future__ import annotations

import pytest

from canton.cli.arguments import USAGE, Arguments, UsageError, parse, usage


def words(text: str) -> Arguments:
    return parse(text.split())


def test_options_stand_before_or_after_the_command_and_files_add_up() -> None:
    parsed = words("-c a.conf,b.conf daemon --config=c.conf --no-tty")
    assert parsed.command == "daemon"
    assert parsed.listed("config") == ("a.conf", "b.conf", "c.conf")
    assert parsed.has("no-tty")


def test_values_of_the_command_line_keep_their_order() -> None:
    parsed = words("-C a.b=1,c=x=y -C a.b=2 daemon")
    assert parsed.overrides == (("a.b", "1"), ("c", "x=y"), ("a.b", "2"))


def test_properties_are_taken_out_anywhere() -> None:
    parsed = words("-Da.b=c run -Dx s.py -c f")
    assert parsed.properties == {"a.b": "c", "x": ""}
    assert parsed.argument == "s.py"


def test_sandbox_ports_set_keys() -> None:
    parsed = words("sandbox --ledger-api-port 7 --dar a.dar --dar b.dar,c.dar")
    assert parsed.overrides == (("canton.participants.sandbox.ledger-api.port", "7"),)
    assert parsed.listed("dar") == ("a.dar", "b.dar", "c.dar")


def test_options_of_one_command_mean_something_else_after_another() -> None:
    parsed = words("sandbox-console --admin-api-port 9")
    assert parsed.overrides == (("canton.remote-participants.sandbox.admin-api.port", "9"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least one config has to be defined"),
        ("daemon", "at least one config has to be defined"),
        ("--nope", "Unknown option --nope"),
        ("fly -c a", "Unknown argument 'fly'"),
        ("-c a --dev daemon", "Unknown option --dev"),
        ("-c a daemon --ledger-api-port 1", "Unknown option --ledger-api-port"),
        ("daemon -c", "Missing value after -c"),
        ("-c a --no-tty=yes", "takes no value"),
        ("-C nothing", "key=value"),
        ("run -c a", "Missing argument <file>"),
        ("run x.py y.py -c a", "Unknown argument 'y.py'"),
        ("generate everything -c a", "Unknown target 'everything'"),
        (
            "run x.py --bootstrap y.py -c a",
            "--bootstrap script and run script are mutually exclusive",
        ),
        ("generate remote-config --bootstrap y.py -c a", "mutually exclusive"),
        ("sandbox --bootstrap y.py", "bootstrap script cannot be defined together"),
        ("sandbox --dev --nuck", "cannot be used together"),
        ("sandbox --ledger-api-port x", "expects a number"),
    ],
)
def test_wrong_command_line_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        words(text)


def test_help_and_version_excuse_everything_else() -> None:
    assert words("--help").has("help")
    assert words("-h").has("help")
    assert words("run --version").has("version")


def test_usage_names_every_option_that_is_not_hidden() -> None:
    text = usage()
    assert text.startswith(USAGE)
    for name in ("--config", "-C <k1>", "--log-encoder", "--multi-sync", "--host", "-D<property>"):
        assert name in text
    assert "exit-after-bootstrap" not in text
