"""What is past due is one judgment of the ledger, on every page and line that counts it."""

import datetime as dt

import pytest

from generator.deliverables.month_rows import summary
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import late_items
from generator.renderers.report.due_chart import EXCUSED, counted
from generator.renderers.report.front_view import view as front_of
from generator.renderers.report.sections.poam import PoamSection, open_of
from generator.renderers.report.table_rows import text_of
from tests.ledger.months import month
from tests.renderers.test_poam_months import package


def waiting(identifier: str, checked_in: dt.date) -> LedgerDecision:
    deviation = Deviation(
        kind=DeviationKind.VENDOR_DEPENDENCY,
        standing=DeviationStatus.PENDING,
        product="libtoy",
        checked_in=checked_in,
        evidence="decisions/ticket.pdf",
        mitigated=checked_in,
    )
    return LedgerDecision(scanner="Trivy", identifier=identifier, deviation=deviation, line=1)


ASKED, LONG_AGO = month(2) - dt.timedelta(days=3), month(0)


@pytest.mark.parametrize(
    ("decided", "late"),
    [
        pytest.param((), ["CVE-1", "Weak reset"], id="by date"),
        pytest.param((waiting("CVE-1", ASKED),), ["Weak reset"], id="its date is over, and the vendor was asked"),
        pytest.param(
            (waiting("CVE-3", LONG_AGO),), ["CVE-1", "CVE-3", "Weak reset"], id="the vendor was not asked, before its date"
        ),
    ],
)
def test_every_page_counts_what_the_ledger_calls_late(decided: tuple[LedgerDecision, ...], late: list[str]) -> None:
    made: AuthorizationPackage = package(decided=decided, number=2)
    assert sorted(item.title for item in late_items(made.bundle.poam)) == late
    number = len(late)
    page = PoamSection().view(made)
    assert f"{number} past due on" in page.lead
    state = [column.key for column in page.columns].index("due-state")
    states = [text_of(row.cells[state]) for row in page.rows]
    assert states.count("past due") == number
    front = front_of(made)
    tile = next(tile for tile in front.tiles if "POA&M" in tile.label)
    assert f"{number} past due" in tile.note
    assert any("past due" in line.what for line in front.urgent) is bool(late)
    assert any(f"{number} of them past due" in sentence for sentence in summary(made).sentences)


def test_what_a_deviation_excuses_has_a_column_of_its_own() -> None:
    items = open_of(package(decided=(waiting("CVE-1", ASKED),), number=2))
    (item,) = (item for item in items if item.item.title == "CVE-1")
    assert (item.state, item.late, item.days < 0) == (EXCUSED, False, True)
    rows = [(row.late, row.days, row.rating) for row in items]
    assert [column.label for column in counted(rows)][:2] == ["past due", EXCUSED]
    assert EXCUSED not in [column.label for column in counted([row for row in rows if row[1] >= 0])]
