"""Readiness follows critical components; liveness says no once and for ever."""

from __future__ import annotations

from canton.lifecycle.health import HealthComponent, NodeHealth


def test_degraded_critical_component_passes_and_failed_does_not() -> None:
    health = NodeHealth("participant")
    storage = health.register(HealthComponent("db-storage"), critical=True)
    storage.degrade("slow")
    assert health.readiness.is_serving
    storage.fail("instance is passive")
    assert not health.readiness.is_serving
    assert not health.whole.is_serving
    assert health.liveness.is_serving
    storage.ok()
    assert health.whole.is_serving


def test_soft_component_never_stops_the_node() -> None:
    health = NodeHealth("participant")
    health.register(HealthComponent("sequencer-client")).fatal("gone")
    assert health.whole.is_serving


def test_liveness_latches_on_fatal_only() -> None:
    health = NodeHealth("mediator")
    client = health.register(HealthComponent("sequencer-client"), critical=True, liveness=True)
    client.fail("away")
    assert health.liveness.is_serving
    client.fatal("unrecoverable")
    client.ok()
    assert not health.liveness.is_serving
    assert not health.whole.is_serving
    assert health.readiness.is_serving


def test_listeners_hear_changes_until_they_leave() -> None:
    health = NodeHealth("sequencer")
    component = health.register(HealthComponent("sequencer"), critical=True)
    heard: list[str] = []
    leave = health.on_change(lambda: heard.append(str(component.state)))
    component.fail("x")
    component.fail("x")
    leave()
    component.ok()
    assert heard == ["Failed(x)"]


def test_report_names_components_in_order_with_their_state() -> None:
    health = NodeHealth("participant")
    client = health.register(HealthComponent("sequencer-client"))
    health.register(HealthComponent("db-storage"), critical=True)
    client.degrade("one of two")
    shown = [f"{c.name} : {c.state}" for c in health.components]
    assert shown == ["db-storage : Ok()", "sequencer-client : Degraded(one of two)"]
    health.forget(client)
    assert [c.name for c in health.components] == ["db-storage"]
