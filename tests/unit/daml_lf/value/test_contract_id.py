"""Contract ids: forms and parts."""

from __future__ import annotations

import pytest

from canton.daml_lf.value.contract_id import ContractId

LOCAL = "00" + "ab" * 32


def test_an_id_is_local_until_it_has_a_suffix() -> None:
    local = ContractId.local(bytes.fromhex("ab" * 32))
    assert local == ContractId.parse(LOCAL) and local.is_local and not local.is_absolute
    whole = local.with_suffix(bytes.fromhex("ca12"))
    assert (whole.discriminator, whole.suffix) == (local.discriminator, b"\xca\x12")
    assert whole.is_absolute and str(whole) == LOCAL + "ca12"


def test_the_top_bit_of_a_v2_suffix_makes_it_absolute() -> None:
    prefix = "01" + "00" * 12
    assert not ContractId.parse(prefix + "01").is_absolute
    assert ContractId.parse(prefix + "81").is_absolute
    assert ContractId.parse(prefix).is_local


@pytest.mark.parametrize(
    "text",
    ["", "00", LOCAL[:-2], LOCAL + "00" * 95, "02" + "00" * 32, "01" + "00" * 46, "zz"],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ContractId.parse(text)
