"""Findings of the assessment results: what evidence says of each control, and the verdicts of named persons.

OSCAL knows two states of an objective (metaschema 1.2.3, `oscal-finding-target-state-values`). `satisfied` is written only
where a named person says so. Where nobody has decided, the state is `not-satisfied` for the reason `other`, and the finding
says that it is not decided, and what speaks for and against it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.frameworks.base import Control
from generator.ids import Identifiers
from generator.model.comparison import Discrepancy
from generator.model.places import evidence_path
from generator.model.posture import Posture, State
from generator.model.system import System
from generator.model.verdict import Verdict, VerdictState
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, line, moment, prop, text
from generator.oscal.states import is_risk, risk_uuid, state_uuid
from generator.oscal.story import Story

_UNDECIDED = (
    "Not decided: no named person has given a verdict, and OSCAL has no third state. It does not say that the control fails. "
    "The provider's self-assessment."
)


def discrepancy_uuid(one: Discrepancy, ids: Identifiers) -> str:
    """The observation of a discrepancy: the same as long as check and subject are."""
    return ids.object("observation", "check", one.check, one.subject)


def verdict_uuid(one: Verdict, ids: Identifiers) -> str:
    """The observation of a person's verdict."""
    return ids.object("observation", "verdict", one.target)


def findings(story: Story, ids: Identifiers) -> tuple[o.Finding, ...]:
    """One for each control that evidence speaks about and nobody judged as a whole, and one for each verdict."""
    judged = {one.control for one in story.verdicts if one.of_whole_control}
    sides = {control.id: _Sides.of(control, story, ids) for control in story.controls}
    titles = {control.id: control.title for control in story.controls}
    undecided = (
        _undecided(control, sides[control.id], ids)
        for control in story.controls
        if control.id not in judged and sides[control.id].speaks
    )
    decided = (_decided(one, titles[one.control], sides[one.control], story.system, ids) for one in story.verdicts)
    return (*undecided, *decided)


def judges(verdicts: Iterable[Verdict], system: System, ids: Identifiers) -> tuple[o.Party, ...]:
    """Who judged, as far as they are no parties of system.yaml already."""
    known = {party.name for party in system.parties}
    roles = {one.by: one.role for one in verdicts if one.by not in known}
    return tuple(
        o.Party(uuid=judge_uuid(name, system, ids), type="person", name=line(name), props=(prop("job-title", role),))
        for name, role in sorted(roles.items())
    )


def judge_uuid(name: str, system: System, ids: Identifiers) -> str:
    """The party of a person: that of system.yaml where one has the name."""
    party = next((one.id for one in system.parties if one.name == name), None)
    return ids.object("party", party) if party is not None else ids.object("party", "judge", name)


