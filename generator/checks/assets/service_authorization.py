"""Services of other providers that the system uses: are they authorized at its level, or did somebody accept them by name?

FedRAMP SSP template, Tables 6.1 and 7.1; NIST SP 800-53 Rev. 5, SA-9. Subjects are the services that the evidence shows in use:
pipelines that they run, their scanners' reports, agents of theirs, and hosts outside that something calls. What they hold is
stated in system.yaml (`plan.leveraged-authorizations`, `external-services`), and not looked up. Where a service holds nothing,
the assessor (3PAO) or the authorizing official may accept it; the provider's own acceptance does not decide.
"""

import re
from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.facts.services_used import ServiceUse, services_used
from generator.model.acceptance import Acceptance, AcceptedThing, BoundarySide
from generator.model.flow import EndKind, Strength
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.system import ImpactLevel, System
from generator.model.verdict_makers import cite, fails, passes, unknown

_LEVELS = {"low": 1, "moderate": 2, "high": 3}
_WORDS = re.compile(r"\b(?P<li>li-saas|tailored)\b|\b(?P<level>low|moderate|high)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:ready|in[ -]process|pending|planned|equivalen\w*|no|not|without|expired|revoked)\b", re.IGNORECASE)
"""FedRAMP Marketplace: "Ready" and "In Process" are no authorizations."""
_MOST = 3
_STATE = (
    "state its authorization and level in system.yaml (`plan.leveraged-authorizations`, `external-services`), or who accepted "
    "it in decisions/acceptances.yaml (`accepts: service`)"
)

_REQUIREMENT = PostureRequirement(
    id="service-authorization",
    area="Assessment",
    title="Services of other providers are authorized, or accepted by name",
    problem="Service of another provider is not authorized at the system's level",
    asks="Does every service that is used hold an authorization at the level of the system, or did somebody accept it?",
    rationale="A scanner, a console or a pipeline of somebody else holds data about the system, and may change it.",
    fix="Use a service that is authorized at the level of the system, or have its risk accepted by the assessor or the "
    "authorizing official.",
    reference="FedRAMP SSP template, Tables 6.1 and 7.1; NIST SP 800-53 Rev. 5, SA-9",
    controls=mapped(nist="SA-9", ours="CA-3"),
    subjects=("service", "services"),
)


def _judge(context: CheckContext) -> Judgment:
    inside = [each for each in services_used(context.facts, context.system) if _own(context, each)]
    used = [each for each in services_used(context.facts, context.system) if each not in inside]
    known = {name for each in used for name in each.service.names}
    subjects = [_service(context, each) for each in used]
    subjects += [_called(context, name, shown) for name, shown in _calls(context) if name.casefold() not in known]
    notes = [f"{each.service.name} is stated to lie inside the boundary, and is no service of another." for each in inside]
    if subjects:
        return judged(subjects, notes=notes)
    return not_collected("services of other providers: pipelines, scanners' reports, sensors and hosts that are called")


def _own(context: CheckContext, use: ServiceUse) -> bool:
    """Is it an installation of one's own, as somebody states by name?"""
    return use.service.may_be_own and any(
        each.accepts is AcceptedThing.BUILD_ENVIRONMENT and each.boundary is BoundarySide.INSIDE and _concerns(each, use)
        for each in context.facts.acceptances
    )


def _concerns(acceptance: Acceptance, use: ServiceUse) -> bool:
    return any(acceptance.concerns(name) for name in use.service.names)


def _service(context: CheckContext, use: ServiceUse) -> JudgedSubject:
    names = use.service.names
    cited = cite("Service", use.service.name, *use.sources[:_MOST])
    accepted = [each for each in context.facts.acceptances if each.accepts is AcceptedThing.SERVICE and _concerns(each, use)]
    own = " (or an installation of one's own, which the evidence does not tell apart)" if use.service.may_be_own else ""
    return _verdict(context.system, use.service.name, names, cited, accepted, own)


def _called(context: CheckContext, name: str, cited: Sequence[ObjectCitation]) -> JudgedSubject:
    accepted = [each for each in context.facts.acceptances if each.accepts is AcceptedThing.SERVICE and each.concerns(name)]
    return _verdict(context.system, name, frozenset({name.casefold()}), cited, accepted, "")


def _calls(context: CheckContext) -> Iterator[tuple[str, tuple[ObjectCitation, ...]]]:
    """External services and hosts that a workload calls, sorted by name; an address alone names no service."""
    found: dict[str, list[ObjectCitation]] = {}
    for flow in context.flows.flows:
        called = flow.target.kind is EndKind.EXTERNAL and flow.source.kind is EndKind.WORKLOAD
        seen = flow.strength is not Strength.PERMITTED and flow.target.name not in flow_words.METADATA
        if called and seen and not flow_words.is_unresolved(flow.target.name):
            found.setdefault(flow.target.name, []).extend(flow_words.cited(flow)[:1])
    yield from ((name, tuple(dict.fromkeys(cited))[:_MOST]) for name, cited in sorted(found.items()) if cited)


def _verdict(  # noqa: PLR0917 - one verdict out of what is known of a service
    system: System,
    name: str,
    names: frozenset[str],
    cited: Sequence[ObjectCitation],
    accepted: Sequence[Acceptance],
    own: str,
) -> JudgedSubject:
    independent = [each for each in accepted if each.role.is_independent]
    held = list(_authorizations(system, names))
    needed = _LEVELS[system.impact_level.value]
    enough = [text for text, level in held if level and level >= needed]
    if enough and system.is_categorized:
        return passes(name, *cited, certainty=Certainty.STATED, reason=f"holds {enough[0]}")
    if independent:
        return passes(name, *cited, certainty=Certainty.STATED, reason=f"accepted: {independent[0].who}")
    if not system.is_categorized:
        return unknown(name, "the level of the system is not stated", *cited, next_step="state `system.impact-level`")
    known = [(text, level) for text, level in held if level]
    if known:
        text = f"holds {known[0][0]}, below the level of the system ({system.impact_level.value.capitalize()})"
        return fails(name, text, *cited, certainty=Certainty.STATED)
    return unknown(name, _why(held, accepted, own), *cited, next_step=_STATE)


def _why(held: Sequence[tuple[str, int]], accepted: Sequence[Acceptance], own: str) -> str:
    if accepted:
        return "the provider alone accepted it"
    if held and held[0][0]:
        return f"`{held[0][0]}` names no level at which FedRAMP authorized it"
    return f"neither an authorization nor an acceptance is stated{own}"


def _authorizations(system: System, names: frozenset[str]) -> Iterator[tuple[str, int]]:
    """(what it holds, its level; 0 where the words name none), out of the two tables of system.yaml."""
    for row in system.plan.leveraged:
        if names & {each.casefold() for each in (row.name, *row.services)}:
            level = 1 if row.authorization_type == "fedramp-li-saas" else _LEVELS[row.impact_level.value]
            yield f"a FedRAMP authorization ({row.impact_level.value.capitalize()})", level
    for service in system.external_services:
        if service.name.casefold() in names:
            yield service.authorization or "", _level(service.authorization or "")


def _level(text: str) -> int:
    """Of `FedRAMP Moderate`. Authorizations of others name levels of their own."""
    found = _WORDS.search(text) if "fedramp" in text.casefold() and not _NOT_YET.search(text) else None
    if found is None:
        return 0
    return 1 if found["li"] else _LEVELS[ImpactLevel(found["level"].lower()).value]


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other services"))
