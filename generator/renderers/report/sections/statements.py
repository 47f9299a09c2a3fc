"""What proves this? Every sentence that the evidence says of a control, with the files it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.claim import Claim, Support
from generator.model.evidence import Source
from generator.model.places import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_drift import asked_by_check
from generator.renderers.crosscheck_words import place_of
from generator.renderers.report.pages import CROSSCHECK
from generator.renderers.report.table_rows import Cell, Column, Part, Row, Shown, TablePage
from generator.text import counted, enumerated

_MOST_PLACES, _MOST_NAMED = 3, 60
_STYLES = {
    Support.ENFORCING: "good",
    Support.FOUND: "good",
    Support.FOUND_NOT_ENFORCING: "warn",
    Support.NONE_FOUND: "warn",
    Support.NOT_COLLECTED: "soft",
    Support.CONTEXT: "soft",
}
SUPPORTS = tuple(str(one) for one in _STYLES)
_COLUMNS = (
    Column(key="control", title="Control"),
    Column(key="about", title="About", choice=True),
    Column(key="sentence", title="What the evidence says", wide=True),
    Column(key="evidence", title="Evidence is", order=SUPPORTS, choice=True),
    Column(key="contradicted", title="Contradicted by"),
    Column(key="files", title="Files", kind="number"),
    Column(key="proof", title="Proved by", kind="id", wide=True),
)


@dataclass(frozen=True, slots=True)
class Statements:
    """See `Section`."""

    name: str = "statements"
    title: str = "What proves each statement"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        sentences = counted(len(package.claims), "sentence")
        controls = counted(len({one.control for one in package.claims}), "control")
        titles = {check: activity.title for check, activity in asked_by_check(package.bundle).items()}
        return TablePage(
            title=self.title,
            lead=f"{sentences} about {controls}, each with the places in the evidence that it rests on.",
            about=(
                "Nothing here says that a control is satisfied: a sentence says what the evidence shows, and a named person "
                "judges. The way back, from a file to what it proves, is on the page Evidence.",
            ),
            one="sentence",
            many="sentences",
            columns=_COLUMNS,
            rows=tuple(_row(one, titles) for one in package.claims),
            none="The evidence says nothing about a control.",
        )


def key_of(one: Claim) -> str:
    """What other places lead to."""
    return anchor("sentence", f"{one.topic} {one.control} {one.part} {one.text}")


def files_of(sources: Sequence[Source]) -> tuple[str, ...]:
    """Paths in the package, each once, in their order."""
    return tuple(dict.fromkeys(evidence_path(one.path) for one in sources))


def _row(one: Claim, titles: Mapping[str, str]) -> Row:
    key = key_of(one)
    files = files_of(one.sources)
    return Row(
        key,
        (
            Cell(f"{one.control}({one.part})" if one.part else one.control, f"#{key}"),
            one.subject,
            one.text,
            Cell(str(one.support), style=_STYLES[one.support]),
            _contradicted(one, titles),
            f"{len(files):,}",
            _proof(one.sources, files),
        ),
    )


def _contradicted(one: Claim, titles: Mapping[str, str]) -> Shown:
    links = [(titles.get(check, check), f"{CROSSCHECK}#{anchor('check', check)}") for check in one.discrepancies]
    return Cell(*links[0], "bad", tuple(Part(text, href) for text, href in links[1:])) if links else ""


def _proof(sources: Sequence[Source], files: Sequence[str]) -> Shown:
    """The first places with the way to their files; the other files by name, to be searched for."""
    if not sources:
        return Cell("nothing was collected", style="soft")
    places = [place_of(source) for source in dict.fromkeys(sources)][:_MOST_PLACES]
    shown = {place.text.partition(",")[0] for place in places}
    others = [path for path in files if path not in shown]
    also = (Part(counted(len(others), "other file"), style="id", more=enumerated(others, _MOST_NAMED)),) if others else ()
    first, *rest = places
    return Cell(first.text, first.href, "id", (*(Part(one.text, one.href, "id") for one in rest), *also))
