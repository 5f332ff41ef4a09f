"""What the ledger shows of a batch of topology changes."""

from __future__ import annotations

from canton.topology.difference import (
    HostingEvent,
    HostingEventKind,
    hosting_change,
    hosting_changes,
)
from canton.topology.mapping.participant import ParticipantPermission

SUBMISSION = ParticipantPermission.SUBMISSION
OBSERVATION = ParticipantPermission.OBSERVATION


def events(world, state, *transactions) -> dict[tuple[str, str], HostingEvent]:
    world.accept(state, *transactions)
    change = hosting_change(world.synchronizer, state.rows.newest_effective, state.rows)
    if change is None:
        return {}
    return {(each.kind.value, each.participant.uid.identifier): each for each in change.events}


def alice(world, serial: int, hosts, signers, **options):
    mapping = world.party(world.uid("alice"), hosts, **options)
    return world.signed(mapping, *signers, serial=serial)


def test_a_joining_participant_adds_its_admin_party(world) -> None:
    state = world.state()
    (added,) = events(world, state, *world.onboarding("p")).values()
    assert added == HostingEvent(
        HostingEventKind.ADDED, world.uid("p").party, world.member("p"), SUBMISSION
    )
    (revoked,) = events(world, state, world.trust_certificate("p", serial=2, remove=True)).values()
    assert revoked == HostingEvent(
        HostingEventKind.REVOKED, world.uid("p").party, world.member("p")
    )


def test_hosts_come_change_and_go(world) -> None:
    state = world.state("p", "q")
    world.accept(state, world.root("alice"))
    first = alice(world, 1, [("p", SUBMISSION)], ["alice", "p"])
    assert events(world, state, first).keys() == {("added", "p")}
    second = alice(world, 2, [("p", OBSERVATION), ("q", SUBMISSION)], ["alice", "q"])
    assert events(world, state, second).keys() == {("changed", "p"), ("added", "q")}
    third = alice(world, 3, [("q", SUBMISSION)], ["alice"])
    assert events(world, state, third).keys() == {("revoked", "p")}


def test_an_onboarding_host_is_added_when_it_is_done(world) -> None:
    state = world.state("p")
    world.accept(state, world.root("alice"))
    waiting = alice(world, 1, [("p", SUBMISSION)], ["alice", "p"], onboarding=["p"])
    assert events(world, state, waiting).keys() == {("onboarding", "p")}
    done = alice(world, 2, [("p", SUBMISSION)], ["p"])
    assert events(world, state, done).keys() == {("added", "p")}


def test_other_changes_do_not_show(world) -> None:
    state = world.state("p")
    assert events(world, state, world.delegation("p", "k")) == {}


def test_the_update_id_tells_the_old_from_the_new_state(world) -> None:
    state = world.state("p")
    change = hosting_change(world.synchronizer, state.rows.newest_effective, state.rows)
    world.accept(state, world.trust_certificate("p", serial=2, remove=True))
    other = hosting_change(world.synchronizer, state.rows.newest_effective, state.rows)
    assert change is not None
    assert other is not None
    assert change.update_id != other.update_id


def test_a_whole_history_tells_every_change_once_in_its_order(world) -> None:
    state = world.state("p", "q")
    world.accept(state, world.root("alice"))
    told = list(hosting_changes(world.synchronizer, state.rows))
    for change in (
        alice(world, 1, [("p", SUBMISSION)], ["alice", "p"]),
        alice(world, 2, [("q", SUBMISSION)], ["alice", "q"]),
    ):
        world.accept(state, change)
        effective = state.rows.newest_effective
        told.append(hosting_change(world.synchronizer, effective, state.rows))
    assert None not in told and len(told) >= 3
    assert list(hosting_changes(world.synchronizer, state.rows)) == told
    assert [each.effective for each in told] == sorted({each.effective for each in told})
