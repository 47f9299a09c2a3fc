"""All forms of one package say the same of each POA&M item: on the sample, and on three months in a row."""

import shutil
from pathlib import Path

import pytest
from three_months import CART, WEB, Months, grype, pods, trivy

from generator.pipeline.publish import Published
from tests.compare_outputs import differences, of_csv, of_page, of_plan, of_rules, of_workbook


def test_the_forms_of_the_sample_agree(sample_built: Published) -> None:
    folder = sample_built.folder
    assert differences(folder) == []
    plan = of_plan(folder)
    assert len(plan) > 30
    assert all(len(form(folder)) >= len(plan) - 1 for form in (of_workbook, of_csv, of_page, of_rules))
    assert any(row.versions for row in of_rules(folder).values())


def test_the_forms_agree_over_three_months(tmp_path: Path) -> None:
    months = Months(tmp_path, None, whole=True)
    system = months.root / "system.yaml"
    system.write_text(system.read_text() + "regime: both\npoam: {id-prefix: V-}\n")
    seen = ({"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW"}, {"CVE-2026-0002": "LOW"}, {"CVE-2026-0001": "HIGH"})
    for number, (day, scanned) in enumerate((("2026-10-20", "18"), ("2026-11-20", "18"), ("2026-12-20", "18"))):
        pods(months.root, day, [CART, WEB])
        trivy(months.root, f"{day[:8]}{scanned}", CART, seen[number])
        grype(months.root, f"{day[:8]}{scanned}", CART, {"CVE-2026-0001": "High"} if number != 1 else {})
        trivy(months.root, f"{day[:8]}{scanned}", WEB, {"CVE-2026-0003": "MEDIUM"})
        built = months.build(day)
        assert of_plan(built.folder), day
        assert differences(built.folder) == [], day
        months.accept(built)


@pytest.mark.parametrize(("was", "becomes", "told"), [("High", "Low", "CSV: rating"), ("2026-", "2025-", "CSV: detected")])
def test_a_difference_is_told(sample_built: Published, tmp_path: Path, was: str, becomes: str, told: str) -> None:
    package = tmp_path / "package"
    shutil.copytree(sample_built.folder, package)
    table = package / "report/poam.csv"
    table.write_text(table.read_text("utf-8-sig").replace(was, becomes), "utf-8-sig")
    assert any(told in fault for fault in differences(package))