def verdict_observation(one: Verdict, system: System, cite: Citations) -> o.Observation:
    """That a person judged, on which day and on which evidence."""
    return o.Observation(
        uuid=verdict_uuid(one, cite.ids),
        title=line(f"{one.by} judged {one.target}: {one.state}"),
        description=text(f"{one.by} ({one.role}) judged {one.target} on {one.day.isoformat()}: {one.state}. {one.note}"),
        props=(prop("verdict", one.state, NS), prop("said-in", one.place, NS)),
        methods=("EXAMINE",),
        types=("control-objective",),
        origins=(_by(one, system, cite.ids),),
        relevant_evidence=tuple(
            o.RelevantEvidence(href=cite.href(source), description=line(evidence_path(source.path))) for source in one.evidence
        ),
        collected=moment(one.day),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """What speaks for a control and what against it."""

    topics: tuple[str, ...]
    """Subjects of sentences that support it, in the order of the plan."""
    checks: tuple[tuple[str, int], ...]
    """Checks that contradict it, with how often."""
    observations: tuple[str, ...]
    risks: tuple[str, ...]

    @property
    def speaks(self) -> bool:
        """Is there anything to be said?"""
        return bool(self.topics or self.checks)

    @property
    def weighs(self) -> str:
        """`supports`, `contradicts` or both."""
        return "supports and contradicts" if self.topics and self.checks else "contradicts" if self.checks else "supports"

    @classmethod
    def of(cls, control: Control, story: Story, ids: Identifiers) -> "_Sides":
        """From the claims, discrepancies and states that concern a control."""
        found = [one for one in story.discrepancies if control.id in one.controls]
        states = [
            one for one in story.postures if control.id in one.requirement.control_ids and one.state is not State.NOT_COLLECTED
        ]
        subjects = (one.subject for one in story.claims if one.control == control.id and one.supports)
        return cls(
            topics=tuple(dict.fromkeys(subjects)),
            checks=tuple(sorted(Counter(one.check for one in found).items())),
            observations=(*(discrepancy_uuid(one, ids) for one in found), *(state_uuid(one, ids) for one in states)),
            risks=tuple(risk_uuid(one, ids) for one in _risky(states)),
        )

    def words(self) -> str:
        """Both sides, in sentences."""
        said = f"Evidence speaks for it: {', '.join(self.topics)}." if self.topics else "No collected evidence speaks for it."
        against = ", ".join(f"{check} ({count:,})" for check, count in self.checks)
        return f"{said} Evidence contradicts it: {against}." if against else f"{said} No check contradicts it."


def _risky(states: Sequence[Posture]) -> Iterator[Posture]:
    return (one for one in states if is_risk(one))


def _undecided(control: Control, sides: _Sides, ids: Identifiers) -> o.Finding:
    return o.Finding(
        uuid=ids.object("finding", control.oscal_id),
        title=line(f"{control.id} {control.title}: not decided, evidence {sides.weighs} it"),
        description=text(f"No named person has judged this control. {sides.words()}"),
        props=(prop("verdict", "none", NS), prop("evidence", sides.weighs, NS)),
        target=o.FindingTarget(
            type="statement-id",
            target_id=control.statement_id(""),
            status=o.TargetStatus(state=VerdictState.NOT_SATISFIED, reason="other", remarks=_UNDECIDED),
        ),
        related_observations=_observed(sides.observations),
        related_risks=tuple(o.RelatedRisk(risk_uuid=uuid) for uuid in sides.risks),
    )


def _decided(one: Verdict, title: str, sides: _Sides, system: System, ids: Identifiers) -> o.Finding:
    reason = "pass" if one.state is VerdictState.SATISFIED else "fail"
    return o.Finding(
        uuid=ids.object("finding", one.target, "verdict"),
        title=line(f"{one.control} {title}: {one.target} {one.state}, says {one.by}"),
        description=text(
            f"{one.by} ({one.role}) judged {one.target} on {one.day.isoformat()}: {one.state}. {one.note} {sides.words()}"
        ),
        props=(prop("verdict", one.state, NS), prop("evidence", sides.weighs if sides.speaks else "none", NS)),
        origins=(_by(one, system, ids),),
        target=o.FindingTarget(
            type="objective-id" if one.is_objective else "statement-id",
            target_id=one.target,
            status=o.TargetStatus(
                state=one.state,
                reason=reason,
                remarks=text(f"Verdict of {one.by}, {one.role}, in {one.place}. Part of the provider's self-assessment."),
            ),
        ),
        related_observations=_observed((verdict_uuid(one, ids), *sides.observations)),
        related_risks=tuple(o.RelatedRisk(risk_uuid=uuid) for uuid in sides.risks),
    )


def _by(one: Verdict, system: System, ids: Identifiers) -> o.Origin:
    return o.Origin(actors=(o.Actor(type="party", actor_uuid=judge_uuid(one.by, system, ids)),))


def _observed(uuids: Iterable[str]) -> tuple[o.RelatedObservation, ...]:
    return tuple(o.RelatedObservation(observation_uuid=uuid) for uuid in uuids)
