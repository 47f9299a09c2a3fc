"""All decisions in one workbook, edited as a person does, and back."""

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from generator.cli.main import main
from generator.errors import ConfigError, ParseError
from generator.strict_yaml import load
from generator.workspace.decision_workbook import export_decisions, import_decisions
from generator.workspace.written_records import decision_lists

SAMPLE = Path(__file__).parents[2] / "samples/parcel-tracker"
DAY = date(2026, 11, 20)
NEW = ("host-sharing", "a/b", "why", "Dayo", "2027-01-01")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy = tmp_path / "parcel-tracker"
    copy.mkdir()
    shutil.copy(SAMPLE / "system.yaml", copy)
    shutil.copytree(SAMPLE / "decisions", copy / "decisions")
    return copy


def edited(data: bytes, *cells: tuple[str, str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(data: bytes, sheet: str, header: str) -> str:
    page = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    return next(cell.column_letter for cell in page[2] if str(cell.value).removesuffix(" *") == header)


def test_it_has_a_sheet_for_every_list_with_choices_and_protected_keys(root: Path) -> None:
    data = export_decisions(root, DAY)
    assert data == export_decisions(root, DAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert set(book.sheetnames) == {listed.key[:31] for listed in decision_lists()} | {"atopack"}
    assert book["atopack"].sheet_state == "veryHidden"
    page = book["waivers"]
    assert (page["A3"].value, page["B3"].value) == ("1", "container-privileges")
    assert page.protection.sheet
    assert (page["A3"].protection.locked, page["B3"].protection.locked, page["B2"].protection.locked) == (True, False, True)
    assert page["C1"].has_style
    assert page["C1"].protection.locked
    below = page.column_dimensions
    assert page.max_row == 4
    assert (below["A"].protection.locked, below["B"].protection.locked, below["F"].protection.locked) == (True, False, False)
    rules = [rule.formula1 for rule in book["candidates"].data_validations.dataValidation if rule.type == "list"]
    assert '"accepted,refused"' in rules


def test_nothing_edited_changes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "decisions").iterdir()}
    imported = import_decisions(root, edited(export_decisions(root, DAY)), "x.xlsx")
    assert (imported.written, imported.refused, imported.conflicts) == ([], [], [])
    assert {path: path.read_bytes() for path in (root / "decisions").iterdir()} == before


def test_cells_and_new_rows_go_to_the_files(root: Path) -> None:
    data = export_decisions(root, DAY)
    reason, expires = column(data, "waivers", "reason"), column(data, "waivers", "expires")
    before = (root / "decisions/waivers.yaml").read_text()
    back = edited(
        data,
        ("waivers", f"{reason}3", "reviewed again"),
        ("waivers", f"{expires}4", date(2027, 4, 30)),
        *(("waivers", f"{letter}5", text) for letter, text in zip("BCDEF", NEW, strict=True)),
    )
    imported = import_decisions(root, back, "x.xlsx")
    assert not imported.refused
    assert not imported.conflicts
    old = "the sensor watches the node's processes; its rules were reviewed with the assessor"
    first, _, rest = before.replace(old, "reviewed again").rpartition("2027-03-31")
    added = "- check: host-sharing\n  subject: a/b\n  reason: why\n  owner: Dayo\n  expires: 2027-01-01\n"
    assert (root / "decisions/waivers.yaml").read_text() == f"{first}2027-04-30{rest}{added}"
    assert len(imported.written) == 3


def test_what_changed_in_the_file_meanwhile_is_a_conflict(root: Path) -> None:
    data = export_decisions(root, DAY)
    reason, owner = column(data, "waivers", "reason"), column(data, "waivers", "owner")
    file = root / "decisions/waivers.yaml"
    file.write_text(file.read_text().replace("the sensor watches the node's processes", "somebody else's words"))
    before = file.read_text()
    back = edited(data, ("waivers", f"{reason}3", "mine"), ("waivers", f"{owner}4", "Linnea Frost"))
    imported = import_decisions(root, back, "x.xlsx")
    (conflict,) = imported.conflicts
    assert conflict.place == f"waivers!{reason}3"
    assert "somebody else's words" in conflict.why
    first, _, rest = before.rpartition("owner: Dayo Okafor")
    assert file.read_text() == f"{first}owner: Linnea Frost{rest}"


def test_a_wrong_cell_is_refused_by_its_name_and_the_others_are_written(root: Path) -> None:
    data = export_decisions(root, DAY)
    decision, reason = column(data, "candidates", "decision"), column(data, "candidates", "reason")
    expires = column(data, "waivers", "expires")
    back = edited(
        data,
        ("candidates", f"{decision}3", "perhaps"),
        ("candidates", f"{reason}3", "as before"),
        ("waivers", f"{expires}3", "soon"),
        ("waivers", f"{expires}4", None),
        ("waivers", "B5", "only-a-check"),
    )
    imported = import_decisions(root, back, "x.xlsx")
    places = {remark.place: remark.why for remark in imported.refused}
    assert "not one of accepted, refused" in places[f"candidates!{decision}3"]
    assert "no date" in places[f"waivers!{expires}3"]
    assert "emptied" in places[f"waivers!{expires}4"]
    assert {"waivers!C5", "waivers!D5", "waivers!E5", "waivers!F5"} <= set(places)
    assert "reason: as before" in (root / "decisions/candidates.yaml").read_text()
    assert "only-a-check" not in (root / "decisions/waivers.yaml").read_text()


def test_a_row_that_is_gone_is_reported_and_stays(root: Path) -> None:
    data = export_decisions(root, DAY)
    back = edited(data, *(("waivers", f"{letter}4", None) for letter in "ABCDEF"))
    before = (root / "decisions/waivers.yaml").read_text()
    imported = import_decisions(root, back, "x.xlsx")
    assert [remark.typed for remark in imported.refused] == ["entry 2"]
    assert (root / "decisions/waivers.yaml").read_text() == before


def test_a_formula_without_its_value_empties_no_cell(root: Path) -> None:
    data = export_decisions(root, DAY)
    note = column(data, "scan-configurations", "note")
    before = (root / "decisions/scan-configurations.yaml").read_bytes()
    back = edited(data, ("scan-configurations", f"{note}3", "=A1"), *(("waivers", f"{at}5", f"=B{at}") for at in "BCDEF"))
    imported = import_decisions(root, back, "x.xlsx")
    assert {remark.place for remark in imported.refused} == {f"scan-configurations!{note}3", "waivers!B5"}
    assert {remark.why for remark in imported.refused} == {"a formula without a value that was stored with it; type the text"}
    assert (root / "decisions/scan-configurations.yaml").read_bytes() == before
    assert not imported.written


def test_a_sheet_of_another_name_or_with_other_columns_is_not_read(root: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_decisions(root, DAY)))
    book["waivers"].title = "Our waivers"
    book["benchmarks"].protection.sheet = False
    book["benchmarks"].insert_cols(3)
    book["candidates"]["B3"] = "typed"
    buffer = io.BytesIO()
    book.save(buffer)
    imported = import_decisions(root, buffer.getvalue(), "x.xlsx")
    places = {remark.place: remark.why for remark in imported.refused}
    assert "no sheet of this name" in places["waivers"]
    assert places["benchmarks!C2"] == "this column is `image`; nothing of the sheet was taken over"
    assert len(places) == 2
    assert imported.written == ["decisions/candidates.yaml: check of entry 1"]


