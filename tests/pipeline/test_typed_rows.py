"""Rows that a person types into the workbook without an id: a hash until acceptance, then a number, and a life after that."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from three_months import CART, CLOSED, OPEN, Months, edit, found_row, pods, rows, trivy

from generator.ledger import columns as c

TYPED = {
    c.CONTROLS: "IA-5", c.NAME: "Weak reset", c.DESCRIPTION: "A token is guessed.", c.DETECTOR: "Code review",
    c.ASSETS: "shop.example", c.DETECTED: date(2026, 9, 10), c.RATING: "Moderate", "Remediation Plan": "2026-12-01: rewritten",
}  # fmt: skip


def typed_below(poam_id: str) -> object:
    def add(book: Workbook) -> None:
        sheet, row, places = found_row(book, poam_id)
        for header, value in TYPED.items():
            sheet.cell(row + 1, places[header]).value = value  # type: ignore[attr-defined]

    return add


def test_it_gets_an_id_then_a_number_and_lives_on(tmp_path: Path) -> None:
    months = Months(tmp_path, None)
    system = months.root / "system.yaml"
    system.write_text(f"{system.read_text()}poam: {{id-prefix: V-}}\n")
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH"})
    first = months.build("2026-09-20")
    folder = months.accept(first)
    (known,) = rows(first, OPEN, 9)
    edit(folder, {}, typed_below(known))

    def open_rows(day: str) -> dict[str, str]:
        found = rows(months.build(day), OPEN, 9)
        return {str(row["Weakness Name"]): name for name, row in found.items()}

    pods(months.root, "2026-10-20", [CART])
    trivy(months.root, "2026-10-18", CART, {"CVE-2026-0001": "HIGH"})
    (hashed,) = (name for weakness, name in open_rows("2026-10-20").items() if weakness == "Weak reset")
    assert len(hashed) == len("V-1A2B3C4D5E")
    assert open_rows("2026-10-20")["Weak reset"] == hashed, "every build gives it again"
    (months.root / "decisions").mkdir()
    (months.root / "decisions/deviations.yaml").write_text(
        f"- {{poam-id: {hashed}, type: risk-adjustment, status: pending, adjusted-rating: Low, rationale: Behind a VPN.}}\n"
    )
    folder = months.accept(months.build("2026-10-20"))

    (months.root / "evidence/scans/2026-10-18").rename(tmp_path / "gone")
    pods(months.root, "2026-11-20", [CART])
    built = months.build("2026-11-20")
    found = rows(built, OPEN, 9)
    assert {str(row["Weakness Name"]): name for name, row in found.items()}["Weak reset"] == "V-2"
    row = found["V-2"]
    assert (str(row[c.DETECTED])[:10], row["Risk Adjustment"], row["plan"]) == (
        "2026-09-10",
        "Pending",
        "2026-12-01: rewritten",
    )

    def close(book: Workbook) -> None:
        sheet, number, places = found_row(book, hashed)
        closed = book[CLOSED]
        cells = {str(cell.value).strip(): cell.column for cell in closed[2] if cell.value}
        for header, column in places.items():
            name = "Overall Remediation Plan" if header == "Remediation Plan" else header
            if name in cells:
                closed.cell(3, cells[name]).value = sheet.cell(number, column).value  # type: ignore[attr-defined]
        sheet.delete_rows(number)  # type: ignore[attr-defined]

    edit(folder, {}, close)
    assert "V-2" in rows(months.build("2026-11-20"), CLOSED, 3)
