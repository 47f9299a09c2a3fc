"""Which pictures there are, and how each may be shown: the boundary, the differences, and one for every namespace."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.drawing import boundary, neighborhood
from generator.drawing.attempts import Attempt, PlacedScene, first_that_works
from generator.drawing.captions import (
    described,
    described_drift,
    described_namespace,
    differences,
    drift_headings,
    headings,
    namespace_headings,
)
from generator.drawing.inside import Home, by_home, called, home_of, spot_of
from generator.drawing.lines import FlowLine
from generator.drawing.links import Labels
from generator.drawing.neighborhood import DRIFT
from generator.drawing.scene import Scene
from generator.drawing.sheet import Around
from generator.drawing.subject import DrawingSubject
from generator.model.inventory import KEPT_BY_CLOUD
from generator.model.picture import PictureKind

MOST_WORKLOADS = 150
"""Above this, one box per namespace: more boxes than this cannot be read on a page."""
MOST_NAMESPACES = 100
"""Namespaces with a picture of their own."""
_MOST_LABELS = 40
"""Above this many arrows, texts on them cover one another: they are numbered."""
_MOST_NUMBERS = 160
_MOST_COUNTS = 60
_MOST_ROLLED = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDraft:
    """A picture before it has a place for anything."""

    kind: PictureKind
    around: Around
    caption: str
    attempts: tuple[Attempt, ...]
    otherwise: Scene
    home: Home | None = None

    def placed(self) -> PlacedScene:
        """With a place for everything."""
        return first_that_works(self.attempts, lambda: self.otherwise)


def pages(subject: DrawingSubject, lines: Sequence[FlowLine]) -> Iterator[PictureDraft]:
    """In the order in which a reader wants them."""
    yield _boundary(subject, lines)
    if subject.comparison.compared and neighborhood.differs(subject, lines):
        yield _drift(subject, lines)
    homes = list(by_home(subject.workloads))
    if len(homes) > 1 or len(subject.workloads) > MOST_WORKLOADS or len(lines) > _MOST_NUMBERS:
        yield from (_namespace(subject, lines, home) for home in homes[:MOST_NAMESPACES])


def _boundary(subject: DrawingSubject, lines: Sequence[FlowLine]) -> PictureDraft:
    few = len({home_of(workload) for workload in subject.workloads}) <= 2
    each = [
        Attempt(scene=lambda: boundary.each_workload(subject, lines, Labels.PORTS), most_arrows=_MOST_LABELS),
        Attempt(
            scene=lambda: boundary.each_workload(subject, lines, Labels.NUMBERS), most_arrows=_MOST_NUMBERS, must_fit=not few
        ),
    ]
    rolled = [
        Attempt(scene=lambda: boundary.each_namespace(subject, lines, Labels.COUNTS), most_arrows=_MOST_COUNTS, must_fit=False),
        Attempt(
            scene=lambda: boundary.each_namespace(subject, lines, Labels.NUMBERS), most_arrows=_MOST_ROLLED, must_fit=False
        ),
    ]
    return PictureDraft(
        kind=PictureKind.BOUNDARY,
        around=Around(
            name="authorization-boundary",
            tab="Authorization boundary",
            title=f"{subject.system.name}: Authorization Boundary",
            headings=headings(subject),
            described=described(subject, lines),
            compared=subject.comparison.compared,
        ),
        caption=f"Authorization boundary, drawn from {subject.basis}. {differences(subject, lines)}",
        attempts=tuple([*each, *rolled] if len(subject.workloads) <= MOST_WORKLOADS else rolled),
        otherwise=boundary.in_words(subject, lines),
    )


def _drift(subject: DrawingSubject, lines: Sequence[FlowLine]) -> PictureDraft:
    own = [line for line in lines if line.mark in DRIFT]
    return PictureDraft(
        kind=PictureKind.DRIFT,
        around=Around(
            name="differences",
            tab="Differences",
            title=f"{subject.system.name}: where drawn and running differ",
            headings=drift_headings(subject, lines),
            described=described_drift(subject, lines),
            compared=True,
        ),
        caption=f"Only where drawn and running differ, with what stands next to it. {differences(subject, lines)}",
        attempts=tuple(_around(lambda labels, whole: neighborhood.drift(subject, own, labels, whole=whole))),
        otherwise=neighborhood.drift_in_words(subject, own),
    )


def _namespace(subject: DrawingSubject, lines: Sequence[FlowLine], home: Home) -> PictureDraft:
    members = {spot_of(workload) for workload in subject.workloads if home_of(workload) == home}
    own = [line for line in lines if line.source in members or line.target in members]
    several = len({workload.cluster for workload in subject.workloads if workload.namespace != KEPT_BY_CLOUD}) > 1
    several = several or home[1] == KEPT_BY_CLOUD
    name = f"{home[0]}-{home[1]}" if several else home[1]
    return PictureDraft(
        kind=PictureKind.NAMESPACE,
        around=Around(
            name=f"namespace-{name}",
            tab=called(home) if home[1] == KEPT_BY_CLOUD else f"Namespace {name}",
            title=f"{subject.system.name}: {_titled(home, several=several)}",
            headings=namespace_headings(subject, home, own),
            described=described_namespace(subject, home, own),
            compared=subject.comparison.compared,
        ),
        caption=f"{called(home)}, with what it is joined to, drawn from {subject.basis}.",
        attempts=tuple(_around(lambda labels, whole: neighborhood.namespace(subject, own, home, labels, whole=whole))),
        otherwise=neighborhood.namespace_in_words(subject, own, home),
        home=home,
    )


def _titled(home: Home, *, several: bool) -> str:
    if home[1] == KEPT_BY_CLOUD:
        return f"services that the cloud keeps, {home[0]}"
    return f"namespace {home[1]}" + (f" of cluster {home[0]}" if several else "")


def _around(scene: Callable[[Labels, bool], Scene]) -> Iterator[Attempt]:
    """With other namespaces' workloads one by one, then with other namespaces as one box each."""
    for whole in (False, True):
        yield Attempt(scene=partial(scene, Labels.PORTS, whole), most_arrows=_MOST_LABELS)
        yield Attempt(scene=partial(scene, Labels.NUMBERS, whole), most_arrows=_MOST_NUMBERS)
