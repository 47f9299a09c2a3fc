"""The plan's controls as a profile and a part of NIST's catalogue, written where the user added the catalogue."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from generator.content.store import add
from generator.oscal.validate import Level, OscalFile, validate_documents
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace
from tests.content.made import catalog, control

_DAY = date(2026, 11, 20)


def _built(root: Path, data: bytes | None) -> Path:
    (root / "system.yaml").write_text("system: {id: shop, impact-level: low}\n")
    if data is not None:
        (root / "catalog.json").write_bytes(data)
        list(add(root, "nist-800-53", [str(root / "catalog.json")], _DAY))
    return build(Workspace.open(root), root / "output", _DAY, lambda _what, _done, _all: None).folder / "oscal"


def _made() -> bytes:
    base = control("ac-2", "Account Management", "Define accounts.", enhancements=[control("ac-2.1", "Not in low")])
    cited, other = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    base["links"] = [{"href": f"#{cited}", "rel": "reference"}, {"href": "#ac-2.1", "rel": "related"}, {"href": "#cm-8"}]
    root = json.loads(catalog(("cm", [control("cm-8", "Inventory", "List.")]), ("ac", [base])))
    rows = [{"uuid": one, "title": one, "rlinks": [{"href": "https://example.com/x"}]} for one in (cited, other)]
    root["catalog"]["back-matter"] = {"resources": rows}
    return json.dumps(root).encode()


def test_only_what_the_baseline_selects_and_what_that_cites(tmp_path: Path) -> None:
    folder = _built(tmp_path, _made())
    found: Any = json.loads((folder / "catalog.json").read_bytes())["catalog"]
    assert [group["id"] for group in found["groups"]] == ["ac", "cm"]
    (account,) = found["groups"][0]["controls"]
    assert "controls" not in account, "AC-2(1) is not in the Low baseline"
    assert [link["href"] for link in account["links"]] == ["#11111111-1111-4111-8111-111111111111", "#cm-8"]
    assert [one["title"] for one in found["back-matter"]["resources"]] == ["11111111-1111-4111-8111-111111111111"]
    profile: Any = json.loads((folder / "profile.json").read_bytes())["profile"]
    assert profile["imports"] == [{"href": "catalog.json", "include-controls": [{"with-ids": ["ac-2", "cm-8"]}]}]


def test_both_are_valid_oscal(tmp_path: Path) -> None:
    folder = _built(tmp_path, _made())
    files = [
        OscalFile(name=name, data=(folder / name).read_bytes(), folder=folder) for name in ("catalog.json", "profile.json")
    ]
    assert [fault for fault in validate_documents(files) if fault.severity is Level.ERROR] == []


def test_without_the_catalogue_the_plan_imports_identifiers_alone(tmp_path: Path) -> None:
    folder = _built(tmp_path, None)
    plan: Any = json.loads((folder / "system-security-plan.json").read_bytes())["system-security-plan"]
    assert plan["import-profile"]["href"] == "profile.json"
    assert "FedRAMP_rev5_LOW-baseline_profile.json" in plan["import-profile"]["remarks"]
    profile: Any = json.loads((folder / "profile.json").read_bytes())["profile"]
    found: Any = json.loads((folder / "catalog.json").read_bytes())["catalog"]
    controls = {one["id"]: one for group in found["groups"] for one in group["controls"]}
    answered = {row["control-id"]: row for row in plan["control-implementation"]["implemented-requirements"]}
    assert set(answered) <= set(controls) == set(profile["imports"][0]["include-controls"][0]["with-ids"])
    for control_id, row in answered.items():
        (whole,) = controls[control_id]["parts"]
        known = {whole["id"], *(part["id"] for part in whole.get("parts", ()))}
        assert {statement["statement-id"] for statement in row["statements"]} <= known
    assert '"prose"' not in (folder / "catalog.json").read_text()
    files = [OscalFile(name=path.name, data=path.read_bytes(), folder=folder) for path in folder.glob("*.json")]
    assert [fault for fault in validate_documents(files) if fault.severity is Level.ERROR] == []
