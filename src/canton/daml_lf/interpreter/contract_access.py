"""Getting at contracts: local or of the ledger, active, authentic, in the version asked for.

Source: Daml-LF sheet 2.5 (fetch), 3.3 (run-time upgrading).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from canton.daml_lf.builtins.errors import (
    CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE,
    CONTRACT_NOT_ACTIVE,
    CONTRACT_NOT_FOUND,
    UNRESOLVED_PACKAGE_NAME,
    UNSUPPORTED_CONTRACT_ID,
    UPGRADE_AUTHENTICATION_FAILED,
    UPGRADE_TRANSLATION_FAILED,
    UPGRADE_VALIDATION_FAILED,
    InterpretationError,
    NeedMore,
    crash,
    failed,
)
from canton.daml_lf.hashing.contract import (
    legacy_contract_hash,
    upgrade_friendly_contract_hash,
)
from canton.daml_lf.interpreter.contract_info import ContractInfo, contract_info
from canton.daml_lf.interpreter.limit import Limits
from canton.daml_lf.interpreter.work import ContractHashMethod, KeyNeed, Known
from canton.daml_lf.library.failure import Failures
from canton.daml_lf.library.template import Interface, Template, wrongly_typed
from canton.daml_lf.library.translation import (
    LOCAL,
    STORED,
    STORED_LEGACY,
    Translation,
    TranslationError,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import GlobalKey, KeyWithMaintainers, Parties
from canton.daml_lf.transaction.state import ContractState
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import (
    Identifier,
    PackageId,
    PackageName,
    in_package,
)
from canton.daml_lf.value.shown import pretty, pretty_parties, pretty_type
from canton.daml_lf.value.value import Value

_HASH_METHODS: Final = {
    b"\xca\x10": ContractHashMethod.LEGACY,
    b"\xca\x11": ContractHashMethod.UPGRADE_FRIENDLY,
}


def hash_method(contract_id: ContractId) -> ContractHashMethod:
    """How the contract of that id is hashed: the suffix's first two bytes say so."""
    method = _HASH_METHODS.get(contract_id.suffix[:2]) if contract_id.is_v1 else None
    return method or ContractHashMethod.TYPED_NORMAL_FORM


