"""Everything that is missing: evidence that could not be read or used, checks that could not be made, statements not stated."""

import msgspec

from generator.model.evidence import Gap, GapKind
from generator.model.places import evidence_path
from generator.model.system import OutstandingKey
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.text import link_to
from generator.renderers.outstanding import outstanding
from generator.renderers.report.table_rows import TableCell, TableColumn, TablePage, TableRow
from generator.text import counted

_OUTSTANDING = "not stated in system.yaml"
_CHECKS = (GapKind.PARTLY_CHECKED, GapKind.NOT_CHECKED)
_KINDS = (
    GapKind.NOT_READ,
    GapKind.HOLDS_SECRETS,
    GapKind.UNREADABLE,
    GapKind.UNRECOGNIZED,
    GapKind.NAMED_NOT_THERE,
    GapKind.CONTRADICTED,
    GapKind.UNDATED,
    GapKind.LATER,
    GapKind.UNDECIDED,
    GapKind.SHORTENED,
    GapKind.NO_ASSET,
    GapKind.NOT_ASSESSED,
    GapKind.NOT_COLLECTED,
    *_CHECKS,
)
"""What a person should act on first stands first."""
_COLUMNS = (
    TableColumn(key="where", title="Where", kind="id"),
    TableColumn(key="kind", title="Kind", choice=True, order=(*map(str, _KINDS), _OUTSTANDING)),
    TableColumn(key="why", title="Why", wide=True),
    TableColumn(key="next", title="Next step", wide=True),
)


class Gaps(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "gaps"
    title: str = "Gaps"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        keys, statements = package.system.outstanding, outstanding(package).sentence
        return TablePage(
            title=self.title,
            lead=f"{counted(len(package.gaps), 'gap')} in the evidence{f'; {statements}' if statements else ''}.",
            about=(
                "Evidence that could not be read or used, checks that could not be made, and text that a document had to cut. "
                "Nothing here counts as satisfied or not satisfied: it is not known.",
            ),
            singular="gap",
            many="gaps",
            columns=_COLUMNS,
            rows=(
                *(_row(gap, package.kept) for gap in sorted(package.gaps, key=_urgency)),
                *map(_outstanding_row, keys),
            ),
            none="No gap was found.",
        )


def _urgency(gap: Gap) -> int:
    return _KINDS.index(gap.kind)


def _row(gap: Gap, kept: frozenset[str]) -> TableRow:
    path = evidence_path(gap.path)
    known = path in kept
    text = _where(gap, path if known else gap.path)
    key = anchor("gap", f"{gap.kind} {text} {gap.reason}")
    return TableRow(key, (TableCell(text, link_to(path) if known else "", "id"), str(gap.kind), gap.reason, gap.next_step))


def _where(gap: Gap, path: str) -> str:
    if gap.kind in _CHECKS and not path.strip("/").partition("/")[2]:
        return f"check {gap.place}"
    return f"{path}, {gap.place}" if gap.place else path


def _outstanding_row(key: OutstandingKey) -> TableRow:
    text = f"system.yaml, {key.key}"
    return TableRow(anchor("gap", text), (TableCell(text, style="id"), _OUTSTANDING, key.why, "State it in system.yaml."))