def test_a_yes_that_was_typed_as_a_truth_value_is_a_yes(root: Path) -> None:
    data = export_decisions(root, DAY)
    virtual = column(data, "assets", "virtual")
    imported = import_decisions(root, edited(data, ("assets", f"{virtual}3", True)), "x.xlsx")
    assert imported.written == ["decisions/assets.yaml: virtual of entry 1"]
    entry = load((root / "decisions/assets.yaml").read_text(), "x").value[0]
    assert entry["virtual"] in (True, "yes")


def test_another_workbook_is_refused(root: Path) -> None:
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(ConfigError, match="no workbook of decisions"):
        import_decisions(root, buffer.getvalue(), "x.xlsx")
    with pytest.raises(ParseError):
        import_decisions(root, b"PK\x03\x04 no zip", "x.xlsx")
    for record in ('{"version": 1}', "[]", '{"version": 2, "lists": {}}', '{"version": 1, "lists": {"waivers": 3}}'):
        damaged = edited(export_decisions(root, DAY), ("atopack", "A1", record), ("atopack", "A2", None))
        with pytest.raises(ConfigError):
            import_decisions(root, damaged, "x.xlsx")


def test_the_commands(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "decisions.xlsx"
    assert main(["decisions", "export", str(root), str(file)]) == 0
    assert main(["decisions", "export", str(root), str(file)]) == 2
    assert "may hold words of yours" in capsys.readouterr().err
    assert main(["decisions", "import", str(root), str(file)]) == 0
    expires = column(file.read_bytes(), "waivers", "expires")
    file.write_bytes(edited(file.read_bytes(), ("waivers", f"{expires}3", "soon")))
    assert main(["decisions", "import", str(root), str(file)]) == 1
    assert f"waivers!{expires}3: 'soon' is refused" in capsys.readouterr().out
    monkeypatch.setattr("generator.cli.decisions.DOCUMENT_BYTES", 3 << 20)
    with file.open("ab") as opened:
        opened.truncate((3 << 20) + 1)
    assert main(["decisions", "import", str(root), str(file)]) == 2
    assert "larger than 3 MB" in capsys.readouterr().err
    assert main(["decisions", "schemas", str(root)]) == 0
    assert (root / ".schemas/waivers.json").is_file()
