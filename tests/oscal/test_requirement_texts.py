"""What controls require, in the words of the user's copy of the catalogue, with the provider's parameters in their places."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fewer_documents import only_documents

from generator.content.store import add
from generator.frameworks.base import Control, Parameter
from generator.model.control_text import CatalogAbout, ControlText
from generator.model.narrative import Narrative
from generator.model.requirement_text import RequirementLine
from generator.oscal.requirement_texts import requirement_texts
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace
from tests.content.made import catalog, control
from tests.office_text import dump_text

_DAY = date(2026, 11, 20)
_ASKED = Control(
    id="ZZ-1",
    title="Invented",
    parts=("a", "b"),
    area="",
    source="",
    baselines=frozenset({"low"}),
    parameters=(Parameter(label="ZZ-1(a)", oscal_id="zz-1_prm_1", stands_for=("zz-01_odp.01", "zz-01_odp.02")),),
)


def _part(name: str, label: str, prose: str, *below: object) -> dict[str, object]:
    return {"id": name, "name": "item", "props": [{"name": "label", "value": label}], "prose": prose, "parts": list(below)}


def _insert(name: str) -> str:
    return f"{{{{ insert: param, {name} }}}}"


class _Catalog:
    """One invented control."""

    about = CatalogAbout(title="Invented", version="1")

    def control(self, control_id: str) -> ControlText | None:
        statement = {
            "name": "statement",
            "id": "zz-1_smt",
            "prose": "The organization:",
            "parts": [
                _part("zz-1_smt.a", "a.", f"Tells {_insert('zz-1_prm_1')} ; and", _part("zz-1_smt.a.1", "1.", "Writes it.")),
                _part("zz-1_smt.b", "b.", f"Does {_insert('zz-01_odp.03')} {_insert('zz-01_odp.05')} {_insert('gone')}."),
            ],
        }
        choice = ["less", f"more {_insert('zz-01_odp.04')}"]
        params = [
            {"id": "zz-1_prm_1", "label": "organization-defined people"},
            {
                "id": "zz-01_odp.03",
                "select": {"how-many": "one-or-more", "choice": choice},
            },
            {"id": "zz-01_odp.04", "label": "often"},
            {"label": "without an id, which NIST's schema allows"},
            {"id": "zz-01_odp.05", "select": {"choice": [_insert("zz-01_odp.05")]}},
        ]
        raw = json.dumps({"id": "zz-1", "params": params, "parts": [{"name": "guidance", "prose": "No."}, statement]}).encode()
        known = ControlText(group="zz", group_title="Z", sort_id="zz-001", enhances=None, control=raw)
        return known if control_id == "zz-1" else None

    def catalog_resource(self, uuid: str) -> bytes | None:  # noqa: ARG002 - part of the protocol
        return None


def _texts(values: Mapping[str, str]) -> Mapping[str, tuple[RequirementLine, ...]]:
    said = Narrative(control="ZZ-1", file="narratives/ZZ-1.md", parameters=tuple(values.items()))
    found = requirement_texts([_ASKED], [said], _Catalog(), baseline="moderate")
    assert found.source == "Invented, version 1"
    return found.controls["ZZ-1"].parts


def test_what_nobody_stated_stands_as_nist_prints_it() -> None:
    parts = _texts({})
    assert parts[""] == (RequirementLine(text="The organization:"),)
    assert parts["a"] == (
        RequirementLine(text="a. Tells [Assignment: organization-defined people]; and"),
        RequirementLine(text="1. Writes it.", depth=1),
    )
    (line,) = parts["b"]
    assert line.text.startswith("b. Does [Selection (one or more): less; more [Assignment: organization-defined often]]")
    assert line.text.endswith("[Assignment: gone]."), "a choice that holds itself comes to an end"


def test_what_somebody_stated_stands_in_its_place() -> None:
    assert _texts({"ZZ-1(a)": "all staff"})["a"][0].text == "a. Tells all staff; and"


def test_the_texts_stand_in_our_layout_and_nothing_changes_without_a_copy(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system: {id: shop, impact-level: low}\n")
    with only_documents("ssp/Appendix-A-Security-Controls.docx"):
        bare = build(Workspace.open(tmp_path), tmp_path / "bare", _DAY, lambda *_: None).folder
    (tmp_path / "catalog.json").write_bytes(catalog(("cm", [control("cm-8", "Inventory", "List what <runs>.", "Look again.")])))
    list(add(tmp_path, "nist-800-53", [str(tmp_path / "catalog.json")], _DAY))
    with only_documents("ssp/Appendix-A-Security-Controls.docx"):
        folder = build(Workspace.open(tmp_path), tmp_path / "out", _DAY, lambda *_: None).folder
    name = "ssp/Appendix-A-Security-Controls.docx"
    shown, before = dump_text((folder / name).read_bytes()), dump_text((bare / name).read_bytes())
    assert "a. List what <runs>." in shown
    assert "b. Look again." in shown
    assert "Requirements in italics are quoted from An invented catalog like NIST SP 800-53, version 5.9.9." in shown
    assert "in italics" not in before
