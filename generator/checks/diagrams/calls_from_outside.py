"""Calls from outside into the boundary: as encrypted as the ways in that lead to the workload (`entry-tls`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.checks.base import CheckContext
from generator.checks.diagrams import flow_words
from generator.checks.traffic.entry_tls import ways_in
from generator.model.evidence import EvidenceSource
from generator.model.flow import EndKind, Flow, Strength
from generator.model.posture import JudgedSubject, Outcome, SubjectKey, weakest
from generator.model.settings.entry import EntryPoint
from generator.model.settings.routes import RouteSetting
from generator.model.verdict_makers import fails, passes, unknown

_NO_WAY = "a flow log saw it, which names ports only, and how it comes in was not collected"
_NOT_JUDGED = "what encrypts on the way in was not collected"
_Ways = Mapping[tuple[str, EvidenceSource], Sequence[JudgedSubject]]
"""By cluster and the object that leads in."""


def calls_from_outside(context: CheckContext) -> Mapping[Flow, tuple[JudgedSubject, ...]]:
    """Flows into the boundary, each with the verdicts of the ways in that lead to its workload.

    A flow that only a policy would let through is no call, and what leads to a controller is judged by the hosts it serves.
    What another way in opens, such as a listener of a cloud's load balancer, is a call of which nothing was judged.
    """
    ways = _ways(context)
    opened = {way.source for way in context.flows.ways_in if not way.conditional and not way.set_aside}
    calls: dict[Flow, tuple[JudgedSubject, ...]] = {}
    for flow in context.flows.flows:
        if flow.target.kind is EndKind.WORKLOAD and flow.source.kind is not EndKind.WORKLOAD:
            sources = dict.fromkeys(proof.source for proof in flow.proofs)
            verdicts = tuple(each for source in sources for each in ways.get((flow.target.cluster, source), ()))
            if verdicts or flow.strength is not Strength.PERMITTED or not opened.isdisjoint(sources):
                calls[flow] = verdicts
    return calls


def from_outside(name: str, flow: Flow, ways: Sequence[JudgedSubject]) -> JudgedSubject:
    """The worst of the ways in; where none is known, what a flow log saw is unknown."""
    cited = (*flow_words.cited(flow), *dict.fromkeys(cited for way in ways for cited in way.citations))
    contested = tuple(dict.fromkeys(source for way in ways for source in way.contested_by))
    failing = [way for way in ways if way.outcome is Outcome.FAILS]
    if failing:
        reason = "; ".join(f"{way.name} {way.reason}" for way in failing)
        certainty = weakest([way.certainty for way in failing if way.certainty])
        return fails(
            name,
            f"comes in without encryption: {reason}",
            *cited,
            certainty=certainty,
            contested_by=contested,
            follows_from=[
                SubjectKey(check="entry-tls", name=shown)
                for way in failing
                for shown in (
                    way.name,
                    f"{flow.target.cluster}/{way.name}",
                )  # NOTE: the latter where there are several clusters.
            ],
        )
    open_ways = [way for way in ways if way.outcome is Outcome.UNKNOWN]
    if open_ways or not ways:
        reason = "; ".join(dict.fromkeys(way.reason for way in open_ways)) or (
            _NO_WAY if flow.strength is Strength.OBSERVED else _NOT_JUDGED
        )
        return unknown(name, reason, *cited, contested_by=contested)
    return passes(name, *cited, certainty=weakest([way.certainty for way in ways if way.certainty]), contested_by=contested)


def _ways(context: CheckContext) -> _Ways:
    judged_ways: dict[tuple[str, EvidenceSource], list[JudgedSubject]] = defaultdict(list)
    for configuration in context.facts.configurations:
        cluster = configuration.cluster
        for way in ways_in(replace(context, configuration=configuration)):
            judged_ways[cluster, way.source].append(way.verdict)
        entries = {f"{each.namespace}/{each.name}": each.source for each in configuration.of(EntryPoint)}
        for route in configuration.of(RouteSetting):
            for gateway in route.says.gateways if not route.says.within else ():
                if gateway in entries and entries[gateway] != route.source:
                    judged_ways[cluster, route.source] += judged_ways.get((cluster, entries[gateway]), [])
    return judged_ways
