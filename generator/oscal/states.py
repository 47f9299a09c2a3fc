"""The states of the evidence-to-control table as observations, and what is not enforced as risks of the assessment results.

The risks have no deadline: what is tracked with milestones stands in the plan of action and milestones.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.ids import UuidFactory
from generator.model.discrepancy import Discrepancy
from generator.model.places import evidence_path
from generator.model.posture import ObjectCitation, Posture, PostureState, SubjectKey
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, text
from generator.oscal.components import Naming
from generator.text import listed, sentence

_NIST = "http://csrc.nist.gov/ns/oscal"
_MOST_CITED = 25
_MOST_NAMED = 10


def state_uuid(posture: Posture, ids: UuidFactory) -> str:
    """The observation of a requirement's state in one cluster."""
    return ids.object("observation", "state", posture.requirement.id, posture.cluster)


def risk_uuid(posture: Posture, ids: UuidFactory) -> str:
    """The risk of what is not enforced there."""
    return ids.object("risk", "state", posture.requirement.id, posture.cluster)


def is_risk(posture: Posture) -> bool:
    """Does something lack that is asked for? What was not examined is no known risk."""
    return posture.state is PostureState.NOT_ENFORCED


def observation(posture: Posture, as_of: date, naming: Naming, cite: Citations) -> o.Observation:
    """One state: how many of how many were judged, how sure it is, and every object it rests on."""
    requirement, cited = posture.requirement, posture.citations
    more = f" {len(cited) - _MOST_CITED:,} more objects are not listed here." if len(cited) > _MOST_CITED else ""
    requirement_and_state = f"{requirement.asks} {sentence(posture.label)}. {posture.summary}"
    times = [citation.taken for citation in cited if citation.taken]
    return o.Observation(
        uuid=state_uuid(posture, naming.ids),
        title=line(f"{requirement.title}{_within(posture)}: {posture.label}"),
        description=text(" ".join((requirement_and_state, *_remediation(posture), *posture.notes)) + more),
        props=(
            prop("check", requirement.id, NS),
            prop("state", posture.state, NS),
            *known_prop("certainty", str(posture.certainty or ""), NS),
            prop("subjects", str(len(posture.subjects)), NS),
            prop("subjects-judged", str(posture.judged), NS),
            *known_prop("cluster", posture.cluster, NS),
        ),
        methods=("EXAMINE",),
        types=("control-objective",),
        origins=by_tool(naming.comparer),
        subjects=(o.SelectSubject(subject_uuid=naming.this_system, type="component", title="This System"),),
        relevant_evidence=tuple(_evidence(citation, cite) for citation in cited[:_MOST_CITED] if cite.holds(citation.source)),
        collected=moment(max(times) if times else as_of),
    )


def risk(posture: Posture, discrepancies: Sequence[Discrepancy], naming: Naming, observed: Iterable[str]) -> o.Risk:
    """What is not enforced, with what to do about it. `observed` are the observations that show it."""
    requirement = posture.requirement
    accepted = sum(subject.key in _failing(posture) for each in discrepancies if each.waiver for subject in each.subjects)
    waived = f" A person accepts {accepted:,} of these for a time (decisions/waivers.yaml)." if accepted else ""
    return o.Risk(
        uuid=risk_uuid(posture, naming.ids),
        title=line(f"{requirement.problem}{_within(posture)}"),
        description=text(" ".join((posture.summary, *_remediation(posture))) + waived),
        statement=text(requirement.rationale),
        props=(prop("check", requirement.id, NS), *known_prop("cluster", posture.cluster, NS)),
        status="open",
        characterizations=(
            o.Characterization(
                origin=o.Origin(actors=(o.Actor(type="tool", actor_uuid=naming.comparer),)),
                facets=(o.Facet(name="severity", system=_NIST, value=requirement.severity),),
            ),
        ),
        remediations=(
            o.Remediation(
                uuid=naming.ids.object("remediation", "state", requirement.id, posture.cluster),
                lifecycle="recommendation",
                title="What to do",
                description=text(requirement.fix),
            ),
        ),
        related_observations=tuple(o.RelatedObservation(observation_uuid=uuid) for uuid in observed),
    )


def of_state(posture: Posture, discrepancies: Iterable[Discrepancy]) -> tuple[Discrepancy, ...]:
    """The discrepancies that a state has: those with a subject of its check that it names."""
    failing = _failing(posture)
    return tuple(each for each in discrepancies if any(subject.key in failing for subject in each.concerned))


def _failing(posture: Posture) -> frozenset[SubjectKey]:
    """Its subjects as discrepancies name them: with the cluster before the name where there are several."""
    names = (name for each in posture.failing for name in (each.name, f"{posture.cluster}/{each.name}"))
    return frozenset(SubjectKey(check=posture.requirement.id, name=name) for name in names)


def _within(posture: Posture) -> str:
    return f" in {posture.place_word} {posture.cluster}" if posture.cluster else ""


def _remediation(posture: Posture) -> Iterable[str]:
    failing = posture.failing
    if failing:
        named = (f"{subject.name}: {subject.reason.replace('; ', ', ')}" for subject in failing)
        yield f"Action required ({len(failing):,}): {listed(named, _MOST_NAMED, separator='; ')}."


def _evidence(each: ObjectCitation, cite: Citations) -> o.RelevantEvidence:
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
