"""The inventory workbook comes back: each kind of cell, and where it goes."""

import io
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import ConfigError
from generator.facts.asset_decisions import read_asset_decisions
from generator.workspace.absorbed_files import absorbed_hashes
from tests.workspace.returned_workbooks import CART, CLUSTER, INVENTORY, NODE, back, cell, now, shop, told, typed

OURS = """# Who owns what.
- assets: [registry.example/*]  # everything of ours
  owner: Shop Team
  baseline: Example baseline 1

# --- hosts ---
- assets: [node-*]
  administrator: Ops
  comments: Bought in May.
"""
FILE = "decisions/assets.yaml"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("inventory") / "shop"
    shop(root)
    (root / FILE).write_text(OURS)
    (root.parent / "built.xlsx").write_bytes(now(root, INVENTORY) or b"")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shop"


def built(root: Path) -> bytes:
    return (root.parent / "built.xlsx").read_bytes()


TYPED = {
    (CART, "Virtual"): "No",
    (CART, "Public"): "yes",
    (CART, "Authenticated Scan"): "No",
    (CART, "Baseline Configuration Name"): "Example baseline 2",
    (CART, "Software/ Database Vendor"): "Example Corp",
    (CART, "Patch Level"): "7: hot",
    (CART, "Diagram Label"): "Cart",
    (CART, "System Administrator/ Owner"): "Cart Team",
    (CART, "Function"): "Keeps what is bought",
    (CART, "End-of-Life"): datetime(2028, 6, 30),
    (NODE, "Location"): "Hall 2",
    (NODE, "Virtual"): "Yes",
    (NODE, "Hardware Make/Model"): "yes",
    (NODE, "Serial #/Asset Tag#"): 4711,
    (NODE, "VLAN/ Network ID"): "12",
    (NODE, "System Administrator/ Owner"): "Night Shift",
    (NODE, "Application Administrator/ Owner"): "Shop Team",
    (CLUSTER, "Software/ Database Vendor"): "Pine Works",
    (CLUSTER, "Diagram Label"): "Boundary",
    (CLUSTER, "Public"): "No",
}
"""Twenty cells that a person may state."""


