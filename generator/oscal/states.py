"""The states of the evidence-to-control table as observations, and what is not enforced as risks of the assessment results.

The risks have no deadline: what is tracked with milestones stands in the plan of action and milestones.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.ids import Identifiers
from generator.model.comparison import Discrepancy
from generator.model.places import evidence_path
from generator.model.posture import Citation, Posture, State
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, text
from generator.oscal.components import Naming

_NIST = "http://csrc.nist.gov/ns/oscal"
_MOST_CITED = 25
_MOST_NAMED = 10


def state_uuid(one: Posture, ids: Identifiers) -> str:
    """The observation of a requirement's state in one cluster."""
    return ids.object("observation", "state", one.requirement.id, one.cluster)


def risk_uuid(one: Posture, ids: Identifiers) -> str:
    """The risk of what is not enforced there."""
    return ids.object("risk", "state", one.requirement.id, one.cluster)


def is_risk(one: Posture) -> bool:
    """Does something lack that is asked for? What nobody looked at is no risk that is known."""
    return one.state is State.NOT_ENFORCING or (one.state is State.NONE_FOUND and one.requirement.required)


def observation(one: Posture, as_of: date, naming: Naming, cite: Citations) -> o.Observation:
    """One state: what was found, how sure it is, and every object it rests on."""
    asked, cited = one.requirement, _cited(one)
    more = f" {len(cited) - _MOST_CITED:,} more objects are not listed here." if len(cited) > _MOST_CITED else ""
    times = [each.taken for each in cited if each.taken]
    return o.Observation(
        uuid=state_uuid(one, naming.ids),
        title=line(f"{asked.title}{_within(one)}: {one.state}"),
        description=text(" ".join((f"{asked.asks} {one.state.capitalize()}. {one.found}", *_mend(one), *_missing(one))) + more),
        props=(
            prop("check", asked.id, NS),
            prop("state", one.state, NS),
            prop("certainty", one.certainty.name.lower(), NS, remarks=f"{one.certainty.capitalize()}."),
            *known_prop("cluster", one.cluster, NS),
        ),
        methods=("EXAMINE",),
        types=("control-objective",),
        origins=by_tool(naming.comparer),
        subjects=(o.SelectSubject(subject_uuid=naming.this_system, type="component", title="This System"),),
        relevant_evidence=tuple(_evidence(each, cite) for each in cited[:_MOST_CITED]),
        collected=moment(max(times) if times else as_of),
    )


def risk(one: Posture, found: Sequence[Discrepancy], naming: Naming, observed: Iterable[str]) -> o.Risk:
    """What is not enforced, with what to do about it. `observed` are the observations that show it."""
    asked = one.requirement
    accepted = sum(each.waiver is not None for each in found)
    waived = f" A person accepts {accepted:,} of these for a time (decisions/waivers.yaml)." if accepted else ""
    return o.Risk(
        uuid=risk_uuid(one, naming.ids),
        title=line(f"{asked.problem}{_within(one)}"),
        description=text(" ".join((one.found, *_mend(one))) + waived),
        statement=text(asked.rationale),
        props=(prop("check", asked.id, NS), *known_prop("cluster", one.cluster, NS)),
        status="open",
        characterizations=(
            o.Characterization(
                origin=o.Origin(actors=(o.Actor(type="tool", actor_uuid=naming.comparer),)),
                facets=(o.Facet(name="severity", system=_NIST, value=asked.severity),),
            ),
        ),
        remediations=(
            o.Remediation(
                uuid=naming.ids.object("remediation", "state", asked.id, one.cluster),
                lifecycle="recommendation",
                title="What to do",
                description=text(asked.fix),
            ),
        ),
        related_observations=tuple(o.RelatedObservation(observation_uuid=uuid) for uuid in observed),
    )


def of_state(one: Posture, found: Iterable[Discrepancy]) -> tuple[Discrepancy, ...]:
    """The discrepancies that a state has: those of its check whose subject it names."""
    subjects = {each.subject for each in one.problems} | {one.cluster or "the system"}
    wanted = subjects | {f"{one.cluster}/{each}" for each in subjects}
    return tuple(each for each in found if each.check == one.requirement.id and each.subject in wanted)


def _within(one: Posture) -> str:
    return f" in cluster {one.cluster}" if one.cluster else ""


def _mend(one: Posture) -> Iterable[str]:
    if one.problems:
        named = [f"{each.subject}: {each.text.replace('; ', ', ')}" for each in one.problems[:_MOST_NAMED]]
        more = f"; and {len(one.problems) - _MOST_NAMED:,} more" if len(one.problems) > _MOST_NAMED else ""
        yield f"To mend ({len(one.problems):,}): {'; '.join(named)}{more}."


def _missing(one: Posture) -> Iterable[str]:
    if one.missing:
        yield f"Not shown: {'; '.join(one.missing)}."


def _cited(one: Posture) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys((*one.citations, *(each for problem in one.problems for each in problem.citations))))


def _evidence(each: Citation, cite: Citations) -> o.RelevantEvidence:
    place = f"{evidence_path(each.source.path)} {each.source.place}".strip()
    return o.RelevantEvidence(
        href=cite.href(each.source),
        description=line(f"{each.key}, at {place}"),
        props=(
            *known_prop("uid", each.uid, NS),
            *known_prop("resource-version", each.resource_version, NS),
            *((prop("collected", moment(each.taken), NS),) if each.taken else ()),
        ),
    )
