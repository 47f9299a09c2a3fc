"""Three months in a row from small scans of two scanners, with edits by hand in between; the last workbook cell by cell."""

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from generator.accept import accept
from generator.build import Built, build
from generator.documents.workbook_rows import SheetRow, read_rows
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.previous import WORKBOOK
from generator.workspace import Workspace
from tests.documents.office_made import short_official

CART, NEW_CART, WEB = "reg.example/shop/cart:1.4", "reg.example/shop/cart:1.5", "reg.example/shop/web:2.0"
OPEN, CLOSED, CONFIGURATION, PL2 = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings", "PL-2 Findings"


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def trivy(folder: Path, day: str, image: str, seen: Mapping[str, str]) -> None:
    found = [
        {
            "VulnerabilityID": identifier, "PkgName": "libtoy", "InstalledVersion": "1.0", "FixedVersion": "1.1",
            "Severity": severity, "Title": f"{identifier} in libtoy", "Description": f"About {identifier}.",
        }
        for identifier, severity in seen.items()
    ]  # fmt: skip
    results = [{"Target": image, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": found}]
    report = {
        "SchemaVersion": 2, "CreatedAt": f"{day}T06:00:00Z", "ArtifactName": image, "ArtifactType": "container_image",
        "Metadata": {"RepoTags": [image]}, "Results": results,
    }  # fmt: skip
    write(folder / f"evidence/scans/{day}/trivy-{image.rpartition('/')[2].replace(':', '-')}.json", report)


def grype(folder: Path, day: str, image: str, seen: Mapping[str, str]) -> None:
    matches = [
        {
            "vulnerability": {"id": identifier, "severity": severity, "description": f"About {identifier}.", "fix": {}},
            "artifact": {"name": "jstoy", "version": "2.0", "type": "npm"},
        }
        for identifier, severity in seen.items()
    ]
    report = {
        "matches": matches,
        "source": {"type": "image", "target": {"userInput": image, "tags": [image]}},
        "descriptor": {"name": "grype", "version": "0.80.0", "timestamp": f"{day}T07:00:00Z"},
    }
    write(folder / f"evidence/scans/{day}/grype-{image.rpartition('/')[2].replace(':', '-')}.json", report)


def pods(folder: Path, day: str, images: Sequence[str]) -> None:
    items = [
        {
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {
                "name": f"p{number}", "namespace": "shop",
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "DaemonSet", "name": f"d{number}", "controller": True}],
            },
            "spec": {"containers": [{"name": "main", "image": image}]},
            "status": {"phase": "Running", "containerStatuses": [{"name": "main", "image": image}]},
        }
        for number, image in enumerate(images)
    ]  # fmt: skip
    write(folder / f"evidence/cluster/{day}/pods.json", {"apiVersion": "v1", "kind": "List", "items": items})


class Months:
    """A workspace that goes through the months, of the smallest baseline: nothing of the POA&M depends on it, and Appendix A
    is what takes most of a build."""

    def __init__(self, root: Path, template: str | None) -> None:
        self.root = root / "ws"
        self.root.mkdir()
        self._output = root / "out"
        named = ""
        if template:
            (self.root / "poam.xlsx").write_bytes(short_official(template))
            named = "templates: {poam: poam.xlsx}\n"
        (self.root / "system.yaml").write_text(
            "system: {id: toy-shop, name: Toy Shop, provider: Pine Cloud, impact-level: low, baseline: li-saas}\n"
            "parties: [{id: isso, name: Kim Moss, roles: [information-system-security-officer]}]\n" + named
        )

    def build(self, day: str) -> Built:
        return build(Workspace.open(self.root), self._output, date.fromisoformat(day), lambda *_: None)

    def accept(self, built: Built) -> Path:
        return accept(built.folder, self.root, draft=True).folder


def edit(folder: Path, changes: Mapping[tuple[str, str], object], more: object = None) -> None:
    """A copy of the accepted workbook with cells changed by POA&M ID and header, as a person would."""
    book = load_workbook(io.BytesIO((folder / WORKBOOK).read_bytes()))
    for (poam_id, header), value in changes.items():
        sheet, row, places = found_row(book, poam_id)
        if header not in places:
            places[header] = max(places.values()) + 1
            sheet.cell(header_row(sheet), places[header]).value = header
        sheet.cell(row, places[header]).value = value  # type: ignore[assignment]
    if more is not None:
        more(book)  # type: ignore[operator]
    book.save(folder / "edited.xlsx")


