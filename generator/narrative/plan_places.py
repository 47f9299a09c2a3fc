"""The places of the System Security Plan that people write as running text: `narratives/plan/boundary.md` and its neighbors.

A file there wins over the key of system.yaml that says the same in a sentence. It has the form of a control's narrative, and
its head says who reviewed and approved it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import ControlId
from generator.model.narrative import Content, Narrative, Span, TextBlock
from generator.narrative.reading import FOLDER, read_narrative
from generator.narrative.spans import normal

PLAN_FOLDER = f"{FOLDER}/plan"


class PlanPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One of them."""

    name: str
    """Of its file: `narratives/plan/<name>.md`."""
    title: str
    where: str
    """In FedRAMP's SSP template v1.1."""
    key: str
    """What says the same in system.yaml; empty where nothing does."""

    @property
    def control(self) -> Control:
        """What the reader and the merge of narratives ask of a text: its name, and that it has no parts."""
        return Control(
            id=ControlId(f"plan/{self.name}"), title=self.title, parts=(), area="", source=self.where, baselines=frozenset()
        )

    @property
    def file(self) -> str:
        """Path in the workspace."""
        return f"{PLAN_FOLDER}/{self.name}.md"

    @property
    def tag(self) -> str:
        """Of its content control in the Word document."""
        return f"narrative:plan/{self.name}"


DESCRIPTION = PlanPlace(
    name="system-description", title="General system description", where="Table 3.1", key="system.description"
)
PURPOSE = PlanPlace(name="purpose", title="Purpose", where="Section 2", key="")
BOUNDARY = PlanPlace(name="boundary", title="Authorization boundary", where="Section 8.2", key="boundary.description")
NETWORK = PlanPlace(name="network", title="Network", where="Section 8.2", key="plan.network")
DATA_FLOW = PlanPlace(name="data-flow", title="Data flow", where="Section 8.2", key="plan.data-flow")
PLACES = (DESCRIPTION, PURPOSE, BOUNDARY, NETWORK, DATA_FLOW)


def read_plan_texts(files: Mapping[str, str], *, as_of: dt.date) -> tuple[tuple[Narrative, ...], tuple[Gap, ...]]:
    """The texts, by path, in the order of the plan; and what keeps one of them a draft against what its head says.

    Raises:
        ConfigError: a file that is no place's, or that cannot be read.
    """
    known = {place.file: place for place in PLACES}
    for path in files:
        if path not in known:
            what = f"no place of the plan is called `{path.rpartition('/')[2].removesuffix('.md')}`"
            raise ConfigError(what, where=path, next_step=f"the places are {', '.join(place.name for place in PLACES)}")
    texts = tuple(_read(place, files[place.file], as_of) for place in PLACES if place.file in files)
    return texts, tuple(gap for text in texts for gap in _gaps(text))


def plain_content(text: str) -> tuple[Content, ...]:
    """What system.yaml says: an empty line begins a paragraph, and nothing in it is Markdown."""
    paragraphs = (normal((Span(text=" ".join(part.split())),)) for part in text.split("\n\n"))
    return tuple(TextBlock(spans=spans) for spans in paragraphs if spans)


def text_of(texts: Sequence[Narrative], place: PlanPlace) -> Narrative | None:
    """The file of a place."""
    return next((text for text in texts if text.control == place.control.id), None)


def _read(place: PlanPlace, text: str, as_of: dt.date) -> Narrative:
    narrative = read_narrative(text, place.file, place.control, as_of=as_of)
    stated = (
        ("status", narrative.statuses),
        ("origination", narrative.originations),
        ("role", narrative.role),
        ("inherited-from", narrative.inherited_from),
        ("customer", narrative.customer),
    )
    wrong = [key for key, value in stated if value]
    if wrong:
        what = f"`{wrong[0]}` is a key for controls, and this is a text of the plan"
        raise ConfigError(what, where=f"{place.file}, its head", next_step="keep reviewed-by, approver and date, or no head")
    return narrative


def _gaps(narrative: Narrative) -> Iterator[Gap]:
    for doubt in narrative.doubts:
        reason = f"it stays a draft although it names an approver: {doubt}"
        yield Gap(path=narrative.file, kind=GapKind.CONTRADICTED, reason=reason, next_step="correct the file")