class ContractAccess:
    """The contracts that one interpretation may use."""

    def __init__(
        self,
        known: Known,
        state: ContractState,
        preference: Mapping[PackageName, PackageId],
    ) -> None:
        self._known: Final = known
        self._state: Final = state
        self._preference: Final = preference
        self._failures = Failures(known.packages)
        self._local: dict[ContractId, ContractInfo] = {}
        self._infos: dict[tuple[ContractId, PackageId], ContractInfo] = {}
        self._from_keys: dict[ContractId, ContractInstance] = {}
        self._input_count = 0

    @property
    def limits(self) -> Limits:
        """The limits that hold for the interpretation."""
        return self._known.limits

    def add_local(self, contract_id: ContractId, info: ContractInfo) -> None:
        """Remembers a contract that the transaction created."""
        self._local[contract_id] = info
        self._infos[contract_id, info.template.identifier.package] = info

    # --- loading -----------------------------------------------------------------------------

    def load(self, template: Template, contract_id: ContractId) -> ContractInfo:
        """The contract as a contract of this very template.

        Raises:
            InterpretationError: it is not there, not active, of another template, not authentic,
                or the template describes it differently from how it was created.
            NeedMore: it is not known whether the contract is there.
        """
        local = self._local.get(contract_id)
        if local is not None:
            self._check_active(contract_id, local.template.identifier)
            if local.template is template:
                return local
            return self._converted(contract_id, _of_local(local), template)
        source = self._of_ledger(contract_id)
        return self._converted(contract_id, source, template)

    def load_through(self, interface: Interface, contract_id: ContractId) -> ContractInfo:
        """The contract as one of the preferred version of its template.

        Raises:
            InterpretationError: as `load`; or the version does not implement the interface, or no
                package stands for the name of the contract's.
            NeedMore: the contract or the package is not known.
        """
        local = self._local.get(contract_id)
        if local is not None:
            self._check_active(contract_id, local.template.identifier)
            source = _of_local(local)
        else:
            source = self._of_ledger(contract_id)
        template = self._preferred(source)
        if template is None or interface.instance(template) is None:
            preferred = self._preference[source.package_name]
            raise _does_not_implement(
                interface.identifier, contract_id, in_package(source.template_id, preferred)
            )
        return self._converted(contract_id, source, template)

    def _preferred(self, source: _Source) -> Template | None:
        package_id = self._preference.get(source.package_name)
        if package_id is None:
            raise failed(
                UNRESOLVED_PACKAGE_NAME,
                f"Update failed due to a failed package name resolution: {source.package_name}",
                ("PACKAGE_NAME", source.package_name),
            )
        if package_id not in self._known.packages:
            raise NeedMore(packages=frozenset({package_id}))
        return self._known.packages.template(in_package(source.template_id, package_id))

    def _of_ledger(self, contract_id: ContractId) -> _Source:
        contract = self._lookup(contract_id)
        method = hash_method(contract_id)
        if method is not ContractHashMethod.TYPED_NORMAL_FORM:
            self._authenticate_old(contract, method)
        self._check_active(contract_id, contract.template_id)
        return _of_contract(contract, method)

    def _lookup(self, contract_id: ContractId) -> ContractInstance:
        found = self._from_keys.get(contract_id)
        if found is not None:
            return found
        contracts = self._known.contracts
        if not contract_id.is_local:
            self._check_form(contract_id)
        if contract_id not in contracts:
            if contract_id.is_local:
                raise contract_not_found(contract_id)
            raise NeedMore(contracts=frozenset({contract_id}))
        contract = contracts[contract_id]
        if contract is None:
            raise contract_not_found(contract_id)
        return contract

    def _check_form(self, contract_id: ContractId) -> None:
        if not self._known.supports(contract_id):
            raise failed(
                UNSUPPORTED_CONTRACT_ID,
                f"Update failed due to a unsupported contract ID {contract_id}",
                ("CONTRACT_ID", contract_id.hex),
            )

    def _check_active(self, contract_id: ContractId, template: Identifier) -> None:
        consumed_by = self._state.consumed.get(contract_id)
        if consumed_by is not None:
            raise failed(
                CONTRACT_NOT_ACTIVE,
                f"Update failed due to fetch of an inactive contract {contract_id}"
                f" ({pretty_type(template)}).\n"
                f"The contract had been consumed in sub-transaction #NodeId({consumed_by}):",
                ("TEMPLATE_ID", str(template)),
                ("CONTRACT_ID", contract_id.hex),
            )
        if self._state.is_undone(contract_id):
            raise contract_not_found(contract_id)

    # --- versions ----------------------------------------------------------------------------

    def _converted(
        self, contract_id: ContractId, source: _Source, template: Template
    ) -> ContractInfo:
        target = template.identifier
        if target[1:] != source.template_id[1:]:
            raise wrongly_typed(contract_id, target, source.template_id)
        key = (contract_id, target.package)
        info = self._infos.get(key)
        if info is None:
            record = self._translated(contract_id, source, template)
            info = self._failures.guarded2(contract_info, template, record)
            assert isinstance(info, ContractInfo)
            self._check_active(contract_id, target)
            limits = self._known.limits
            if source.local is None:
                self._input_count += 1
                limits.check_inputs(self._input_count)
            limits.check_contract(target, info.signatories, info.observers)
            _check_same(contract_id, source, info)
            if source.is_typed and not self._is_authentic(source, info):
                raise _not_authentic(contract_id, source, target, info.argument)
            self._infos[key] = info
        return info

    def _translated(self, contract_id: ContractId, source: _Source, template: Template) -> Any:
        try:
            return self._known.packages.translate(template, source.argument, source.how)
        except TranslationError as error:
            raise failed(
                UPGRADE_TRANSLATION_FAILED,
                f"Translation of contract {contract_id} to a value of type"
                f" {pretty_type(template.identifier)} fails.\nReason: {error.reason}\n"
                "The contract is purportedly an instance of"
                f" {pretty_type(source.template_id)}\n"
                f"Its contract argument is:  {pretty(source.argument)}",
                ("NULLABLE_CONTRACT_ID", contract_id.hex),
                ("TEMPLATE_ID", str(source.template_id)),
                ("TEMPLATE_ID", str(template.identifier)),
            ) from error

    def _is_authentic(self, source: _Source, info: ContractInfo) -> bool:
        if source.local is not None:
            return info.hash() == source.local.hash()
        assert source.contract is not None
        return self._known.authenticate(source.contract, info.hash())

    def _authenticate_old(self, contract: ContractInstance, method: ContractHashMethod) -> None:
        is_legacy = method is ContractHashMethod.LEGACY
        make = legacy_contract_hash if is_legacy else upgrade_friendly_contract_hash
        made = make(contract.package_name, contract.template_id, contract.argument)
        if not self._known.authenticate(contract, made):
            raise _not_authentic(
                contract.contract_id,
                _of_contract(contract, method),
                contract.template_id,
                contract.argument,
            )

    # --- keys --------------------------------------------------------------------------------

    def ask(self, key: GlobalKey, start: int, count: int) -> tuple[list[ContractId], bool]:
        """So many contracts of the ledger with a key, from an index on; whether it ran out.

        Raises:
            NeedMore: not enough of them is known.
        """
        answer = self._known.keys.get(key.hash)
        if answer is None:
            raise NeedMore(keys=(KeyNeed(key, start + count),))
        found = answer.contracts[start : start + count]
        if len(found) < count and not answer.is_complete:
            raise NeedMore(keys=(KeyNeed(key, start + count),))
        for contract in found:
            self._check_form(contract.contract_id)
            if contract.key is None or contract.key.key != key:
                raise crash(
                    f"the ledger answered with contract {contract.contract_id}, which has not the"
                    " key that was asked for"
                )
            self._from_keys[contract.contract_id] = contract
        return [contract.contract_id for contract in found], len(found) < count


