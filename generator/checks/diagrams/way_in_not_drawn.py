"""Ways in that the evidence shows, and the line that is drawn for each from whoever is outside.

FedRAMP SSP template, section 8, Data Flow Diagram: all internal and external traffic. A subject is what opens the way: an
Ingress or route, an open Service, the ports of a Compose service that are published on its host, a load balancer of a cloud. A
line from a person or a system outside to what the way leads to draws it, also one to the controller between. Ports for
metrics, health and debugging need no line: they are named in a note. A line from a shape without a text, such as the sketch of
a person, may come from outside: that is unknown.
"""

from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import SUGGESTED, DrawnCandidates
from generator.checks.diagrams.drawn_evidence import by_workload, compared, joined, unread
from generator.checks.mapping import mapped
from generator.checks.populations import openings
from generator.graph.ways_drawn import entered_by, undrawn_targets
from generator.model.diagram import NodeKind
from generator.model.flow import FlowEnd, WayIn
from generator.model.flow_finding import FlowFinding
from generator.model.grouping import grouped
from generator.model.posture import JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="way-in-not-drawn",
    area="Flows",
    title="Every entry point is drawn",
    problem="Entry point not drawn",
    asks="Does a diagram show every entry point, and every port published on a host, with a line from its users?",
    rationale="An opening that is not drawn was not assessed: who may use it, and how the boundary is protected there.",
    fix="Draw the line from outside with port, protocol and encryption; or close what opens it.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services of all internal and external traffic; "
        "our own mapping for SC-7, CA-9, AC-4, PL-8, CM-7"
    ),
    controls=mapped(ours="SC-7 CA-9 AC-4 PL-8 CM-7"),
    subjects=("entry point", "entry points"),
)

_UNNAMED = "a line leads to it from a shape without a text, which may stand for whoever is outside"


def _judge(context: CheckContext) -> Judgment:
    ways, notes = [way for way in context.flows.ways_in if not way.set_aside], tuple(_notes(context.flows.ways_in))
    if ways:
        return judged(_subjects(context, ways), notes=notes)
    running = {(each.cluster, each.key) for each in context.facts.workloads}
    if running and running <= {(end.cluster, end.name) for end in context.flows.closed}:
        return none_found("Nothing that runs is open to outside.", notes=notes)
    return not_collected("what opens the system to outside: routes, services, published ports and load balancers")


def _notes(ways: Sequence[WayIn]) -> Iterator[str]:
    reasons = grouped((way.set_aside, way.shown) for way in ways if way.set_aside)
    for reason, names in sorted(reasons.items()):
        yield f"Not asked for, since {reason}: {named(names)}."


def _subjects(context: CheckContext, ways: Sequence[WayIn]) -> Iterator[JudgedSubject]:
    drawing = _Drawing(context)
    for way in ways:
        name, proof = _name(way, context), cite("Entry point", way.shown, way.source)
        ends = undrawn_targets(way, drawing.entered)
        if not way.targets:
            yield unknown(name, "nothing that it leads to was collected", *proof)
        elif ends:
            yield drawing.undrawn(name, way, ends, proof)
        else:
            yield drawing.drawn(name, way, proof)


class _Drawing:
    """What is drawn, and the lines that lead in from outside."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context
        self._lines = [each for each in context.comparison.flows if each.leads_in or each.leads_on]
        self._shapes, self._candidates = by_workload(context.comparison.shapes), DrawnCandidates(context)
        self._unread = unread(context)
        self.entered = entered_by(self._lines)
        self._from_unnamed = _from_unnamed(context)

    def drawn(self, name: str, way: WayIn, proof: tuple[ObjectCitation, ...]) -> JudgedSubject:
        reached = {end.key for end in (*(target.end for target in way.targets), *way.through)}
        lines = [line for line in self._lines if not reached.isdisjoint(_inner(line))]
        joins = [joined(self._shapes[key]) for line in lines for key in _inner(line) if key in reached and key in self._shapes]
        cited = (citation for line in lines if line.line for citation in cite("Line", flow_words.named(line), line.line))
        return passes(
            name,
            *proof,
            *dict.fromkeys(cited),
            certainty=weakest((self._context.certainty_of(way), *(certainty for certainty, _ in joins))),
            stated_by=", ".join(sorted({by for _, by in joins} - {""})),
        )

    def undrawn(self, name: str, way: WayIn, ends: Sequence[FlowEnd], proof: tuple[ObjectCitation, ...]) -> JudgedSubject:
        missing = [end for end in ends if end.key not in self._shapes]
        rivals = self._candidates.rivals(*(end.key for end in ends))
        reason = SUGGESTED if any(end.key in self._candidates.suggested for end in missing) else self._unread
        if not reason and self._from_unnamed.issuperset(end.key for end in ends):
            reason = _UNNAMED
        if reason:
            return unknown(name, reason, *proof, contested_by=rivals)
        named_ends, absent = (listed(flow_words.short(end.key) for end in group) for group in (ends, missing))
        no_shape = f", and no shape stands for {absent}" if missing else ""
        return fails(
            name,
            f"is not drawn: no line leads from outside to {named_ends}{no_shape}",
            *proof,
            certainty=self._context.certainty_of(way),
            contested_by=rivals,
            title=f"{way.shown[:1].upper()}{way.shown[1:]} is not drawn",
            detail=f"No diagram has a line from a person or a system outside to {named_ends}{no_shape}. "
            f"What shows that it is open: {way.because}.",
            follows_from=[key for end in missing for key in flow_words.drawing_of(end)],
            severity=Severity.LOW if way.conditional else None,
        )


def _from_unnamed(context: CheckContext) -> frozenset[str]:
    """Keys of the workloads that a line leads to from a shape without a text that is no box and that nothing leads to."""
    unnamed = {
        each.id
        for each in context.comparison.shapes
        if not each.label and each.kind is not NodeKind.BOUNDARY and not each.workloads and not each.left_out
    }
    reached = {line.target for line in context.comparison.flows}
    lines = (line for line in context.comparison.flows if line.source in unnamed - reached and not line.headless)
    return frozenset(key for line in lines for key in line.target_workloads)


def _inner(line: FlowFinding) -> tuple[str, ...]:
    return (*line.source_workloads, *line.target_workloads)


def _name(way: WayIn, context: CheckContext) -> str:
    """Its key, with the cluster where ways of two share it."""
    shared = sum(other.key == way.key for other in context.flows.ways_in) > 1
    return f"{way.cluster}/{way.key}" if shared and way.cluster else way.key


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=openings)
