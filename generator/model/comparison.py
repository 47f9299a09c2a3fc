"""What was drawn beside what runs."""

from enum import StrEnum

import msgspec

from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.flow_finding import FlowFinding, Suggestion


class MatchTier(StrEnum):
    """How a drawn shape and a workload were joined; the first that hits wins."""

    EXPLICIT = "explicit"
    MAPPING = "mapping"
    EXACT = "exact"
    EVIDENCE = "evidence"
    """Several kinds of evidence that together are sure: names, software, neighbors."""


class ComponentMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One drawn component and what it represents."""

    id: str
    label: str
    workloads: tuple[str, ...]
    """`namespace/Kind/name`, or `namespace/Kind/name/container`."""
    tier: MatchTier
    because: str
    diagram_label: str
    """What the inventory's Diagram Label column says for these workloads."""
    source: EvidenceSource


class ProbableMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn component that probably represents workloads: one confirmation away, and no difference until then."""

    id: str
    label: str
    page: str
    workloads: tuple[str, ...]
    score: int
    """Of 100."""
    because: str
    """The strongest and the weakest reason, in words."""
    source: EvidenceSource


class DrawnOnly(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn shape with nothing running behind it."""

    id: str
    label: str
    kind: str
    page: str
    source: EvidenceSource
    because: str = ""
    """A person's mapping of it that matches nothing that runs; empty where there is none."""


class ExternalMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn shape and the external service it represents."""

    id: str
    label: str
    name: str
    """Of the service in system.yaml; of one that only flows know, its host."""
    listed: bool
    """Does system.yaml list it?"""
    inside: bool
    """It is drawn inside the authorization boundary, where it does not belong."""
    page: str
    tier: MatchTier
    because: str
    source: EvidenceSource


class PlacedShape(msgspec.Struct, frozen=True, kw_only=True):
    """One shape of a compared page: where it lies, and what it stands for."""

    name: str
    """`page/id`; with its file where two pages would share it. Once among all shapes."""
    same_as: str
    """Name of the first shape of the same text: one thing that is drawn on several pages counts once."""
    path: str
    page: str
    id: str
    label: str
    kind: NodeKind
    inside: bool | None
    """Inside the box named authorization boundary; None where the page has none, and of a box around it."""
    namespace: str = ""
    """Of the innermost box that stands for a namespace of what runs; empty where there is none."""
    boxes: tuple[str, ...] = ()
    """Texts of the boxes around it, the innermost first."""
    workloads: tuple[str, ...] = ()
    """`namespace/Kind/name` of what it was joined to, sorted."""
    external: str = ""
    """Name of the external service that it was joined to; empty for none."""
    listed: bool = False
    """Does system.yaml list that service?"""
    tier: MatchTier | None = None
    """By what it was joined; None where it was not."""
    because: str = ""
    """What it was joined by; of what was not, a person's decision about it that leads to nothing that runs."""
    reviewed_by: str = ""
    """Who decided it, where a person did and is named."""
    part_of: str = ""
    """Key of the workload that the box around it stands for, where it was joined to nothing itself."""
    left_out: bool = False
    """A person says that it stands for nothing that runs."""
    source: EvidenceSource


class PageKind(StrEnum):
    """What a page shows, in FedRAMP's words (SSP template, section 8)."""

    BOUNDARY = "boundary"
    NETWORK = "network"
    DATA_FLOW = "data-flow"


class PageCompared(msgspec.Struct, frozen=True, kw_only=True):
    """One drawn page, and what is on it."""

    path: str
    page: str
    kind: PageKind | None
    """None where neither its name nor a person says it."""
    workloads: tuple[str, ...]
    """Keys of what runs that is drawn on it, sorted."""
    externals: tuple[str, ...]
    """Names of the external services drawn on it, sorted."""
    called: tuple[tuple[str, str], ...] = ()
    """(key or name, text of the shape) of what has a shape of its own, sorted."""
    unread: tuple[str, ...] = ()
    """What of the page was left out, in sentences for a person to check."""


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn line that crosses the boundary, or of which the drawing does not show whether it does."""

    source: str
    target: str
    source_label: str
    target_label: str
    page: str
    label: str
    missing: tuple[str, ...]
    """What neither its label nor a statement for the whole page says: `port`, `protocol`, `encryption`."""
    unclear: str = ""
    """Why it is not certain that the line crosses the boundary, as a clause; empty where it does."""
    line: EvidenceSource


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Drawn against running. `compared` is False where there is no diagram or no cluster to compare."""

    compared: bool
    in_both: tuple[ComponentMatch, ...] = ()
    diagram_only: tuple[DrawnOnly, ...] = ()
    cluster_only: tuple[str, ...] = ()
    """`namespace/Kind/name`."""
    probable: tuple[ProbableMatch, ...] = ()
    """What probably is in both. Its shapes are still in `diagram_only`, its workloads in `cluster_only`: what differs for sure
    is `drawn_differences` and `running_differences`."""
    external: tuple[ExternalMatch, ...] = ()
    """Drawn shapes that represent external services, on every page; sorted by service."""
    external_only: tuple[str, ...] = ()
    """External services of system.yaml, and hosts outside that something calls, that are not drawn; sorted."""
    external_unknown: tuple[DrawnOnly, ...] = ()
    """Shapes drawn as external that no known service is."""
    pages: tuple[PageCompared, ...] = ()
    """Every page that is compared, in the order of the files."""
    crossings: tuple[Crossing, ...] = ()
    """Every drawn line that crosses the boundary, or may."""
    shapes: tuple[PlacedShape, ...] = ()
    """Every shape of every page that is compared, in the order of the files."""
    texts: tuple[str, ...] = ()
    """Texts, ids and diagram labels of all shapes, letters and digits only, sorted: what an inventory label is looked up in."""
    suggested: tuple[Suggestion, ...] = ()
    """What unmatched shapes may represent: for a person to decide. The best first within a shape, shapes in the order drawn."""
    flows: tuple[FlowFinding, ...] = ()
    """Every drawn line that could be judged, and every flow that is not drawn; sorted."""

    @property
    def drawn_differences(self) -> tuple[DrawnOnly, ...]:
        """Of `diagram_only` what probably represents nothing that runs."""
        probable = {(each.id, each.page) for each in self.probable}
        return tuple(each for each in self.diagram_only if (each.id, each.page) not in probable)

    def suggestion_for(self, drawn: DrawnOnly) -> Suggestion | None:
        """What a shape without a workload most likely represents; None where nothing comes into question."""
        return next((each for each in self.suggested if (each.id, each.label) == (drawn.id, drawn.label)), None)

    def suggested_shape_for(self, key: str) -> Suggestion | None:
        """The most likely of the suggestions of a workload without a shape; None where it comes into question for none."""
        return max((each for each in self.suggested if key in (each.workload, *each.workloads)), key=_score, default=None)

    @property
    def running_differences(self) -> tuple[str, ...]:
        """Of `cluster_only` what is probably not drawn."""
        probable = {workload for each in self.probable for workload in each.workloads}
        return tuple(key for key in self.cluster_only if key not in probable)


def _score(suggestion: Suggestion) -> int:
    return suggestion.score


NOT_COMPARED = Comparison(compared=False)
"""Without a diagram or without a cluster."""
