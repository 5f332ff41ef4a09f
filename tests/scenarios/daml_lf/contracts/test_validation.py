"""A contract of the ledger seen by the packages of its name: what is asked of it, by method."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import (
    Failed,
    Interpreted,
    Known,
    Need,
    Replay,
    ReplayFetch,
    interpret,
)
from canton.daml_lf.hashing.contract import (
    legacy_contract_hash,
    upgrade_friendly_contract_hash,
)
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.transaction.contract import ContractInstance
from scenarios.daml_lf.contracts.bench import Bench, assert_outcome, contract_id, read_packages

PACKAGES = read_packages("validation.lf")
CREATED = Bench(PACKAGES)
T = CREATED.id("M:T")
ANOTHER = contract_id("another")
METHODS = {
    "legacy": (b"\xca\x10", lambda argument: legacy_contract_hash("test", T, argument)),
    "upgrade-friendly": (
        b"\xca\x11",
        lambda argument: upgrade_friendly_contract_hash("test", T, argument),
    ),
    "typed": (b"\xca\x12", lambda argument: contract_hash(CREATED.library, T, argument)),
}
UPGRADE_ERROR = "INTERPRETATION_UPGRADE_ERROR_"
ARGUMENT = f"{{ <no-label> = 'alice', <no-label> = 'bob', <no-label> = {ANOTHER} }}"
TRANSLATION_TEXT = (
    "to a value of type M:T@-type- fails.\nReason: Type-checking fails  Unexpected non-optional"
    " extra template field type encountered during upgrading.\n  Expected type: M:T\n"
    f"  Actual value: {ARGUMENT}\nThe contract is purportedly an instance of M:T@-created\n"
    f"Its contract argument is:  {ARGUMENT}"
)
# What comes of a fetch with the package: a code and a part of the text.
OUTCOMES = {
    "-created-": ("ok", ""),
    "-valid-": ("ok", ""),
    "-type-": (UPGRADE_ERROR + "TRANSLATION_FAILED", TRANSLATION_TEXT),
    "-precondition-": (
        "TEMPLATE_PRECONDITION_VIOLATED",
        "when creating M:T@-precond with M:T@-precond{ p1 = 'alice', p2 = 'bob', cid ="
        f" {ANOTHER}, extra = None }}",
    ),
    "-signatories-": (
        UPGRADE_ERROR + "VALIDATION_FAILED",
        "original signatories are { 'alice' }\noriginal observers are {  }\ntarget package name is"
        " test\nrecomputed signatories are { 'bob' }\nrecomputed observers are {  }\n",
    ),
    "-observers-": (
        UPGRADE_ERROR + "VALIDATION_FAILED",
        "original signatories are { 'alice' }\noriginal observers are {  }\ntarget package name is"
        " test\nrecomputed signatories are { 'alice' }\nrecomputed observers are { 'bob' }\n",
    ),
}


def fetched(
    target: str, method: str, *, is_authentic: bool = True, is_loaded: bool = True
) -> tuple[Interpreted | Failed | Need, list[bytes], ContractInstance]:
    """The outcome with no other package than the target's, the hashes shown, and the contract."""
    others = frozenset(PACKAGES) - ({target} if is_loaded else set())
    bench = Bench(PACKAGES, without=others)
    suffix, _ = METHODS[method]
    cid = bench.add(
        "contract",
        "-created-:M:T",
        ("'alice", "'bob", ANOTHER),
        {"alice"},
        contract_id=contract_id("contract", suffix),
    )
    hashes: list[bytes] = []

    def authenticate(contract: ContractInstance, hashed: bytes) -> bool:
        hashes.append(hashed)
        return is_authentic

    known = Known(bench.library, bench.contracts, authenticate=authenticate)
    command = ReplayFetch(bench.id(f"{target}:M:T"), None, cid)
    work = Replay(command, frozenset({"alice"}), None, 0, 0, {"test": target})
    return interpret(work, known), hashes, bench.contracts[cid]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", OUTCOMES)
def test_what_a_package_makes_of_a_contract(target, method) -> None:
    result, _, _ = fetched(target, method)
    assert not isinstance(result, Need)
    assert_outcome(result, *OUTCOMES[target])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", ["-created-", "-valid-"])
def test_the_hash_is_by_the_method_of_the_id_and_the_same_for_every_version(target, method) -> None:
    for is_authentic in (True, False):
        result, hashes, contract = fetched(target, method, is_authentic=is_authentic)
        assert hashes == [METHODS[method][1](contract.argument)]
        assert not isinstance(result, Need)
        assert_outcome(result, "ok" if is_authentic else UPGRADE_ERROR + "AUTHENTICATION_FAILED")


@pytest.mark.parametrize("method", METHODS)
def test_a_package_that_is_missing_is_asked_for(method) -> None:
    result, hashes, _ = fetched("-created-", method, is_loaded=False)
    assert isinstance(result, Need) and result.packages == {"-created-"} and not hashes
