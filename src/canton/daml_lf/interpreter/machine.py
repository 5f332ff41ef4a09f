"""The machine: what updates do. Generated code calls its methods by name.

Source: Daml-LF sheet 2.4, 2.5; the order of steps is the original's.
"""

from __future__ import annotations

from typing import Any, Final

from canton.daml_lf.builtins.errors import (
    CONTRACT_KEY_NOT_FOUND,
    FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS,
    DamlException,
    crash,
    failed,
)
from canton.daml_lf.builtins.text import to_list
from canton.daml_lf.interpreter.actions import ContractActions, inconsistent_key
from canton.daml_lf.interpreter.authorization import (
    check_query,
)
from canton.daml_lf.interpreter.contract_info import (
    key_of,
)
from canton.daml_lf.library.template import Template
from canton.daml_lf.transaction.contract import TimeBounds
from canton.daml_lf.transaction.node import (
    GlobalKey,
    KeyWithMaintainers,
    QueryByKeyNode,
    SerializationVersion,
)
from canton.daml_lf.transaction.state import InconsistentKey
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.shown import pretty, pretty_type, structure
from canton.timestamps import Timestamp

QUERY_COUNT_MAX: Final = 1_000_000


class Machine(ContractActions):
    """One interpretation under way."""

    # --- keys --------------------------------------------------------------------------------

    def fetch_by_key(self, template: Template, key: Any) -> tuple[ContractId, Any]:
        """Fetches the first contract with a key; gives its id and its record."""
        contract_id = self._find(template, self._key(template, key))
        info = self.access.load(template, contract_id)
        self._add_fetch(contract_id, info, by_key=True, interface=None)
        return contract_id, info.record

    def exercise_by_key(self, template: Template, choice_name: str, key: Any, argument: Any) -> Any:
        """Exercises a choice on the first contract with a key."""
        contract_id = self._find(template, self._key(template, key))
        info = self.access.load(template, contract_id)
        choice = template.choices[choice_name]
        return self._exercise(info, choice, contract_id, argument, info.record, None, True)

    def query_by_key(self, template: Template, count: int, key: Any) -> Any:
        """The first contracts with a key, each with its record."""
        if count < 1:
            raise crash(
                f"Invalid argument n for QueryNByKey: {count}. Expected a positive integer."
            )
        with_maintainers = self._key(template, key)
        builder = self.builder
        check_query(
            builder.upcoming,
            template.identifier,
            with_maintainers.maintainers,
            builder.authorizers,
        )
        mapping = self._query(with_maintainers, min(count, QUERY_COUNT_MAX))
        records = [self.access.load(template, found).record for found in mapping.contracts]
        node = QueryByKeyNode(
            template.package_name,
            template.identifier,
            with_maintainers,
            mapping.contracts,
            mapping.is_exhaustive,
            SerializationVersion.V2,
        )
        builder.add(node)
        return (to_list(zip(mapping.contracts, records, strict=True)),)

    def _key(self, template: Template, key: Any) -> KeyWithMaintainers:
        assert template.key is not None
        maintainers = self.failures.guarded1(template.key.maintainers, key)
        made = key_of(template, key, maintainers)
        if not made.maintainers:
            raise failed(
                FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS,
                "Update failed due to a contract key with an empty set of maintainers when"
                f" fetching or looking up by key {template.package_name} /"
                f" {pretty_type(template.identifier)}\nThe provided shared key is"
                f" {pretty(made.key.value, is_verbose=True)}",
                ("TEMPLATE_ID", str(template.identifier)),
                ("PACKAGE_NAME", template.package_name),
            )
        return made

    def _query(self, key: KeyWithMaintainers, count: int) -> Any:
        try:
            return self.builder.state.query(key.key, count, self.access.ask)
        except InconsistentKey as error:
            raise inconsistent_key(error) from error

    def _find(self, template: Template, key: KeyWithMaintainers) -> ContractId:
        mapping = self._query(key, 1)
        if not mapping.contracts:
            raise key_not_found(key)
        found: ContractId = mapping.contracts[0]
        return found

    # --- time, exceptions --------------------------------------------------------------------

    def get_time(self) -> int:
        """The ledger time; the transaction is valid for this time only."""
        self.time_bounds = TimeBounds(self._ledger_time, self._ledger_time)
        return self._ledger_time

    def ledger_time_less_than(self, time: int) -> bool:
        """Whether the ledger time is before another; the transaction is valid while it is so."""
        bounds = self.time_bounds
        if self._ledger_time < time:
            latest = Timestamp(min(bounds.latest, time - 1))
            self.time_bounds = TimeBounds(bounds.earliest, latest)
            return True
        self.time_bounds = TimeBounds(Timestamp(max(bounds.earliest, time)), bounds.latest)
        return False

    def try_catch(self, body: Any, handler: Any) -> Any:
        """Runs the body; if it throws, rolls back and runs what the handler gives, or rethrows."""
        builder = self.builder
        scope = builder.begin_try()
        try:
            result = body(self)
        except DamlException as error:
            thrown = error
        else:
            builder.end_try()
            return result
        builder.roll_back(scope)
        handled = handler((thrown.type_rep, thrown.value))
        if handled is None:
            raise DamlException(thrown.type_rep, thrown.value)
        return handled[0](self)


def key_not_found(key: KeyWithMaintainers) -> Exception:
    """The error for a key that no contract has."""
    error = failed(
        CONTRACT_KEY_NOT_FOUND,
        "",
        ("TEMPLATE_ID", str(key.key.template_id)),
        ("PACKAGE_NAME", key.key.package_name),
    )
    error.cause = f"dependency error: couldn't find key: {_shown_key(key.key)}"
    return error


def _shown_key(key: GlobalKey) -> str:
    value = structure(key.value)
    return f"GlobalKey({key.template_id},{key.package_name},{value},Hash({key.hash.hex()}))"
