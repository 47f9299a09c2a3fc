"""An entry that was validated is not validated twice, and whatever is wrong is said each time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from test_pieces import P, broken, several
from test_validate_valid import plan

from generator.oscal.faults import DocumentFault
from generator.oscal.schema import Schemas
from generator.oscal.validate import OscalFile, validate_documents
from generator.oscal.validated_pieces import ValidatedPieces


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lists of the entries that were compared with the schema."""
    names: list[str] = []
    really = Schemas.check_entry

    def noted(schemas: Schemas, entry: Any, *about: Any) -> bool:
        names.append(entry.name)
        return really(schemas, entry, *about)

    monkeypatch.setattr(Schemas, "check_entry", noted)
    return names


def faults(document: object, cache: Path | None, **options: Any) -> Sequence[DocumentFault]:
    files = [
        OscalFile(name="oscal/poam.json", data=msgspec.json.encode(document)),
        OscalFile(name="oscal/plan.json", data=msgspec.json.encode(plan())),
    ]
    pieces = ValidatedPieces(cache) if cache is not None else None
    return validate_documents(files, validated=pieces, **options)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_wrong_is_said_each_time(seed: int, tmp_path: Path) -> None:
    faults(several(), tmp_path)
    document = broken(several(), seed)
    alone = faults(document, None)
    assert faults(document, tmp_path) == alone
    assert faults(document, tmp_path) == alone


def without_faults() -> dict[str, Any]:
    """The document, of each list those entries only that have no fault of their own."""
    document = several()
    wrong = {fault.place.split("/")[2] for fault in faults(document, None) if fault.place.count("/") > 1}
    for name in ("observations", "risks", "findings", "poam-items"):
        if name in wrong:
            document[P][name] = document[P][name][:1]
    return document


def test_only_the_entry_that_changed_is_checked(tmp_path: Path, checked: list[str]) -> None:
    document = without_faults()
    faults(document, tmp_path)
    assert checked
    checked.clear()
    faults(document, tmp_path)
    assert checked == []
    document[P]["observations"][2]["description"] = "changed"
    faults(document, tmp_path)
    assert checked == ["observations"]


def test_what_was_validated_by_other_rules_is_checked(tmp_path: Path, checked: list[str]) -> None:
    document = without_faults()
    checked.clear()
    faults(document, tmp_path)
    every = len(checked)
    checked.clear()
    faults(document, tmp_path, version="1.1.2")
    assert len(checked) == every
    checked.clear()
    faults(document, tmp_path, version="1.1.2")
    assert len(checked) < every


def test_damaged_hashes_are_none(tmp_path: Path, checked: list[str]) -> None:
    faults(without_faults(), tmp_path)
    every = len(checked)
    for path in [path for path in (tmp_path / "validated").rglob("*") if path.is_file()]:
        path.write_bytes(path.read_bytes()[:-1])
    checked.clear()
    faults(without_faults(), tmp_path)
    assert len(checked) == every


def test_without_a_folder_nothing_is_kept(checked: list[str]) -> None:
    faults(without_faults(), None)
    every = len(checked)
    checked.clear()
    faults(without_faults(), None)
    assert len(checked) == every > 0