def test_twenty_cells_go_to_their_keys_and_the_next_workbook_says_them(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for (asset, header), value in TYPED.items():
            sheet[cell(sheet, asset, header)] = value

    merge = back(root, typed(built(root), edit))
    assert len(TYPED) == 20
    assert {(value.what, value.file) for value in merge.values} == {(f"{header} of {asset}", FILE) for asset, header in TYPED}
    shown = [line for line in told(merge).splitlines() if "the next build still shows 'Yes', since evidence" in line]
    assert shown == told(merge).splitlines()
    assert [line.split(" of ")[0] for line in shown] == ["Inventory!C3: Virtual", "Inventory!H3: Authenticated Scan"]
    assert merge.value_conflicts == ()
    text = (root / FILE).read_text()
    kept = iter(text.splitlines())
    assert all(line in kept for line in OURS.splitlines()), text  # every line of the person, in order
    says = {
        decision.patterns: {str(note.key): note.value for note in decision.notes} for decision in read_asset_decisions(text)
    }
    assert says[CART,] == {
        "owner": "Cart Team",
        "function": "Keeps what is bought",
        "baseline": "Example baseline 2",
        "end-of-life": "2028-06-30",
        "diagram-label": "Cart",
        "authenticated-scan": "no",
        "virtual": "no",
        "public": "yes",
        "vendor": "Example Corp",
        "patch-level": "7: hot",
    }
    assert says[NODE,]["administrator"] == "Night Shift"
    assert says[NODE,]["hardware"] == "yes"
    assert says[CLUSTER,] == {"vendor": "Pine Works", "diagram-label": "Boundary", "public": "no"}
    again = back(root, now(root, INVENTORY) or b"", "again.xlsx")
    assert (again.values, again.remarks) == ((), ())
    assert (root / merge.backups[0]).read_text() == OURS
    assert merge.kept is not None
    assert Path(merge.kept).stem in absorbed_hashes(root)


def test_the_same_said_of_several_assets_is_one_entry_and_an_own_entry_is_used(root: Path) -> None:
    (root / FILE).write_text(OURS + f"- assets: [{CLUSTER}]\n  public: true  # asked\n")
    (root.parent / "built.xlsx").write_bytes(now(root, INVENTORY) or b"")

    def edit(sheet: Worksheet) -> None:
        for asset in (CART, NODE):
            sheet[cell(sheet, asset, "Diagram Label")] = "All of it"
        sheet[cell(sheet, CLUSTER, "Public")] = "No"

    back(root, typed(built(root), edit))
    text = (root / FILE).read_text()
    assert f"- assets: ['{CART}', {NODE}]\n  diagram-label: All of it\n" in text
    assert "  public: false  # asked\n" in text


def test_what_evidence_shows_and_what_is_no_value_is_told_with_cell_and_words(root: Path) -> None:
    wrong = {
        (CART, "IPv4 or IPv6 Address"): "10.9.9.9",
        (CART, "Asset Type"): "Database",
        (CART, "In Latest Scan"): "Maybe",
        (CART, "Virtual"): "perhaps",
        (CART, "End-of-Life"): "next year",
        (CART, "Baseline Configuration Name"): None,
        (CART, "Application Administrator/ Owner"): "Me",
        (NODE, "DNS Name or URL"): "node.example",
    }
    places: dict[tuple[str, str], str] = {}

    def edit(sheet: Worksheet) -> None:
        for (asset, header), value in wrong.items():
            places[asset, header] = cell(sheet, asset, header)
            sheet[places[asset, header]] = value

    merge = back(root, typed(built(root), edit))
    assert merge.values == ()
    assert (root / FILE).read_text() == OURS
    for key, value in wrong.items():
        line = next(line for line in told(merge).splitlines() if line.startswith(f"Inventory!{places[key]}:"))
        assert repr(value or "") in line


def test_what_evidence_counts_before_is_written_and_said_to_be_shown_otherwise(root: Path) -> None:
    merge = back(
        root, typed(built(root), lambda sheet: sheet.__setitem__(cell(sheet, NODE, "OS Name and Version"), "Debian 13"))
    )
    assert [value.key for value in merge.values] == ["os"]
    assert "the next build still shows 'Debian 12'" in told(merge)


def test_a_cell_that_changed_here_and_there_is_a_conflict_with_both_versions(root: Path) -> None:
    (root / FILE).write_text(OURS.replace("baseline 1", "baseline 3"))
    change = typed(built(root), lambda sheet: sheet.__setitem__(cell(sheet, CART, "Baseline Configuration Name"), "Mine"))
    merge = back(root, change)
    (conflict,) = merge.value_conflicts
    assert (conflict.base, conflict.typed, conflict.now) == ("Example baseline 1", "Mine", "Example baseline 3")
    assert (root / FILE).read_text() == OURS.replace("baseline 1", "baseline 3")
    assert merge.kept is not None
    assert (root / merge.kept).read_bytes() == change
    assert back(root, change).known


def test_comments_take_the_words_of_the_person_and_leave_ours(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for asset, words in ((CART, "Moves in June."), (NODE, "Sold in July.")):
            place = cell(sheet, asset, "Comments")
            sheet[place] = f"{sheet[place].value}\n{words}"

    merge = back(root, typed(built(root), edit))
    says = {
        each.patterns: {str(note.key): note.value for note in each.notes}
        for each in read_asset_decisions((root / FILE).read_text())
    }
    assert says[CART,]["comments"] == "Moves in June."
    assert says[NODE,]["comments"] == "Bought in May.\nSold in July."
    assert told(merge) == ""


def test_words_above_beside_and_below_the_table_are_told(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["A1"] = "Example Shop Inc."
        sheet["AC2"] = "Rack"
        sheet["AC3"] = "R7"
        sheet["F2"] = "NetBIOS"
        sheet["B40"] = "checked by Kim"
        sheet["A41"], sheet["C41"] = "printer.example", "No"
        sheet["A3"].comment = Comment("look here", "Kim")

    merge = back(root, typed(built(root), edit))
    text = told(merge)
    for place, words in (
        ("Inventory!A1", "'Example Shop Inc.' (it said 'All Inventories')"),
        ("Inventory!AC2", "'Rack'"),
        ("Inventory!AC3", "'R7'"),
        ("Inventory!F2", "'NetBIOS'"),
        ("Inventory!A40", "checked by Kim"),
        ("Inventory!A41", "printer.example; Virtual: No"),
        ("", "1 comment hangs on a cell"),
    ):
        assert any(line.startswith(f"{place}: ") and words in line for line in text.splitlines()), (place, text)


def test_sorted_inserted_and_deleted_rows_and_columns(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[cell(sheet, NODE, "Location")] = "Hall 2"
        sheet.insert_rows(1, 2)
        sheet.insert_cols(3)
        sheet.delete_rows(next(each.row for each in sheet["A"] if each.value == CLUSTER))
        sheet.insert_rows(6, 3)

    merge = back(root, typed(built(root), edit))
    assert [(value.what, value.text) for value in merge.values] == [(f"Location of {NODE}", "Hall 2")]
    assert f"the row of {CLUSTER} was deleted; the next build writes it again" in told(merge)


def test_an_id_that_stands_twice_and_a_renamed_header_take_nothing_over(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[cell(sheet, CART, "Function")] = "One thing"
        sheet["A30"], sheet["X30"] = CART, "Another thing"
        sheet[cell(sheet, NODE, "Location")] = "Hall 2"
        sheet["K2"] = "Where"

    merge = back(root, typed(built(root), edit))
    assert merge.values == ()
    assert "is a duplicate, and neither row was taken over: Function: One thing" in told(merge)
    assert "Another thing" in told(merge)
    assert "columns are missing or were renamed, and were not read: Location" in told(merge)
    assert "'Hall 2'" in told(merge)


def test_an_asset_that_is_gone_is_told(root: Path) -> None:
    data = typed(built(root), lambda sheet: sheet.__setitem__(cell(sheet, NODE, "Location"), "Hall 2"))
    text = (root / "evidence/cluster/objects.yaml").read_text()
    (root / "evidence/cluster/objects.yaml").write_text(text[: text.index("- apiVersion: v1\n  kind: Node")])
    merge = back(root, data)
    assert merge.values == ()
    assert "'Hall 2': the inventory no longer has such an asset" in told(merge)


def test_hostile_cells(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[cell(sheet, CART, "Function")] = '=HYPERLINK("http://evil.example","x")'
        sheet[cell(sheet, CART, "Diagram Label")] = "x" * 32_000
        sheet[cell(sheet, NODE, "Location")] = "- a: {b: *c}\n# d\n---\n"
        sheet[cell(sheet, NODE, "Hardware Make/Model")] = "\u202e&a !!python/object:os.system"

    merge = back(root, typed(built(root), edit))
    text = (root / FILE).read_text()
    says = {each.patterns: {str(note.key): note.value for note in each.notes} for each in read_asset_decisions(text)}
    assert says[NODE,]["location"] == "- a: {b: *c}\n# d\n---"
    assert says[NODE,]["hardware"] == "\u202e&a !!python/object:os.system"
    assert says[CART,]["diagram-label"] == "x" * 32_000
    assert "a formula that was never calculated, and was not taken over" in told(merge)


def test_hundred_thousand_rows_are_told_in_seconds_and_other_sheets_with_their_words(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for number in range(100, 100_100):
            sheet.cell(number, 1, f"host-{number}")
        extra = sheet.parent.create_sheet("Mine")
        extra["A1"] = "my own notes"

    merge = back(root, typed(built(root), edit))
    assert sum("a row that was not written" in remark.text for remark in merge.remarks) == 100_000
    assert any(remark.place == "Mine!A1" and "'my own notes'" in remark.text for remark in merge.remarks)
    assert (root / FILE).read_text() == OURS


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda sheet: sheet.merge_cells("C3:C5"), "merged cells"),
        (lambda sheet: sheet.__setitem__("A2", "Asset"), "'UNIQUE ASSET IDENTIFIER' is missing or was renamed"),
        (lambda sheet: sheet.__setitem__("AD2", "Function"), "'Function' is a duplicate"),
    ],
)
def test_what_can_only_be_guessed_at_is_refused_with_its_place(root: Path, edit: object, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        back(root, typed(built(root), edit))  # type: ignore[arg-type] # a function of a sheet
    assert (root / FILE).read_text() == OURS


def test_without_its_record_the_file_as_it_was_built_is_the_base(root: Path) -> None:
    out = io.BytesIO()
    data = typed(built(root), lambda sheet: sheet.__setitem__(cell(sheet, NODE, "Location"), "Hall 2"))
    openpyxl.load_workbook(io.BytesIO(data)).save(out)  # which drops what it does not know
    with pytest.raises(ConfigError, match="does not carry the record") as raised:
        back(root, out.getvalue())
    assert "--base" in raised.value.next_step
    merge = back(root, out.getvalue(), base=root.parent / "built.xlsx")
    assert [value.text for value in merge.values] == ["Hall 2"]


def test_a_day_as_a_number_of_the_other_calendar_is_the_same_day(root: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.parent.epoch = datetime(1904, 1, 1)
        sheet[cell(sheet, CART, "End-of-Life")] = date(2028, 6, 30)

    merge = back(root, typed(built(root), edit))
    assert [(value.key, value.text) for value in merge.values] == [("end-of-life", "2028-06-30")]