class _Source:
    """A contract as it was created: here, or on the ledger."""

    __slots__ = (
        "argument",
        "contract",
        "how",
        "is_typed",
        "key",
        "local",
        "package_name",
        "signatories",
        "stakeholders",
        "template_id",
    )

    def __init__(self, contract: ContractInstance | ContractInfo, how: Translation) -> None:
        self.how = how
        self.argument: Value = contract.argument
        self.signatories: Parties = contract.signatories
        self.stakeholders: Parties = contract.stakeholders
        self.key: KeyWithMaintainers | None = contract.key
        self.is_typed = True
        self.local: ContractInfo | None = None
        self.contract: ContractInstance | None = None
        if isinstance(contract, ContractInfo):
            self.local = contract
            self.template_id: Identifier = contract.template.identifier
            self.package_name: PackageName = contract.template.package_name
        else:
            self.contract = contract
            self.template_id = contract.template_id
            self.package_name = contract.package_name


def _of_local(info: ContractInfo) -> _Source:
    return _Source(info, LOCAL)


def _of_contract(contract: ContractInstance, method: ContractHashMethod) -> _Source:
    legacy = method is ContractHashMethod.LEGACY
    source = _Source(contract, STORED_LEGACY if legacy else STORED)
    source.is_typed = method is ContractHashMethod.TYPED_NORMAL_FORM
    return source


def _check_same(contract_id: ContractId, source: _Source, info: ContractInfo) -> None:
    """The template must describe the contract as it was described when it was created."""
    original, recomputed = source.key, info.key
    same_key = (original is None) == (recomputed is None) and (
        original is None
        or recomputed is None
        or (
            original.maintainers == recomputed.maintainers
            and original.key.value == recomputed.key.value
        )
    )
    if (
        same_key
        and source.signatories == info.signatories
        and source.stakeholders == info.stakeholders
        and source.package_name == info.template.package_name
    ):
        return
    raise failed(
        UPGRADE_VALIDATION_FAILED,
        f"Validation fails when trying to upgrade the contract {contract_id} from"
        f" {pretty_type(source.template_id)} to {pretty_type(info.template.identifier)}\n"
        "Verify that neither the signatories, nor the observers, nor the contract key, nor the"
        " key's maintainers, nor the package name have changed\n"
        f"original package name is {source.package_name}\n"
        f"original signatories are {pretty_parties(source.signatories)}\n"
        f"original observers are {pretty_parties(source.stakeholders - source.signatories)}\n"
        f"target package name is {info.template.package_name}\n"
        f"recomputed signatories are {pretty_parties(info.signatories)}\n"
        f"recomputed observers are {pretty_parties(info.observers)}\n"
        f"{_shown_key('original', original)}\n{_shown_key('recomputed', recomputed)}",
        ("CONTRACT_ID", contract_id.hex),
        ("TEMPLATE_ID", str(source.template_id)),
        ("TEMPLATE_ID", str(info.template.identifier)),
        ("PACKAGE_NAME", source.package_name),
        ("PACKAGE_NAME", info.template.package_name),
    )


def _shown_key(which: str, key: KeyWithMaintainers | None) -> str:
    if key is None:
        return ""
    shown = pretty(key.key.value)
    return f"{which} maintainers are {pretty_parties(key.maintainers)}\n{which} key is {shown}"


def contract_not_found(contract_id: ContractId) -> InterpretationError:
    """The error for a contract that is not there, or not visible to the submitters."""
    return InterpretationError(
        CONTRACT_NOT_FOUND,
        f"Contract could not be found with id {contract_id}",
        resources=(("CONTRACT_ID", contract_id.hex),),
    )


def _not_authentic(
    contract_id: ContractId, source: _Source, target: Identifier, argument: Value
) -> InterpretationError:
    return failed(
        UPGRADE_AUTHENTICATION_FAILED,
        f"Error when authenticating contract {contract_id} against template"
        f" {pretty_type(target)} : failed to authenticate contract\nThe contract is purportedly an"
        f" instance of {pretty_type(source.template_id)}\n"
        f"The contract argument is {pretty(argument)}",
        ("CONTRACT_ID", contract_id.hex),
        ("TEMPLATE_ID", str(source.template_id)),
        ("TEMPLATE_ID", str(target)),
    )


def _does_not_implement(
    interface: Identifier, contract_id: ContractId, template: Identifier
) -> InterpretationError:
    return failed(
        CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE,
        f"Update failed due to contract {contract_id} not implementing an interface\nExpected"
        f" contract to implement interface {pretty_type(interface)} but contract has type"
        f" {pretty_type(template)}",
        ("CONTRACT_ID", contract_id.hex),
        ("TEMPLATE_ID", str(template)),
        ("INTERFACE_ID", str(interface)),
    )
