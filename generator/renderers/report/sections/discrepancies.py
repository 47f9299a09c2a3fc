"""Every discrepancy between two pieces of evidence: a row for each cause, with everything that it concerns."""

from collections.abc import Mapping

import msgspec

from generator.model.discrepancy import Discrepancy
from generator.model.scan import Severity
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.drift import FOLLOWS, activities_by_check, counted_in_all, none_found
from generator.renderers.crosscheck.text import place_of
from generator.renderers.report.pages import CROSSCHECK, INVENTORY
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, left_out

SEVERITIES = tuple(str(severity) for severity in Severity)
STYLES = {Severity.CRITICAL: "bad", Severity.HIGH: "bad", Severity.MODERATE: "warn"}
_MOST_PLACES = 4
_MOST_ASSETS = 4
_MOST_SUBJECTS = 3
"""Shown at once; the rest unfolds."""
_COLUMNS = (
    TableColumn(key="severity", title="Severity", order=SEVERITIES, choice=True),
    TableColumn(key="what", title="Discrepancies", wide=True),
    TableColumn(key="number", title="Number", kind="number"),
    TableColumn(key="subject", title="Subjects", kind="id"),
    TableColumn(key="check", title="Check", choice=True),
    TableColumn(key="controls", title="Controls"),
    TableColumn(key="accepted", title="Accepted", choice=True),
    TableColumn(key="next", title="Next step", wide=True),
    TableColumn(key="evidence", title="Evidence", kind="id"),
)


class Discrepancies(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "discrepancies"
    title: str = "Discrepancies"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        titles = {check: activity.title for check, activity in activities_by_check(package.bundle).items()}
        ordered = sorted(
            package.discrepancies, key=lambda discrepancy: (-discrepancy.severity.rank, discrepancy.check, discrepancy.cause)
        )
        checks = len({check for discrepancy in ordered for check in discrepancy.checks})
        return TablePage(
            title=self.title,
            lead=f"{counted_in_all(ordered)}: evidence that contradicts itself or a requirement, found by "
            f"{counted(checks, 'check')}. The most severe come first.",
            about=(
                "A discrepancy is for a person to resolve, not a verdict. One row is one cause with what it concerns. What is "
                "waived stays listed, in a row of its own.",
            ),
            singular="discrepancy",
            many="discrepancies",
            columns=_COLUMNS,
            rows=tuple(_row(discrepancy, titles) for discrepancy in ordered),
            none=none_found(package.bundle),
        )


def key_of(discrepancy: Discrepancy) -> str:
    """What other places lead to."""
    return anchor("discrepancy", f"{discrepancy.check} {discrepancy.cause}")


def _row(discrepancy: Discrepancy, titles: Mapping[str, str]) -> TableRow:
    places = discrepancy.sources
    shown = [place_of(source) for source in places[:_MOST_PLACES]]
    left = left_out(len(places) - _MOST_PLACES, where="oscal/assessment-results.json")
    first = shown[0] if shown else None
    lines = tuple(SecondLine(place.text, place.href, "id") for place in shown[1:])
    return TableRow(
        key_of(discrepancy),
        (
            TableCell(str(discrepancy.severity), style=STYLES.get(discrepancy.severity, "")),
            TableCell(discrepancy.title, f"#{key_of(discrepancy)}", lines=_detail(discrepancy)),
            f"{len(discrepancy.concerned):,}",
            _subjects(discrepancy, titles),
            TableCell(titles.get(discrepancy.check, discrepancy.check), f"{CROSSCHECK}#{anchor('check', discrepancy.check)}"),
            ", ".join(discrepancy.controls),
            _accepted(discrepancy),
            discrepancy.next_step,
            TableCell(first.text, first.href, "id", (*lines, *((SecondLine(left, style="soft"),) if left else ())))
            if first
            else "",
        ),
    )


def _detail(discrepancy: Discrepancy) -> tuple[SecondLine, ...]:
    """What the title does not say; where it was read from stands in a column of its own."""
    text = discrepancy.detail.partition(" Read from ")[0].removeprefix(f"{discrepancy.title}.").strip()
    return (SecondLine(text, style="soft"),) if text else ()


def _accepted(discrepancy: Discrepancy) -> Shown:
    if discrepancy.waiver is None:
        return "no"
    return TableCell(
        "for a time",
        lines=(SecondLine(f"by {discrepancy.waiver.owner} until {discrepancy.waiver.expires.isoformat()}", style="soft"),),
    )


def _subjects(discrepancy: Discrepancy, titles: Mapping[str, str]) -> TableCell:
    """The first subjects, then all with what is wrong with each, then what follows by check."""
    names = [subject.name for subject in discrepancy.subjects]
    lines = [SecondLine(name, style="id") for name in names[1:_MOST_SUBJECTS]]
    if len(names) > _MOST_SUBJECTS or len(discrepancy.by_reason) > 1:
        for reason, subjects in discrepancy.by_reason:
            listing = "; ".join(subject.name for subject in subjects)
            lines.append(SecondLine(f"{len(subjects):,}: {reason}", style="id", more=listing))
    for check in discrepancy.checks:
        following = [subject.name for subject in discrepancy.consequences if subject.check == check]
        if following:
            heading = f"{FOLLOWS}: {titles.get(check, check)} ({len(following):,})"
            lines.append(SecondLine(heading, style="id", more="; ".join(following)))
    return TableCell(names[0], style="id", lines=(*lines, *_assets(discrepancy)))


def _assets(discrepancy: Discrepancy) -> tuple[SecondLine, ...]:
    if len(discrepancy.concerned) > 1:
        return ()
    named = [asset for asset in discrepancy.asset_ids if asset != discrepancy.subjects[0].name]
    shown = tuple(SecondLine(asset, f"{INVENTORY}#{anchor('asset', asset)}", "id") for asset in named[:_MOST_ASSETS])
    left = left_out(len(named) - _MOST_ASSETS)
    return (*shown, SecondLine(left, style="soft")) if left else shown
