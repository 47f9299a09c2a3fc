"""Numbers that people can say: fixed when a package is accepted, never another item's, and known by the hash as well."""

import json
from pathlib import Path

import pytest
from replacing import replace
from three_months import CART, CLOSED, OPEN, WEB, Months, edit, pods, rows, trivy

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.numbered_ids import numbers_of
from generator.workspace.poam_numbers import FILE, read_numbers
from tests.evaluation.items_made import item

ONE, TWO, THREE = "CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003"


def numbering(root: Path) -> Months:
    months = Months(root, None)
    system = months.root / "system.yaml"
    system.write_text(system.read_text() + "poam: {id-prefix: V-}\n")
    return months


def by_cve(months: Months, day: str) -> dict[str, str]:
    return {str(row[c.IDENTIFIER]): name for name, row in rows(months.build(day), OPEN, 9).items()}


def test_a_year_of_numbers(tmp_path: Path) -> None:
    months = numbering(tmp_path)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {ONE: "HIGH", TWO: "LOW"})
    first = by_cve(months, "2026-09-20")
    assert all(len(name) == 12 for name in first.values()), "hashes until the package is accepted"
    folder = months.accept(months.build("2026-09-20"))
    assert read_numbers(folder) == {first[ONE]: "V-1", first[TWO]: "V-2"}

    (months.root / "decisions").mkdir()
    common = {"type": "risk-adjustment", "status": "pending", "adjusted-rating": "Low"}
    asked = [{"poam-id": first[ONE], **common}, {"poam-id": "V-2", **common}]
    (months.root / "decisions/deviations.yaml").write_text(json.dumps(asked))
    edit(folder, {(first[TWO], c.RESOURCES): "two engineers"})
    pods(months.root, "2026-10-20", [CART])
    trivy(months.root, "2026-10-18", CART, {ONE: "HIGH", TWO: "LOW", THREE: "MEDIUM"})
    built = months.build("2026-10-20")
    october = rows(built, OPEN, 9)
    assert [name for name in october if len(name) < 12] == ["V-1", "V-2"]
    assert {name: row["Risk Adjustment"] for name, row in october.items() if name in ("V-1", "V-2")} == {
        "V-1": "Pending",
        "V-2": "Pending",
    }, "decisions resolve by either"
    assert october["V-2"][c.RESOURCES] == "two engineers", "and so do the rows of the edited workbook"
    assert f"Its id was {first[ONE]}" in str(october["V-1"]["Comments"])
    months.accept(built)

    pods(months.root, "2026-11-20", [CART])
    trivy(months.root, "2026-11-18", CART, {TWO: "LOW", THREE: "MEDIUM"})
    built = months.build("2026-11-20")
    assert sorted(rows(built, OPEN, 9)) == ["V-2", "V-3"]
    months.accept(built)

    pods(months.root, "2026-12-20", [CART, WEB])
    trivy(months.root, "2026-12-18", CART, {ONE: "HIGH", TWO: "LOW", THREE: "MEDIUM"})
    december = months.build("2026-12-20")
    again = {name: row for name, row in rows(december, OPEN, 9).items() if row[c.IDENTIFIER] == ONE}
    (new,) = again
    assert len(new) == 12, "remediation was proven, so it is a new item"
    assert "Seen again after V-1 was closed." in str(again[new]["Comments"])
    assert "V-1" in rows(december, CLOSED, 3)


def test_what_was_handed_in_is_never_renumbered(tmp_path: Path) -> None:
    months = Months(tmp_path, None)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {ONE: "HIGH"})
    first = by_cve(months, "2026-09-20")
    assert not (months.accept(months.build("2026-09-20")) / FILE).exists()

    system = months.root / "system.yaml"
    system.write_text(system.read_text() + "poam: {id-prefix: POAM-}\n")
    trivy(months.root, "2026-10-18", CART, {ONE: "HIGH", TWO: "LOW"})
    pods(months.root, "2026-10-20", [CART])
    months.accept(months.build("2026-10-20"))
    assert by_cve(months, "2026-10-21") == {ONE: first[ONE], TWO: "POAM-1"}


def test_a_row_that_a_person_gave_the_number_of_another_item_is_refused(tmp_path: Path) -> None:
    months = numbering(tmp_path)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {ONE: "HIGH", TWO: "LOW"})
    first = by_cve(months, "2026-09-20")
    edit(months.accept(months.build("2026-09-20")), {(first[TWO], c.ID): "V-1"})
    with pytest.raises(ConfigError, match="V-1 is the number of another item"):
        months.build("2026-10-20")


def test_a_number_is_never_given_twice() -> None:

    made = [replace(item(), poam_id=name) for name in ("V-AAAAAAAAAA", "V-7", "V-1234567890", "PT-3")]
    numbers = numbers_of(made, "V-", handed_in={"V-1234567890"}, taken=["V-9"])
    assert numbers == {"V-AAAAAAAAAA": "V-10"}


@pytest.mark.parametrize("text", ["{", '{"ids": {"a": "V-1", "b": "V-1"}}', '{"numbers": {}}'])
def test_a_file_of_numbers_that_was_changed_is_refused(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "previous/2026-09-30"
    folder.mkdir(parents=True)
    (folder / FILE).write_text(text)
    with pytest.raises(ConfigError, match=r"previous/2026-09-30/poam-ids\.json"):
        read_numbers(folder)