def found_row(book: Workbook, poam_id: str) -> tuple[object, int, dict[str, int]]:  # type: ignore[type-arg]
    for sheet in book.worksheets:
        head = header_row(sheet)
        if not head:
            continue
        places = {str(cell.value).strip(): cell.column for cell in sheet[head] if cell.value}
        for row in range(head + 1, sheet.max_row + 1):
            if sheet.cell(row, places[c.ID]).value == poam_id:
                return sheet, row, places
    raise AssertionError(f"no row {poam_id}")


def header_row(sheet: object) -> int:
    rows = sheet.iter_rows(min_row=1, max_row=8)  # type: ignore[attr-defined]
    return next((number for number, row in enumerate(rows, start=1) if any(cell.value == c.ID for cell in row)), 0)


def rows(built: Built, sheet: str, first: int, *more: str) -> dict[str, Mapping[str, object]]:
    plan = "Remediation Plan" if sheet == OPEN and first == 9 and c.MILESTONES not in more else "Overall Remediation Plan"
    headers = (*(plan if name == c.PLAN else name for name in c.REQUIRED), *more)
    found: tuple[SheetRow, ...] = read_rows((built.folder / WORKBOOK).read_bytes(), sheet, headers, first_row=first)
    return {str(row.values["POAM ID"]): {**row.values, "plan": row.values[plan]} for row in found}


def by_identifier(found: Mapping[str, Mapping[str, object]], identifier: str) -> Mapping[str, object]:
    (row,) = (row for row in found.values() if row["Weakness Source Identifier"] == identifier)
    return row


@pytest.mark.parametrize(
    ("template", "closed_from", "more"),
    [
        pytest.param(None, 3, (), id="own"),
        pytest.param("FedRAMP-POAM-Template-v3.0.xlsx", 3, (), id="v3.0"),
        pytest.param("FedRAMP-POAM-Template-v2.1.xlsx", 6, (c.MILESTONES, c.CHANGES, c.SERVICE), id="v2.1"),
    ],
)
def test_three_months(tmp_path: Path, template: str | None, closed_from: int, more: tuple[str, ...]) -> None:
    months = Months(tmp_path, template)

    folder, ids, first = september(months, more)
    by_hand(folder, ids, first, more)
    folder, nine = october(months, ids, closed_from, more)
    shutil.copy(folder / WORKBOOK, folder / "unchanged.xlsx")
    november(months, (*ids, nine), closed_from, more)


Rows = Mapping[str, Mapping[str, object]]
Ids = tuple[str, str, str]


def september(months: Months, more: tuple[str, ...]) -> tuple[Path, Ids, Rows]:
    """The first package."""
    pods(months.root, "2026-09-20", [CART, WEB])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW", "CVE-2026-0003": "MEDIUM"})
    trivy(months.root, "2026-09-18", WEB, {"CVE-2026-0001": "HIGH"})
    grype(months.root, "2026-09-18", CART, {"CVE-2026-0009": "Critical"})
    built = months.build("2026-09-20")
    first = rows(built, OPEN, 9, *more)
    assert len(first) == 4
    one, two, three = (str(by_identifier(first, f"CVE-2026-000{number}")["POAM ID"]) for number in (1, 2, 3))
    return months.accept(built), (one, two, three), first


