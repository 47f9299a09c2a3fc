"""Everything that is missing: evidence that could not be read or used, checks that could not be made, statements not stated."""

from dataclasses import dataclass

from generator.model.evidence import Gap, GapKind
from generator.model.places import evidence_path
from generator.model.system import Owed
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_words import link_to
from generator.renderers.report.table_rows import Cell, Column, Row, TablePage
from generator.text import counted

_OWED = "not stated in system.yaml"
_CHECKS = (GapKind.PARTLY_CHECKED, GapKind.NOT_CHECKED)
_KINDS = (
    GapKind.HOLDS_SECRETS,
    GapKind.UNREADABLE,
    GapKind.UNRECOGNISED,
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
    Column(key="where", title="Where", kind="id"),
    Column(key="kind", title="Kind", choice=True, order=(*map(str, _KINDS), _OWED)),
    Column(key="why", title="Why", wide=True),
    Column(key="next", title="Next step", wide=True),
)


@dataclass(frozen=True, slots=True)
class Gaps:
    """See `Section`."""

    name: str = "gaps"
    title: str = "Gaps"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        owed = package.system.owed
        return TablePage(
            title=self.title,
            lead=f"{counted(len(package.gaps), 'gap')} in the evidence, and {counted(len(owed), 'statement')} "
            "outstanding in system.yaml.",
            about=(
                "Evidence that could not be read or used, checks that could not be made, and text that a document had to cut. "
                "Nothing here counts as satisfied or not satisfied: it is not known.",
            ),
            one="gap",
            many="gaps",
            columns=_COLUMNS,
            rows=(*(_row(one, package.kept) for one in sorted(package.gaps, key=_urgency)), *map(_owed, owed)),
            none="No gap was found.",
        )


def _urgency(one: Gap) -> int:
    return _KINDS.index(one.kind)


def _row(one: Gap, kept: frozenset[str]) -> Row:
    path = evidence_path(one.path)
    known = path in kept
    text = _where(one, path if known else one.path)
    key = anchor("gap", f"{one.kind} {text} {one.reason}")
    return Row(key, (Cell(text, link_to(path) if known else "", "id"), str(one.kind), one.reason, one.next_step))


def _where(one: Gap, path: str) -> str:
    if one.kind in _CHECKS and not path.strip("/").partition("/")[2]:
        return f"check {one.place}"
    return f"{path}, {one.place}" if one.place else path


def _owed(one: Owed) -> Row:
    text = f"system.yaml, {one.key}"
    return Row(anchor("gap", text), (Cell(text, style="id"), _OWED, one.why, "State it in system.yaml."))
