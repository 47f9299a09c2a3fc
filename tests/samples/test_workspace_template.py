"""What `atopack init` writes: loads as it is, owes everything, and explains every key."""

import re
from collections.abc import Iterator
from enum import Enum, EnumType
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import StructMeta
from replacing import replace

from generator.model.system import Regime
from generator.resources import data
from generator.strict_yaml import load
from generator.workspace import system_keys, system_yaml
from generator.workspace.folder import Workspace

ROOT = Path(str(data("templates"))) / "workspace"
TEXT = (ROOT / system_yaml.FILE).read_text("utf-8")
EXAMPLES = re.sub(r"^(\s*)#(?=\S|  )", r"\1", TEXT, flags=re.MULTILINE)
"""The file with every example switched on: those that start with `#` straight before a word or an indented one."""


def test_it_loads_and_lists_everything_that_is_owed() -> None:
    outstanding = [row.key for row in Workspace.open(ROOT).system.outstanding]
    assert outstanding == [*(key for key, _ in system_yaml._WHY), "cr26.package-overview-uri"]


def test_it_says_nothing_on_its_own_but_how_items_are_numbered() -> None:
    bare = system_yaml.read("", folder="my-system")
    assert bare.poam.id_prefix is None
    assert system_yaml.read(TEXT, folder="my-system") == replace(bare, poam=replace(bare.poam, id_prefix="V-"))


def test_every_key_that_is_known_stands_in_it() -> None:
    written = load(EXAMPLES, system_yaml.FILE)
    assert set(_keys_of(system_keys.FileKeys)) == set(_keys_in(written.value))


def test_its_examples_are_right() -> None:
    system = system_yaml.read(EXAMPLES, folder="my-system")
    assert [party.id for party in system.parties] == ["provider", "owner"]
    assert [row.glob for row in system.evidence] == [
        "diagrams/*",
        "evidence/scans/clair-cart.json",
        "evidence/scans/trivy-*.json",
        "evidence/scans/hosts/*",
    ]
    assert system.evidence[2].scan.configuration == "decisions/trivy.yaml"
    assert system.evidence[3].scan.privileged is True
    assert dict(system.templates) == {
        "ssp": "templates/ssp.docx",
        "appendix-a": "templates/appendix-a.docx",
        "appendix-q": "templates/appendix-q.docx",
        "inventory": "templates/inventory.xlsx",
        "poam": "templates/poam.xlsx",
        "cis-crm": "templates/cis-crm.xlsx",
        "deviation-request": "templates/dr-form.xlsx",
        "ret": "templates/ret.xlsx",
        "srtm": "templates/srtm.xlsx",
        "test-cases": "templates/test-cases.xlsx",
        "emass-poam": "templates/emass-poam.xlsx",
        "executive-summary": "templates/executive-summary.docx",
    }
    defaults = system_yaml.read("", folder="my-system")
    assert system.oscal_version == defaults.oscal_version
    assert system.fedramp_namespace == defaults.fedramp_namespace
    assert system.digest_as_identifier == defaults.digest_as_identifier
    assert system.frameworks == (*defaults.frameworks, "fedramp-20x")


def test_every_allowed_value_is_named() -> None:
    for field in ("impact_level", "service_model", "deployment_model", "status"):
        for value in _choices(get_type_hints(system_keys.SystemKeys)[field]):
            assert re.search(rf"# .*\b{re.escape(value)}\b", TEXT), value
    for value in (*_choices(system_keys.Framework), *_choices(system_keys.OscalVersion), *_choices(Regime)):
        assert value in TEXT


def test_the_readme_names_every_folder() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for folder in ("evidence/cluster/", "evidence/scans/", "evidence/pipelines/", "diagrams/", "narratives/", "decisions/"):
        assert f"`{folder}" in text


def _keys_of(struct: Any, above: str = "") -> Iterator[str]:
    hints = get_type_hints(struct)
    for field in msgspec.structs.fields(struct):
        key = f"{above}{field.encode_name}"
        yield key
        for inner in _structs_in(hints[field.name]):
            yield from _keys_of(inner, f"{key}.")


def _structs_in(hint: Any) -> Iterator[Any]:
    if isinstance(hint, StructMeta):
        yield hint
    for inner in get_args(hint):
        yield from _structs_in(inner)


def _keys_in(value: object, above: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _keys_in(item, above)
    elif isinstance(value, dict) and above not in (
        "diagram-labels.",
        "plan.appendices.",
        "plan.policies.",
        "plan.procedures.",
        "plan.acronyms.",
    ):
        for key, inner in value.items():
            yield f"{above}{key}"
            yield from _keys_in(inner, f"{above}{key}.")


def _choices(hint: Any) -> Iterator[str]:
    if isinstance(hint, EnumType):
        yield from (str(member.value) for member in list[Enum](hint))
    for inner in get_args(hint):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _choices(inner)
