"""The examples of `atopack init` state nothing: they are outstanding, and no package is final with them."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.model.system import NOT_STATED, System
from generator.pipeline.compose import compose
from generator.pipeline.load import load
from generator.pipeline.release_gate import refuse_draft
from generator.pipeline.stages import tracked
from generator.resources import data
from generator.workspace.folder import Workspace
from generator.workspace.sample_values import SAMPLE_VALUES
from generator.workspace.system_yaml import read

_TEMPLATE = (data("templates") / "workspace/system.yaml").read_text("utf-8")
_LEFT = """
system: {id: x, provider: Acme}
parties:
  - {id: provider, name: Example Cloud Company, type: organization, roles: [cloud-service-provider]}
  - {id: owner, name: Ada, email: jordan@example.com, organization: provider, roles: [system-owner]}
approved-registries: [registry.example.com/approved, registry.acme.example]
plan:
  package-id: FR0000000000
  leveraged-authorizations: [{id: cloud, name: The name on the FedRAMP Marketplace, provider: Acme, impact-level: high}]
  data-centers: [{name: East, address: {lines: [1 Data Way], city: Ashburn, state: VA, postal-code: "20147"}}]
"""


def _read(text: str) -> System:
    return read(text, folder="shop")


def test_every_value_is_one_of_the_template() -> None:
    assert [value for value in SAMPLE_VALUES if value not in _TEMPLATE] == []


def test_the_template_itself_states_nothing() -> None:
    assert _read(_TEMPLATE).samples == ()


def test_every_example_that_is_switched_on_is_found() -> None:
    """Each name, address and text of the examples that no real system has."""
    examples = re.sub(r"^#(?=[ a-z])(?! [A-Z])", "", _TEMPLATE, flags=re.MULTILINE)
    told = {value for value in SAMPLE_VALUES if value in examples}
    assert told == SAMPLE_VALUES


def test_what_is_left_counts_as_not_stated() -> None:
    system = _read(_LEFT)
    assert [party.id for party in system.parties] == ["owner"]
    assert (system.parties[0].email, system.parties[0].organization) == (None, None)
    assert system.approved_registries == ("registry.acme.example",)
    assert system.plan.package_id is None
    assert [row.name for row in system.plan.leveraged] == [NOT_STATED]
    assert system.plan.data_centers[0].address.lines == (NOT_STATED,)
    assert [sample.key for sample in system.samples] == [
        "parties.1.name",
        "parties.2.email",
        "approved-registries.1",
        "plan.package-id",
        "plan.leveraged-authorizations.1.name",
        "plan.data-centers.1.address.lines.1",
    ]
    assert set(system.samples) <= set(system.outstanding)


def test_the_provider_is_then_the_one_that_is_stated() -> None:
    assert _read(_LEFT).provider_name == "Acme"


def test_values_of_ones_own_stay(tmp_path: Path) -> None:
    system = _read("system: {provider: Example Cloud Company of Maine}\nparties: [{id: a, name: Jordan}]")
    assert system.samples == ()
    assert system.provider_name == "Example Cloud Company of Maine"


def test_no_package_is_final_with_them(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system: {provider: Example Hosting}")
    package = compose(tracked(Workspace.open(tmp_path), date(2026, 11, 20), lambda *_: None)).package
    with pytest.raises(ConfigError) as caught:
        refuse_draft(package, plan=True)
    assert "1 key of system.yaml still holds the example of `atopack init`" in caught.value.what
    assert "system.provider" in caught.value.what


@pytest.mark.parametrize(
    ("text", "name", "disagrees"),
    [
        ("system: {provider: Acme}", "Acme", False),
        ("parties: [{id: a, name: Acme, roles: [cloud-service-provider]}]", "Acme", False),
        ("system: {provider: ' ACME '}\nparties: [{id: a, name: Acme, roles: [cloud-service-provider]}]", "Acme", False),
        ("system: {provider: Acme Inc.}\nparties: [{id: a, name: Acme, roles: [cloud-service-provider]}]", "Acme", True),
        ("", "", False),
    ],
)
def test_one_name_of_the_provider(tmp_path: Path, text: str, name: str, *, disagrees: bool) -> None:
    (tmp_path / "system.yaml").write_text(text)
    loaded = load(Workspace.open(tmp_path), date(2026, 11, 20))
    assert loaded.workspace.system.provider_name == name
    assert [gap.place for gap in loaded.text_gaps] == (["key system.provider"] if disagrees else [])
    assert ("system.provider" in {key.key for key in loaded.workspace.system.outstanding}) is (not name)
