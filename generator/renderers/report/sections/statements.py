"""What proves this? Every sentence that the evidence says of a control, with the files it rests on."""

from collections.abc import Mapping, Sequence
from itertools import islice

import msgspec

from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.places import evidence_path
from generator.model.progress import AnswerProgress
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.answer_progress import chip, part_states
from generator.renderers.crosscheck.drift import activities_by_check
from generator.renderers.crosscheck.text import place_of
from generator.renderers.report.pages import CROSSCHECK, READINESS
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, enumerated

_MOST_PLACES, _MOST_NAMED = 3, 60
_STYLES = {
    Support.ENFORCING: "good",
    Support.OBSERVED: "good",
    Support.FOUND: "good",
    Support.FOUND_NOT_ENFORCING: "warn",
    Support.NOT_ESTABLISHED: "warn",
    Support.NONE_FOUND: "warn",
    Support.NOT_COLLECTED: "soft",
    Support.CONTEXT: "soft",
}
SUPPORTS = tuple(str(style) for style in _STYLES)
_COLUMNS = (
    TableColumn(key="control", title="Control"),
    TableColumn(key="about", title="About", choice=True),
    TableColumn(key="answer", title="Answer in the plan", choice=True, order=tuple(state.label for state in AnswerProgress)),
    TableColumn(key="sentence", title="What the evidence says", wide=True),
    TableColumn(key="evidence", title="Evidence is", order=SUPPORTS, choice=True),
    TableColumn(key="contradicted", title="Contradicted by"),
    TableColumn(key="files", title="Files", kind="number"),
    TableColumn(key="proof", title="Proved by", kind="id", wide=True),
)


class Statements(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "statements"
    title: str = "What proves each statement"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        sentences = counted(len(package.claims), "sentence")
        controls = counted(len({claim.control for claim in package.claims}), "control")
        states = {(part.control, part.letter): part.state for part in part_states(package)}
        titles = {check: activity.title for check, activity in activities_by_check(package.bundle).items()}
        return TablePage(
            title=self.title,
            lead=f"{sentences} about {controls}, each with the places in the evidence that it rests on.",
            about=(
                "Nothing here says that a control is satisfied: a sentence says what the evidence shows, and a named person "
                "judges. The way back, from a file to what it proves, is on the page Evidence.",
            ),
            singular="sentence",
            many="sentences",
            columns=_COLUMNS,
            rows=tuple(_row(claim, titles, states.get((claim.control, claim.part))) for claim in package.claims),
            none="The evidence says nothing about a control.",
        )


def key_of(claim: Claim) -> str:
    """What other places lead to."""
    return anchor("sentence", f"{claim.topic} {claim.control} {claim.part} {claim.text}")


def files_of(sources: Sequence[EvidenceSource]) -> tuple[str, ...]:
    """Paths in the package, each once, in their order."""
    return tuple(dict.fromkeys(evidence_path(source.path) for source in sources))


def _row(claim: Claim, titles: Mapping[str, str], state: AnswerProgress | None) -> TableRow:
    key = key_of(claim)
    files = files_of(claim.sources)
    return TableRow(
        key,
        (
            TableCell(f"{claim.control}({claim.part})" if claim.part else claim.control, f"#{key}"),
            claim.subject,
            TableCell(state.label, READINESS, chip(state)) if state else "",
            claim.text,
            TableCell(str(claim.support), style=_STYLES[claim.support]),
            _contradicted(claim, titles),
            f"{len(files):,}",
            _proof(claim.sources, files),
        ),
    )


def _contradicted(claim: Claim, titles: Mapping[str, str]) -> Shown:
    links = [(titles.get(check, check), f"{CROSSCHECK}#{anchor('check', check)}") for check in claim.discrepancies]
    return TableCell(*links[0], "bad", tuple(SecondLine(text, href) for text, href in links[1:])) if links else ""


def _proof(sources: Sequence[EvidenceSource], files: Sequence[str]) -> Shown:
    """The first places with the way to their files; the other files by name, to be searched for."""
    if not sources:
        return TableCell("nothing was collected", style="soft")
    places = [place_of(source) for source in islice(dict.fromkeys(sources), _MOST_PLACES)]
    shown = {place.text.partition(",")[0] for place in places}
    others = [path for path in files if path not in shown]
    also = (SecondLine(counted(len(others), "other file"), style="id", more=enumerated(others, _MOST_NAMED)),) if others else ()
    first, *rest = places
    return TableCell(first.text, first.href, "id", (*(SecondLine(place.text, place.href, "id") for place in rest), *also))
