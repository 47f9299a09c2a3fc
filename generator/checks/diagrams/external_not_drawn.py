"""External services that the system uses, and the shape that stands for each.

FedRAMP SSP template, section 7 instructions: connections to all external systems and services are depicted. Subjects are the
external services of system.yaml, and the hosts outside that something calls, each by its name. The metadata address of a
cloud's machines is no service of somebody else. A network that a policy opens names no service, and no call.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import by_external, cited_diagrams, cited_shapes, compared, joined, unread
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.model.flow import EndKind, Flow, Strength
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import listed

_MOST = 5

_REQUIREMENT = PostureRequirement(
    id="external-not-drawn",
    area="Diagrams",
    title="Every external service is drawn",
    problem="External service not drawn",
    asks="Is every external service that system.yaml lists or that something calls drawn in a diagram?",
    rationale="An agency accepts the risk of what lies outside only where it can see it.",
    fix=(
        "Draw it outside the boundary with the flow to it; where a shape stands for it, name it under `external` in "
        "decisions/diagram-mapping.yaml."
    ),
    reference=(
        "FedRAMP SSP template, section 7 instructions: connections to all external systems and services must be depicted; "
        "our own mapping for CA-3, SA-9, PL-8"
    ),
    controls=mapped(ours="CA-3 SA-9 PL-8"),
    subjects=("external service", "external services"),
)


def _judge(context: CheckContext) -> Judgment:
    callers = _callers(context)
    names = {each.name for each in context.system.external_services} | callers.keys()
    if not names:
        return not_collected("external services that system.yaml lists or that something calls")
    return judged(_subjects(context, sorted(names), callers))


def _callers(context: CheckContext) -> Mapping[str, tuple[Flow, ...]]:
    callers: dict[str, tuple[Flow, ...]] = {}
    for flow in context.flows.flows:
        called = flow.target.kind is EndKind.EXTERNAL and flow.source.kind is EndKind.WORKLOAD
        if called and flow.target.name not in flow_words.METADATA:
            callers[flow.target.name] = (*callers.get(flow.target.name, ()), flow)
    return callers


def _subjects(context: CheckContext, names: list[str], callers: Mapping[str, tuple[Flow, ...]]) -> Iterator[JudgedSubject]:
    shapes, left = by_external(context.comparison.shapes), unread(context)
    candidates, stated = DrawnCandidates(context), {each.name for each in context.system.external_services}
    for name in names:
        drawn, flows = shapes.get(name, ()), callers.get(name, ())
        used = tuple(citation for flow in flows for citation in flow_words.cited(flow))
        reason = "" if drawn else _open(name, flows, candidates, left, is_stated=name in stated)
        if drawn:
            certainty, by = joined(drawn)
            yield passes(name, *cited_shapes(drawn), *used, certainty=certainty, stated_by=by)
        elif reason:
            yield unknown(name, reason, *used, contested_by=candidates.in_place_of(name))
        else:
            yield replace(
                _undrawn(context, name, flows, listed_there=name in stated), contested_by=candidates.in_place_of(name)
            )


def _open(name: str, flows: tuple[Flow, ...], candidates: DrawnCandidates, left: str, *, is_stated: bool) -> str:
    """Why it is not established that the service is not drawn; empty where it is."""
    if f"external/{name}" in candidates.suggested:
        return "only a suggested match exists"
    if not is_stated and not _is_called(flows):
        return flow_words.PERMITTED_ONLY
    if not is_stated and flow_words.is_unresolved(name):
        return "an address was called that no name was found for"
    return left


def _undrawn(context: CheckContext, name: str, flows: tuple[Flow, ...], *, listed_there: bool) -> JudgedSubject:
    seen = any(flow.strength is Strength.OBSERVED for flow in flows)
    names = listed(sorted({flow_words.short(flow.source.name) for flow in flows}), _MOST)
    used = f" It is called by {names}{' (seen in flow logs)' if seen else ''}." if names else ""
    known = "system.yaml lists it" if listed_there else "It is not among the external services of system.yaml either"
    return fails(
        name,
        "is on no diagram",
        *(citation for flow in flows for citation in flow_words.cited(flow)),
        *cited_diagrams(context),
        certainty=Certainty.STATED if not _is_called(flows) else Certainty.REPORTED if seen else Certainty.DECLARED,
        title=f"The external service {name} is not drawn",
        detail=f"No diagram shows “{name}”.{used} {known}.",
        severity=Severity.MODERATE if listed_there or seen else Severity.LOW,
    )


def _is_called(flows: tuple[Flow, ...]) -> bool:
    return any(flow.strength is not Strength.PERMITTED for flow in flows)


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=what_runs("other external services"))