def by_hand(folder: Path, ids: Ids, first: Rows, more: tuple[str, ...]) -> None:
    """People work in the workbook: cells, a column, a sentence, a row of their own."""
    one, _, three = ids

    def pen_test(book: Workbook) -> None:
        sheet, _, places = found_row(book, three)
        last = max(number for number in range(9, 20) if sheet.cell(number, places[c.ID]).value)  # type: ignore[attr-defined]
        own = {
            c.ID: "PT-1", c.CONTROLS: "IA-5", c.NAME: "Weak reset", c.DESCRIPTION: "A token is guessed.",
            c.DETECTOR: "Penetration test", c.ASSETS: "shop.example", c.CONTACT: "R. Moss",
            c.DETECTED: date(2026, 9, 10), c.RATING: "Moderate", c.STATUS_DATE: "9/21/2026",
        }  # fmt: skip
        for header, value in own.items():
            sheet.cell(last + 1, places[header]).value = value  # type: ignore[attr-defined]

    plan = "Overall Remediation Plan" if more else "Remediation Plan"
    comments = f"{by_identifier(first, 'CVE-2026-0001')['Comments']} Agreed with the board."
    edit(
        folder,
        {
            (one, c.CONTACT): "R. Moss",
            (one, plan): "Rebuild in October.",
            (one, "Owner team"): "blue",
            (one, c.COMMENTS): comments,
            (three, c.FALSE_POSITIVE): "Pending",
            (three, c.RATIONALE): "The code is never reached.",
        },
        pen_test,
    )


