"""Every discrepancy between two pieces of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.comparison import Discrepancy
from generator.model.scan import Severity
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_drift import asked_by_check, none_found
from generator.renderers.crosscheck_words import place_of
from generator.renderers.report.pages import CROSSCHECK, INVENTORY
from generator.renderers.report.table_rows import Cell, Column, Part, Row, Shown, TablePage
from generator.text import counted, left_out

SEVERITIES = tuple(str(one) for one in Severity)
STYLES = {Severity.CRITICAL: "bad", Severity.HIGH: "bad", Severity.MODERATE: "warn"}
_MOST_PLACES = 4
_MOST_ASSETS = 4
_COLUMNS = (
    Column(key="severity", title="Severity", order=SEVERITIES, choice=True),
    Column(key="what", title="Discrepancies", wide=True),
    Column(key="subject", title="Subject", kind="id"),
    Column(key="check", title="Check", choice=True),
    Column(key="controls", title="Controls"),
    Column(key="accepted", title="Accepted", choice=True),
    Column(key="next", title="Next step", wide=True),
    Column(key="evidence", title="Evidence", kind="id"),
)


@dataclass(frozen=True, slots=True)
class Discrepancies:
    """See `Section`."""

    name: str = "discrepancies"
    title: str = "Discrepancies"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        titles = {check: activity.title for check, activity in asked_by_check(package.bundle).items()}
        ordered = sorted(package.discrepancies, key=lambda one: (-one.severity.rank, one.check, one.subject))
        checks = len({one.check for one in ordered})
        return TablePage(
            title=self.title,
            lead=f"{counted(len(ordered), 'discrepancy', 'discrepancies')} between two pieces of evidence, "
            f"found by {counted(checks, 'check')}. The most severe come first.",
            about=("A discrepancy is for a person to resolve, not a verdict. Waived discrepancies stay listed.",),
            one="discrepancy",
            many="discrepancies",
            columns=_COLUMNS,
            rows=tuple(_row(one, titles) for one in ordered),
            none=none_found(package.bundle),
        )


def key_of(one: Discrepancy) -> str:
    """What other places lead to."""
    return anchor("discrepancy", f"{one.check} {one.subject}")


def _row(one: Discrepancy, titles: Mapping[str, str]) -> Row:
    places = sorted(set(one.sources))
    shown = [place_of(source) for source in places[:_MOST_PLACES]]
    left = left_out(len(places) - _MOST_PLACES, where="oscal/assessment-results.json")
    first = shown[0] if shown else None
    lines = tuple(Part(place.text, place.href, "id") for place in shown[1:])
    return Row(
        key_of(one),
        (
            Cell(str(one.severity), style=STYLES.get(one.severity, "")),
            Cell(one.title, f"#{key_of(one)}", lines=_detail(one)),
            Cell(one.subject, style="id", lines=_assets(one)),
            Cell(titles.get(one.check, one.check), f"{CROSSCHECK}#{anchor('check', one.check)}"),
            ", ".join(one.controls),
            _accepted(one),
            one.next_step,
            Cell(first.text, first.href, "id", (*lines, *((Part(left, style="soft"),) if left else ()))) if first else "",
        ),
    )


def _detail(one: Discrepancy) -> tuple[Part, ...]:
    """What the title does not say; where it was read from stands in a column of its own."""
    text = one.detail.partition(" Read from ")[0].removeprefix(f"{one.title}.").strip()
    return (Part(text, style="soft"),) if text else ()


def _accepted(one: Discrepancy) -> Shown:
    if one.waiver is None:
        return "no"
    return Cell("for a time", lines=(Part(f"by {one.waiver.owner} until {one.waiver.expires.isoformat()}", style="soft"),))


def _assets(one: Discrepancy) -> tuple[Part, ...]:
    named = [asset for asset in one.asset_ids if asset != one.subject]
    shown = tuple(Part(asset, f"{INVENTORY}#{anchor('asset', asset)}", "id") for asset in named[:_MOST_ASSETS])
    left = left_out(len(named) - _MOST_ASSETS)
    return (*shown, Part(left, style="soft")) if left else shown
