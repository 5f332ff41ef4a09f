"""Health commands against nodes before and after their synchronizer is made."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from canton.console.failure import CONSOLE_COMMAND_TIMED_OUT, CommandFailure
from canton.console.status import Failure, NotInitialized, Success, WaitingFor


def test_nodes_wait_for_what_they_need(fresh: Any) -> None:
    status = fresh.sequencer1.health.status
    assert isinstance(status, NotInitialized)
    assert status.waiting_for is WaitingFor.INITIALIZATION
    assert fresh.mediator1.health.is_ready_for_initialization()
    assert not fresh.mediator1.health.is_ready_for_id()
    assert not fresh.mediator1.health.initialized()
    assert fresh.mediator1.health.has_identity()
    assert isinstance(fresh.participant1.health.status, Success)


def test_wait_that_is_not_met_in_time_tells_node_and_status(fresh: Any) -> None:
    with pytest.raises(
        CommandFailure, match=r"sequencer1 is not initialized after 0.2 s"
    ) as caught:
        fresh.sequencer1.health.wait_for_initialized("200ms")
    assert caught.value.error_code == CONSOLE_COMMAND_TIMED_OUT
    assert "INITIALIZATION" in str(caught.value)


def test_bulk_failure_is_one_error_of_all_that_failed(fresh: Any) -> None:
    with pytest.raises(ExceptionGroup, match="Command failed on 2 out of 2 instances"):
        fresh.participants.all.synchronizers.reconnect("da")


def test_nodes_of_a_synchronizer_tell_its_id(console: Any) -> None:
    status = console.sequencer1.health.status()
    assert status.synchronizer_id == console.sequencer1.physical_synchronizer_id
    assert console.mediator1.health.status.synchronizer_id == status.synchronizer_id
    assert console.participant1.health.status.healthy_synchronizers == (status.synchronizer_id,)
    assert set(console.health.status()) == {
        "sequencer1",
        "mediator1",
        "participant1",
        "participant2",
    }
    for node in console.nodes.all:
        node.health.wait_for_initialized()
        node.health.wait_for_identity()
        node.health.wait_for_running()
        assert node.health.active


def test_ping_goes_both_ways_and_tells_how_long(console: Any) -> None:
    took = console.participant1.health.ping(console.participant2)
    assert timedelta(0) < took < timedelta(seconds=30)
    back = console.participant2.health.ping(
        console.participant1.id, synchronizer_id=console.sequencer1.synchronizer_id
    )
    assert back > timedelta(0)


def test_bong_explodes_among_validators_and_merges(console: Any) -> None:
    both = [console.participant1, console.participant2]
    took = console.participant1.testing.bong(both, validators=both, levels=1, timeout="20s")
    assert took > timedelta(0)


def test_bong_deeper_than_allowed_is_refused_with_the_limit(console: Any) -> None:
    with pytest.raises(CommandFailure, match="Max level 9 exceeds supported max level"):
        console.participant1.testing.bong([console.participant2], levels=9)


def test_ping_of_nobody_fails_by_name_and_maybe_ping_is_none(console: Any) -> None:
    nobody = f"nobody::{console.participant1.namespace}"
    with pytest.raises(CommandFailure, match=r"^participant1: "):
        console.participant1.health.ping(nobody, timeout="1s")
    assert console.participant1.health.maybe_ping(nobody, timeout="1s") is None
    assert console.participant1.testing.maybe_bong([nobody], timeout="1s") is None


def test_dump_is_a_zip_file(console: Any, tmp_path: Path) -> None:
    file = console.participant1.health.dump(str(tmp_path / "dump.zip"))
    assert zipfile.ZipFile(file).testzip() is None


def test_stopped_node_says_so_and_starts_again(console: Any) -> None:
    node = console.participant2
    node.stop()
    assert not node.is_running
    assert node.health.status == Failure("Instance participant2 has not been started.")
    assert not node.health.active
    with pytest.raises(CommandFailure, match="participant2 has not been started"):
        node.dars.list()
    node.start()
    node.health.wait_for_running()
    assert node.is_running