def october(months: Months, ids: Ids, closed_from: int, more: tuple[str, ...]) -> tuple[Path, str]:
    """A release with one flaw fixed, Grype silent; the false positive is approved."""
    one, two, three = ids
    pods(months.root, "2026-10-20", [NEW_CART, WEB])
    trivy(months.root, "2026-10-18", NEW_CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0003": "MEDIUM"})
    trivy(months.root, "2026-10-18", WEB, {})
    (months.root / "decisions").mkdir()
    (months.root / "decisions/letter.txt").write_text("approved")
    (months.root / "decisions/deviations.yaml").write_text(
        f"- poam-id: {three}\n  type: false-positive\n  status: approved\n  rationale: The code is never reached.\n"
        "  approver: A. Lovelace\n  approver-role: authorizing-official\n  decided: 2026-10-10\n"
        "  evidence: decisions/letter.txt\n"
    )
    built = months.build("2026-10-20")
    assert months.build("2026-10-20").manifest.files == built.manifest.files, "the same bytes"
    opened, closed = rows(built, OPEN, 9, *more), rows(built, CLOSED, closed_from)
    row = opened[one]
    assert row[c.ASSETS] == NEW_CART
    assert row[c.DETECTED] == date(2026, 9, 18)
    assert (row[c.CONTACT], row["plan"]) == ("R. Moss", "Rebuild in October.")
    assert str(row[c.COMMENTS]).endswith("Agreed with the board.")
    assert "Past due since 2026-10-18." in str(row[c.COMMENTS])
    assert f"No longer open on {WEB} since 2026-10-18." in str(row[c.COMMENTS])
    assert rows(built, OPEN, 9, *more, "Owner team")[one]["Owner team"] == "blue"
    pen = opened["PT-1"]
    assert (pen[c.NAME], pen[c.ASSETS], pen[c.DUE]) == ("Weak reset", "shop.example", date(2026, 12, 9))
    assert pen[c.STATUS_DATE] == date(2026, 9, 21)
    assert {closed[two][c.STATUS_DATE], closed[three][c.STATUS_DATE]} == {date(2026, 10, 18), date(2026, 10, 10)}
    assert closed[three][c.FALSE_POSITIVE] == "Yes"
    assert closed[three][c.RATIONALE] == "The code is never reached."
    nine = by_identifier(opened, "CVE-2026-0009")
    assert "Grype has not scanned" in str(nine[c.COMMENTS])
    return months.accept(built), str(nine[c.ID])


def november(months: Months, ids: tuple[str, ...], closed_from: int, more: tuple[str, ...]) -> None:
    """The flaw is back on the web image, the cart is gone, the false positive is still reported."""
    one = ids[0]
    pods(months.root, "2026-11-20", [WEB])
    trivy(months.root, "2026-11-18", WEB, {"CVE-2026-0001": "HIGH"})
    built = months.build("2026-11-20")
    opened, closed = rows(built, OPEN, 9, *more), rows(built, CLOSED, closed_from)
    back = by_identifier({key: value for key, value in opened.items() if key != "PT-1"}, "CVE-2026-0001")
    assert back[c.ID] not in ids
    assert f"Seen again after {one}" in str(back[c.COMMENTS])
    assert back[c.DETECTED] == date(2026, 11, 18)
    assert set(opened) == {back[c.ID], "PT-1"}
    assert set(closed) == set(ids)
    assert "No workload runs" in str(closed[one][c.COMMENTS])
    assert closed[one][c.CONTACT] == "R. Moss"
    assert closed[one][c.DETECTED] == date(2026, 9, 18)
    assert opened["PT-1"][c.CONTACT] == "R. Moss"
    assert built.manifest.counts["closed_items"] == 4
    assert "previous/2026-10-20/unchanged.xlsx" in built.manifest.inputs


def accepted(tmp_path: Path) -> tuple[Months, Path, str]:
    months = Months(tmp_path, None)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH"})
    built = months.build("2026-09-20")
    (poam_id,) = rows(built, OPEN, 9)
    return months, months.accept(built), poam_id


def test_a_workbook_that_is_open_is_not_read(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    (folder / "~$edited.xlsx").write_bytes(b"x")
    with pytest.raises(ConfigError, match="is open in a spreadsheet program"):
        months.build("2026-10-20")
    (folder / "~$edited.xlsx").unlink()
    months.build("2026-10-20")


@pytest.mark.parametrize("name", ["edited.xls", "edited.xlsm", "edited.ods"])
def test_a_workbook_of_another_kind_is_refused_in_words(tmp_path: Path, name: str) -> None:
    months, folder, _ = accepted(tmp_path)
    (folder / name).write_bytes(b"x")
    with pytest.raises(ConfigError, match="is not read") as caught:
        months.build("2026-10-20")
    assert "save it as .xlsx" in caught.value.next_step


def test_two_workbooks_are_one_too_many(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    shutil.copy(folder / "edited.xlsx", folder / "other.xlsx")
    with pytest.raises(ConfigError, match=r"several workbooks: edited\.xlsx, other\.xlsx"):
        months.build("2026-10-20")
    named = (months.root / "system.yaml").read_text() + "poam: {workbook: previous/2026-09-20/edited.xlsx}\n"
    (months.root / "system.yaml").write_text(named)
    assert rows(months.build("2026-10-20"), OPEN, 9)[poam_id][c.CONTACT] == "R. Moss"


def test_the_accepted_plan_may_not_be_changed(tmp_path: Path) -> None:
    months, folder, _ = accepted(tmp_path)
    plan = folder / "oscal/plan-of-action-and-milestones.json"
    plan.write_bytes(plan.read_bytes().replace(b"Kim Moss", b"Kim Mess"))
    with pytest.raises(ConfigError, match="was changed since it was accepted"):
        months.build("2026-10-20")


def test_an_edit_in_the_accepted_workbook_itself_counts_too(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    (folder / "edited.xlsx").rename(folder / WORKBOOK)
    assert rows(months.build("2026-10-20"), OPEN, 9)[poam_id][c.CONTACT] == "R. Moss"


def test_a_ledger_may_begin_with_the_blank_official_template(tmp_path: Path) -> None:
    months = Months(tmp_path, None)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH"})
    folder = months.root / "previous/2026-08-31"
    folder.mkdir(parents=True)
    shutil.copy(Path(__file__).parents[1] / "templates/xlsx/poam.xlsx", folder / "poam.xlsx")
    assert len(rows(months.build("2026-09-20"), OPEN, 9)) == 1


def test_a_ledger_may_begin_with_an_edited_workbook_alone(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.DETECTED): date(2025, 12, 1), (poam_id, c.ID): "V-0042"})
    older = months.root / "previous/2025-12-31"
    older.mkdir()
    (folder / "edited.xlsx").rename(older / "poam.xlsx")
    shutil.rmtree(folder)
    found = rows(months.build("2026-09-20"), OPEN, 9)
    assert list(found) == ["V-0042"], "the id and the first day that the system had before"
    assert found["V-0042"][c.DETECTED] == date(2025, 12, 1)


def test_a_later_month_is_not_last_time(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    folder.rename(folder.with_name("2026-12-31"))
    assert list(rows(months.build("2026-09-20"), OPEN, 9)) == [poam_id]
