"""Conclusions of the cross-check that may stand on the plan: with control, risk and asset, and what a person decided."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from generator.model.candidate import CandidateState, PoamCandidate, RequirementCandidates, by_requirement
from generator.model.rating import Rating
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.html_page import filled
from generator.renderers.report.pages import POAM
from generator.renderers.report.table_rows import SecondLine, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, enumerated

_STYLES = {CandidateState.UNDECIDED: "bad", CandidateState.REFUSED: "warn"}
_RATED = {Rating.HIGH: "bad", Rating.MODERATE: "warn"}
_MOST_ASSETS = 20
_COLUMNS = (
    TableColumn(key="id", title="Id", kind="id"),
    TableColumn(key="subject", title="Candidate", wide=True),
    TableColumn(key="check", title="Requirement not met", choice=True),
    TableColumn(key="controls", title="Controls"),
    TableColumn(key="rating", title="Risk", order=tuple(Rating), choice=True),
    TableColumn(key="assets", title="Assets", kind="id"),
    TableColumn(key="first", title="First evidence", kind="day"),
    TableColumn(key="state", title="Decision", order=tuple(CandidateState), choice=True),
    TableColumn(key="by", title="Decided by"),
    TableColumn(key="reason", title="Reason", wide=True),
)


class CandidatesSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "candidates"
    title: str = "POA&M candidates"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        rows = package.candidates
        waiting = sum(row.state is CandidateState.UNDECIDED for row in rows)
        groups = by_requirement(rows)
        open_ = sum(bool(group.undecided) for group in groups)
        of = f", of {counted(open_, 'requirement')}" if waiting else ""
        return TablePage(
            title=self.title,
            lead=f"{counted(len(rows), 'candidate')}, {waiting:,} of them undecided{of}.",
            about=(
                "No scanner reports these: they are conclusions of the cross-check, one for each subject that does not meet a "
                "requirement. The plan cites each by its id: that of its item where it is accepted (V-), else its own (C-).",
                "A named person accepts or refuses each in decisions/candidates.yaml, with a reason. An accepted one is an "
                "item, and its clock starts with the first evidence; a refused one stays listed; an undecided one keeps the "
                'package from being final. One entry decides about all candidates of a requirement (subject "*"); each is an '
                "item of its own, which closes when its subject meets the requirement.",
            ),
            singular="candidate",
            many="candidates",
            columns=_COLUMNS,
            rows=tuple(map(_row, rows)),
            charts=(_requirements(groups),) if groups else (),
            none="The cross-check concludes nothing that might stand on the plan.",
        )


def _requirements(groups: Sequence[RequirementCandidates]) -> Markup:
    """What a person decides about: a row for each requirement, with the key of the entry, before the rows of its subjects."""
    ratings = list(Rating)
    return filled(
        "report/requirements_undecided.html",
        rows=[
            {
                "weakness": group.weakness,
                "check": group.check,
                "number": f"{len(group.rows):,}",
                "undecided": f"{len(group.undecided):,}",
                "rating": min((row.rating for row in group.rows), key=ratings.index),
                "controls": ", ".join(dict.fromkeys(control for row in group.rows for control in row.controls)),
                "first": min(row.first for row in group.rows).isoformat(),
            }
            for group in groups
        ],
    )


def _row(row: PoamCandidate) -> TableRow:
    item = TableCell(row.poam_id, f"{POAM}#{anchor('item', row.poam_id)}", "id") if row.poam_id else row.candidate_id
    until = row.state is CandidateState.WAIVED
    day = row.decided.isoformat() if row.decided else ""
    return TableRow(
        anchor("candidate", f"{row.check} {row.key}"),
        (
            item,
            TableCell(row.title, lines=(SecondLine(row.subject, style="soft"),) if row.subject not in row.title else ()),
            TableCell(row.weakness or row.check, lines=(SecondLine(row.check, style="id"),) if row.weakness else ()),
            ", ".join(row.controls),
            TableCell(row.rating, style=_RATED.get(row.rating, "")),
            enumerated(row.asset_ids, _MOST_ASSETS),
            row.first.isoformat(),
            TableCell(row.state, style=_STYLES.get(row.state, "")),
            f"{row.by}, {'until ' if until else ''}{day}" if row.by else "",
            row.reason,
        ),
    )
