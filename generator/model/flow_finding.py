"""What became of drawn lines and running flows when they were compared, and what an unmatched shape may represent."""

from enum import StrEnum

import msgspec

from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.flow import DeclaredDependency, Flow, Strength, WayIn


class FlowVerdict(StrEnum):
    """What became of a flow when diagrams and running state were compared (reflexion model: Murphy, Notkin and
    Sullivan, Software Reflexion Models, IEEE TSE 27(4), 2001).
    """

    CONVERGENCE = "convergence"
    """Drawn, and supported by evidence."""
    DIVERGENCE = "divergence"
    """Found in evidence, not drawn."""
    ABSENCE = "absence"
    """Drawn, no supporting evidence."""
    REVERSED = "reversed"
    """Drawn from A to B, while B calls A."""
    NOT_JUDGED = "not-judged"
    """Drawn where evidence cannot exist or decide: between people, outside systems and what a person left out, and at a shape
    whose workload is only probable."""


class FlowFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One flow, drawn or running or both."""

    verdict: FlowVerdict
    source: str
    """Id of the drawn shape; of what is not drawn, the workload's key or the external service's name."""
    target: str
    source_label: str = ""
    """The shape's text, the workload's name: what a reader calls it."""
    target_label: str = ""
    source_workloads: tuple[str, ...] = ()
    """Keys of the workloads at this end, sorted; of a box all of those drawn inside it."""
    target_workloads: tuple[str, ...] = ()
    strength: Strength | None = None
    """None where there is no evidence of the flow."""
    flows: tuple[Flow, ...] = ()
    """Flows of the evidence that it covers, sorted."""
    dependencies: tuple[DeclaredDependency, ...] = ()
    """Of a drawn line without a flow: what joins its ends all the same, in either direction; sorted."""
    page: str = ""
    """Page of the drawn line; empty where it is not drawn."""
    drawn_label: str = ""
    """The line's own text."""
    drawn_ports: tuple[int, ...] = ()
    drawn_protocols: tuple[str, ...] = ()
    drawn_as: tuple[NodeKind, NodeKind] | None = None
    """Kinds of the shapes at both ends; None where it is not drawn."""
    source_externals: tuple[str, ...] = ()
    """Names of the external services that the shape at this end stands for, sorted."""
    target_externals: tuple[str, ...] = ()
    both_ways: bool = False
    """The line has two arrowheads, or none."""
    headless: bool = False
    """It has none."""
    conditional: tuple[WayIn, ...] = ()
    """Of a drawn line from outside without a flow: ways to its workloads of which it is not stated who gets there; sorted."""
    leads_on: bool = False
    """It is drawn on from a line that leads in, over shapes that stand for nothing that was collected, such as a balancer."""
    leads_in: bool = False
    """It is drawn between whoever is outside and the system, and not from the system to a service outside."""
    snapped: bool = False
    """The line had a loose end, which was attached to the nearest shape."""
    line: EvidenceSource | None = None
    """Where the line is drawn."""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What an unmatched shape may represent: for a person to decide, never a match."""

    id: str
    """Of the shape."""
    label: str
    workload: str
    """`namespace/Kind/name`; `external/NAME` of an external service."""
    score: int
    """Of 100."""
    why: str
    workloads: tuple[str, ...] = ()
    """All that it may represent together; empty for an external service."""
    probable: bool = False
    """So likely that it is no difference until a person has decided."""
    by_elimination: bool = False
    """No sign supports it, except that nothing else is left: it excuses no difference."""

    @property
    def workload_words(self) -> str:
        """Of the shape: ``probably `proxy`, 0.6``."""
        return f"{self._likelihood} `{self.workload.rpartition('/')[2]}`, {self.score / 100:.1f}"

    @property
    def shape_words(self) -> str:
        """Of the workload: `probably “gRPC-gateway”, 0.6`."""
        return f"{self._likelihood} “{self.label or self.id}”, {self.score / 100:.1f}"

    @property
    def _likelihood(self) -> str:
        return "probably" if self.probable else "possibly"
