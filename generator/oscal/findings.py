"""Findings of the assessment results: the verdicts of named persons, and what evidence says where no person judged.

OSCAL knows two states of an objective (metaschema 1.2.3, `oscal-finding-target-state-values`), and both are a judgment. So a
finding is written only where a named person judged. The objectives that no person judged stand in an observation for each
control, with the reason and with what supports and what contradicts them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.frameworks.base import Control
from generator.frameworks.objectives import AssessmentObjective, is_within, procedure_of
from generator.ids import UuidFactory
from generator.model.claim import Support
from generator.model.discrepancy import Discrepancy
from generator.model.places import evidence_path
from generator.model.posture import Posture
from generator.model.system import System
from generator.model.verdict import Verdict, VerdictState
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, line, moment, prop, text
from generator.oscal.components import Naming
from generator.oscal.oscal_input import OscalInput
from generator.oscal.properties import value_of
from generator.oscal.states import is_risk, risk_uuid, state_uuid
from generator.text import counted, listed

_RELATED = "related"
_NO_FINDING = (
    "That there is no finding on these objectives is not a pass, and not a failure either: they have not been determined. "
    "The provider's self-assessment."
)


def discrepancy_uuid(discrepancy: Discrepancy, ids: UuidFactory) -> str:
    """The observation of a discrepancy: the same as long as its cause is there, whichever its subjects."""
    return ids.object("observation", "check", discrepancy.check, discrepancy.cause)


def verdict_uuid(verdict: Verdict, ids: UuidFactory) -> str:
    """The observation of a person's verdict."""
    return ids.object("observation", "verdict", verdict.target)


def findings(oscal_input: OscalInput, ids: UuidFactory) -> tuple[o.Finding, ...]:
    """One for each verdict of a named person."""
    controls = {control.id: control for control in oscal_input.controls}
    return tuple(
        _decided(
            verdict,
            controls[verdict.control].title,
            _Sides.of(controls[verdict.control], oscal_input, ids),
            oscal_input.system,
            ids,
        )
        for verdict in oscal_input.verdicts
    )


def not_determined(oscal_input: OscalInput, naming: Naming) -> Iterator[o.Observation]:
    """One for each control with objectives that no person judged: which, why, and what the evidence says."""
    for control in oscal_input.controls:
        objectives = procedure_of(control.oscal_id).objectives
        targets = [verdict.objective for verdict in oscal_input.verdicts if verdict.control == control.id]
        left = [each for each in objectives if not any(is_within(each.id, target) for target in targets)]
        if left:
            whole = len(objectives)
            which = "No assessment objective is determined." if len(left) == whole else _left(left, whole)
            yield _not_determined(control, left, which, oscal_input, naming)


def _left(left: Sequence[AssessmentObjective], whole: int) -> str:
    named = listed(each.label.rstrip(".") for each in left)
    return f"{len(left):,} of {counted(whole, 'assessment objective')} not determined: {named}."


def rests_on(statement: o.Finding | o.Observation) -> tuple[str, tuple[str, ...]]:
    """What a finding, or the observation of objectives that no person judged, is about, and the observations it rests on.

    The first is an objective (`cm-8_obj.a`, `cm-8_obj`); empty for every other observation.
    """
    if isinstance(statement, o.Finding):
        return statement.target.target_id, tuple(related.observation_uuid for related in statement.related_observations)
    objective = value_of(statement.props, "objective")
    if not objective:
        return "", ()
    related = tuple(link.href.removeprefix("#") for link in statement.links if link.rel == _RELATED)
    return f"{objective.partition('_obj')[0]}_obj", related


def judges(verdicts: Iterable[Verdict], system: System, ids: UuidFactory) -> tuple[o.Party, ...]:
    """Who judged, as far as they are no parties of system.yaml already."""
    known = {party.name for party in system.parties}
    roles = {verdict.by: verdict.role for verdict in verdicts if verdict.by not in known}
    return tuple(
        o.Party(uuid=judge_uuid(name, system, ids), type="person", name=line(name), props=(prop("job-title", role),))
        for name, role in sorted(roles.items())
    )


def judge_uuid(name: str, system: System, ids: UuidFactory) -> str:
    """The party of a person: that of system.yaml where one has the name."""
    party = next((system_party.id for system_party in system.parties if system_party.name == name), None)
    return ids.object("party", party) if party is not None else ids.object("party", "judge", name)


def verdict_observation(verdict: Verdict, system: System, cite: Citations) -> o.Observation:
    """That a person judged, on which day and on which evidence."""
    return o.Observation(
        uuid=verdict_uuid(verdict, cite.ids),
        title=line(f"{verdict.by} judged {verdict.target}: {verdict.state}"),
        description=text(
            f"{verdict.by} ({verdict.role}) judged {verdict.target} on {verdict.day.isoformat()}: {verdict.state}. "
            f"{verdict.note}"
        ),
        props=(prop("verdict", verdict.state, NS), prop("said-in", verdict.place, NS)),
        methods=("EXAMINE",),
        types=("control-objective",),
        origins=(_by(verdict, system, cite.ids),),
        relevant_evidence=tuple(
            o.RelevantEvidence(href=cite.href(source), description=line(evidence_path(source.path)))
            for source in verdict.evidence
        ),
        collected=moment(verdict.day),
    )


