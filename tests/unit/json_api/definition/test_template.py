"""What packages define, in the form in which the original tells it."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.json_api.definition.template import (
    all_templates,
    package_definition,
    template_definition,
)
from unit.daml_lf.textual import library_of, package_of

PACKAGE = package_of(
    """module M {
  record @serializable Pair (a: *) (b: *) = { x: a, y: b };
  record @serializable Deep = { light: M:Light, more: TextMap (Option (M:Pair Int64 Date)) };
  record Hidden = { f: Int64 -> Int64 };
  variant @serializable Tree (a: *) = Leaf: a | Node: List (M:Tree a);
  enum @serializable Light = Red | Green;
  record @serializable View = { amount: Numeric 2 };
  record @serializable Holder = { owner: Party, deep: M:Deep, other: ContractId M:Asset };
  record @serializable Give = { receiver: Party };
  interface (this: Asset) = {
    viewtype M:View;
    choice @nonConsuming Amount (self) (a: M:Give): M:Tree Bool, controllers Nil @Party
      to upure @(M:Tree Bool) (M:Tree:Leaf @Bool True);
  };
  template (this: Holder) = {
    precondition True; signatories Cons @Party [M:Holder {owner} this] (Nil @Party);
    observers Nil @Party;
    choice Give (self) (a: M:Give): ContractId M:Holder, controllers Nil @Party
      to create @M:Holder this;
    implements M:Asset { view = M:View { amount = 1.00 }; };
    key @Party (M:Holder {owner} this) (\\(k: Party) -> Cons @Party [k] (Nil @Party));
  };
}"""
)
LIBRARY = library_of(PACKAGE)


def m(name: str) -> str:
    return f"{PACKAGE.id}:M:{name}"


def test_a_package_tells_its_types_by_kind() -> None:
    found = package_definition(LIBRARY, PACKAGE.id)
    assert found["enumDefs"] == {m("Light"): {"constructor": ["Red", "Green"]}}
    assert found["variantDefs"] == {
        m("Tree"): {
            "params": ["a"],
            "constructor": {
                "Leaf": {"Var": {"name": "a"}},
                "Node": {
                    "List": {
                        "typ": {"Variant": {"tyCon": m("Tree"), "params": [{"Var": {"name": "a"}}]}}
                    }
                },
            },
        }
    }
    names = ("Pair", "Deep", "View", "Holder", "Give")
    assert found["recordDefs"].keys() == set(map(m, names)), "what cannot be stored is left out"
    assert found["recordDefs"][m("Holder")]["fields"] == {
        "owner": {"Party": {}},
        "deep": {"Record": {"tyCon": m("Deep"), "params": []}},
        "other": {"ContractId": {"typeId": {"Interface": {"tycon": m("Asset")}}}},
    }
    assert found["recordDefs"][m("Deep")]["fields"]["more"] == {
        "GenMap": {
            "k": {"Text": {}},
            "v": {
                "Optional": {
                    "typ": {"Record": {"tyCon": m("Pair"), "params": [{"Int64": {}}, {"Date": {}}]}}
                }
            },
        }
    }


def test_a_package_tells_its_templates_and_interfaces() -> None:
    found = package_definition(LIBRARY, PACKAGE.id)
    holder = found["templateDefs"][m("Holder")]
    assert holder["key"] == {"Party": {}} and holder["implements"] == [m("Asset")]
    assert holder["choices"]["Give"] == {
        "consuming": True,
        "argType": {"Record": {"tyCon": m("Give"), "params": []}},
        "returnType": {"ContractId": {"typeId": {"Template": {"tycon": m("Holder")}}}},
    }
    asset = found["interfaceDefs"][m("Asset")]
    assert asset["viewType"] == {"Record": {"tyCon": m("View"), "params": []}}
    assert asset["choices"]["Amount"]["consuming"] is False


def test_a_template_comes_with_all_types_that_it_mentions() -> None:
    found = template_definition(LIBRARY, m("Holder"))
    assert found["arguments"]["fields"].keys() == {"owner", "deep", "other"}
    assert found["choices"]["Give"]["arguments"] == {
        "params": [],
        "fields": {"receiver": {"Party": {}}},
    }
    interface = found["implements"][m("Asset")]
    assert interface["viewType"]["fields"] == {"amount": {"Numeric": {"scale": 2}}}
    assert found["definitions"].keys() >= set(map(m, ("Deep", "Light", "Pair", "Tree", "View")))
    assert found["definitions"][m("Light")] == {"EnumSig": {"constructor": ["Red", "Green"]}}


def test_what_is_not_there_is_null_and_what_is_no_name_is_refused() -> None:
    assert package_definition(LIBRARY, "0" * 64) is None
    assert template_definition(LIBRARY, m("Give")) is None
    assert template_definition(LIBRARY, f"{'0' * 64}:M:T") is None
    assert m("Holder") in all_templates(LIBRARY)["templates"]
    with pytest.raises(LedgerError, match="Invalid template ID"):
        template_definition(LIBRARY, "x")
