"""The table of keys is whole: all names lead somewhere, all defaults fit."""

from __future__ import annotations

from canton.config.hocon.loading import loads
from canton.config.schema.checking import check
from canton.config.schema.table import Shape, Type, parse_type, table


def types_of(kind: Type) -> list[Type]:
    return [kind, *(types_of(kind.element) if kind.element else [])]


def test_every_named_type_exists() -> None:
    keys = table()
    known = {Shape.OBJECT: keys.objects, Shape.CHOICE: keys.choices, Shape.ENUM: keys.enums}
    for owner, rows in keys.objects.items():
        for row in rows.values():
            for kind in types_of(row.type):
                if kind.shape in known:
                    assert kind.name in known[kind.shape], f"{owner}.{row.name}"
    for variants in keys.choices.values():
        assert set(variants.values()) <= set(keys.objects)


def test_every_default_fits_its_type() -> None:
    keys = table()
    for owner, rows in keys.objects.items():
        required = {row.name for row in rows.values() if row.is_required}
        _, notes = check(loads("{}", {}), keys, name=owner)
        missing = {finding.message.split("'")[1] for finding in notes.errors}
        assert missing == required, owner


def test_every_key_with_effect_exists() -> None:
    keys = table()
    named = {f"{owner}.{name}" for owner, rows in keys.objects.items() for name in rows}
    with_effect = {
        f"{owner}.{row.name}"
        for owner, rows in keys.objects.items()
        for row in rows.values()
        if row.has_effect
    }
    assert with_effect <= named
    assert "admin-server.port" in with_effect


def test_old_names_belong_to_objects_and_are_no_present_ones() -> None:
    keys = table()
    for owner, moved in keys.moved.items():
        assert not set(moved) & set(keys.objects[owner])
    assert set(keys.dropped) <= set(keys.objects)


def test_paths_cover_the_whole_schema() -> None:
    paths = {path for path, _ in table().paths()}
    assert "canton.participants.<name>.ledger-api.port" in paths
    assert "canton.sequencers.<name>.sequencer(reference).config.storage(postgres).config" in paths
    assert "canton.monitoring.metrics.reporters[](prometheus).port" in paths
    assert len(paths) > 2000


def test_our_own_key_is_marked() -> None:
    ours = {path for path, key in table().paths() if key.is_ours}
    pool = "canton.participants.<name>.replication.connection-pool"
    assert f"{pool}.lease.eviction-timeout" in ours
    assert all("lease" in path for path in ours)


def test_optional_list_of_choices_is_parsed() -> None:
    kind = parse_type("list:choice:auth-service?")
    assert kind == Type(Shape.LIST, "", True, Type(Shape.CHOICE, "auth-service"))
