"""The months of the change: both clocks stand beside each other, and what the rules say changes no row of the POA&M."""

from pathlib import Path

from three_months import CART, OPEN, Months, pods, rows, trivy

EVALUATION = """- vulnerability: CVE-2026-0001
  evaluated: 2026-12-08T09:00:00Z
  internet-reachable: true
  likely-exploitable: true
  rating: N4
"""


def both(months: Months) -> None:
    system = months.root / "system.yaml"
    system.write_text(system.read_text() + "regime: both\n")


def report(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8-sig")


def test_evaluations_change_no_row_and_both_clocks_are_shown(tmp_path: Path) -> None:
    months = Months(tmp_path, None, whole=True)
    both(months)
    pods(months.root, "2026-12-10", [CART])
    trivy(months.root, "2026-11-01", CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW"})
    trivy(months.root, "2026-12-08", CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW"})
    before = rows(months.build("2026-12-20"), OPEN, 9)

    (months.root / "decisions").mkdir()
    (months.root / "decisions/evaluations.yaml").write_text(EVALUATION)
    built = months.build("2026-12-20")
    assert rows(built, OPEN, 9) == before
    table = report(built.folder, "report/poam.csv")
    assert "either, in the grace period" in table
    assert "overdue" in table
    for name in ("report/poam.html", "cr26/monthly-report.html", "report/index.html"):
        page = report(built.folder, name)
        assert "1 item past due by the POA" in page, name
        assert "2 overdue by the Consolidated Rules" in page, name
        assert "2027-03-07" in page, name


def test_before_the_change_and_after_it(tmp_path: Path) -> None:
    months = Months(tmp_path, None, whole=True)
    both(months)
    pods(months.root, "2026-11-10", [CART])
    trivy(months.root, "2026-11-10", CART, {"CVE-2026-0001": "HIGH"})
    november = report(months.build("2026-11-20").folder, "report/poam.html")
    assert "Until 2026-12-06 the POA" in november
    march = report(months.build("2027-03-20").folder, "report/poam.html")
    assert "The grace period ended on 2027-03-07" in march