class _Sides(msgspec.Struct, frozen=True, kw_only=True):
    """What supports a control and what contradicts it."""

    topics: tuple[str, ...]
    """Subjects of sentences that support it in whole or in part, in the order of the plan."""
    declared: tuple[str, ...]
    """Those of configuration that was not seen at work."""
    checks: tuple[tuple[str, int], ...]
    """Checks that contradict it, with how many subjects."""
    observations: tuple[str, ...]
    risks: tuple[str, ...]

    @property
    def speaks(self) -> bool:
        """Is there anything to be said?"""
        return bool(self.topics or self.declared or self.checks)

    @property
    def weighs(self) -> str:
        """`supports`, `contradicts`, both, or `declares`: configuration alone supports nothing."""
        if not self.checks:
            return "supports" if self.topics else "declares"
        return "supports and contradicts" if self.topics else "contradicts"

    @classmethod
    def of(cls, control: Control, oscal_input: OscalInput, ids: UuidFactory) -> "_Sides":
        """From the claims, discrepancies and states that concern a control."""
        discrepancies = [discrepancy for discrepancy in oscal_input.discrepancies if control.id in discrepancy.controls]
        against = [subject for each in discrepancies for subject in each.concerned if control.id in subject.controls]
        states = [posture for posture in oscal_input.postures if control.id in posture.requirement.control_ids and posture.made]
        supporting = [claim for claim in oscal_input.claims if claim.control == control.id and claim.supports]
        return cls(
            topics=tuple(dict.fromkeys(claim.subject for claim in supporting if claim.support is not Support.FOUND)),
            declared=tuple(dict.fromkeys(claim.subject for claim in supporting if claim.support is Support.FOUND)),
            checks=tuple(sorted(Counter(subject.check for subject in against).items())),
            observations=(
                *(discrepancy_uuid(discrepancy, ids) for discrepancy in discrepancies),
                *(state_uuid(state, ids) for state in states),
            ),
            risks=tuple(risk_uuid(state, ids) for state in _risky(states)),
        )

    def words(self) -> str:
        """Both sides, in sentences."""
        description = (
            f"Evidence supports it in whole or in part: {', '.join(self.topics)}."
            if self.topics
            else "No evidence that was observed or reported supports it."
        )
        if self.declared:
            description += f" Configuration and descriptions that were not seen at work: {', '.join(self.declared)}."
        against = ", ".join(f"{check} ({count:,})" for check, count in self.checks)
        return f"{description} Evidence contradicts it: {against}." if against else f"{description} No check contradicts it."


def _risky(states: Sequence[Posture]) -> Iterator[Posture]:
    return (state for state in states if is_risk(state))


def _not_determined(
    control: Control, left: Sequence[AssessmentObjective], which: str, oscal_input: OscalInput, naming: Naming
) -> o.Observation:
    sides = _Sides.of(control, oscal_input, naming.ids)
    says = f"evidence {sides.weighs} it" if sides.speaks else "no evidence is about it"
    return o.Observation(
        uuid=naming.ids.object("observation", "not-determined", control.oscal_id),
        title=line(f"{control.id} {control.title}: not determined, {says}"),
        description=text(f"{which} Reason: no named person has given a verdict. {sides.words()}"),
        props=(
            prop("verdict", "none", NS),
            prop("evidence", sides.weighs if sides.speaks else "none", NS),
            *(prop("objective", each.id, NS) for each in left),
        ),
        links=tuple(o.Link(href=f"#{uuid}", rel=_RELATED) for uuid in (*sides.observations, *sides.risks)),
        methods=("EXAMINE",),
        types=("control-objective",),
        origins=by_tool(naming.comparer),
        subjects=(o.SelectSubject(subject_uuid=naming.this_system, type="component", title="This System"),),
        collected=moment(oscal_input.facts.as_of),
        remarks=_NO_FINDING,
    )


def _decided(verdict: Verdict, title: str, sides: _Sides, system: System, ids: UuidFactory) -> o.Finding:
    reason = "pass" if verdict.state is VerdictState.SATISFIED else "fail"
    return o.Finding(
        uuid=ids.object("finding", verdict.target, "verdict"),
        title=line(f"{verdict.control} {title}: {verdict.target} {verdict.state}, says {verdict.by}"),
        description=text(
            f"{verdict.by} ({verdict.role}) judged {verdict.target} on {verdict.day.isoformat()}: {verdict.state}. "
            f"{verdict.note} {sides.words()}"
        ),
        props=(prop("verdict", verdict.state, NS), prop("evidence", sides.weighs if sides.speaks else "none", NS)),
        origins=(_by(verdict, system, ids),),
        target=o.FindingTarget(
            type="objective-id",
            target_id=verdict.objective,
            status=o.TargetStatus(
                state=verdict.state,
                reason=reason,
                remarks=text(
                    f"Verdict of {verdict.by}, {verdict.role}, in {verdict.place}. Part of the provider's self-assessment."
                ),
            ),
        ),
        related_observations=_observed((verdict_uuid(verdict, ids), *sides.observations)),
        related_risks=tuple(o.RelatedRisk(risk_uuid=uuid) for uuid in sides.risks),
    )


def _by(verdict: Verdict, system: System, ids: UuidFactory) -> o.Origin:
    return o.Origin(actors=(o.Actor(type="party", actor_uuid=judge_uuid(verdict.by, system, ids)),))


def _observed(uuids: Iterable[str]) -> tuple[o.RelatedObservation, ...]:
    return tuple(o.RelatedObservation(observation_uuid=uuid) for uuid in uuids)
