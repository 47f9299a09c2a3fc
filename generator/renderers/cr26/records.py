"""Vulnerabilities as FedRAMP's Consolidated Rules report them: one record for each item of the plan of action and milestones.

Field names: FedRAMP's common definitions of 2026-06-24, `vulnerabilityDetail` and `acceptedVulnerabilityInfo`. What is not
stated is left out rather than guessed; the schema allows that. Earlier ratings with their days, which VER-RPT-VDT asks for,
have no field there: they stand in the supplementary information.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from generator.frameworks.fedramp_cr26 import URI_OUTSTANDING
from generator.ledger.asset_states import ClosureReason
from generator.model.evaluation import ItemEvaluation, VulnerabilityAcceptance
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal.bundle import OscalBundle
from generator.oscal.common import NS, moment
from generator.oscal.package import AuthorizationPackage
from generator.oscal.types import Observation, PoamItem, Risk, RiskLogEntry
from generator.renderers.oscal_reading import day, value_of
from generator.renderers.poam.rows import rating_of
from generator.text import counted

_DISPOSITIONS = {ClosureReason.FALSE_POSITIVE: "False Positive"}
_GONE = "Fully Mitigated"
"""The schema has no word for *remediated* (FRD-RMV), which is more than this."""
_REDUCED = "Partially Mitigated"


class DetectionRecord(msgspec.Struct, rename="camel", kw_only=True):
    """When and by what it was found."""

    detected_at: str
    detection_source: str


class Reducing(msgspec.Struct, rename="camel", kw_only=True):
    """The next step down."""

    estimated_at: str
    target_rating: int


class Overdue(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Whether it is overdue; the explanation is demanded where it is."""

    is_overdue: bool
    explanation: str | None = None


class VulnerabilityDetail(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """FedRAMP's `vulnerabilityDetail`."""

    provider_tracking_id: str
    detection: DetectionRecord
    vulnerability_description: str
    potential_agency_impact: str | None = None
    evaluation_completed_at: str | None = None
    is_internet_reachable: bool | None = None
    is_likely_exploitable: bool | None = None
    current_rating: int | None = None
    projected_next_reduction: Reducing | None = None
    overdue_status: Overdue | None = None
    supplementary_risk_information: str | None = None
    final_disposition: str | None = None


class AcceptedVulnerability(msgspec.Struct, rename="camel", kw_only=True):
    """FedRAMP's `acceptedVulnerabilityInfo`."""

    vulnerability_detail: VulnerabilityDetail
    acceptance_rationale: str


class Period(msgspec.Struct, kw_only=True):
    """The time that a report covers."""

    from_: str = msgspec.field(name="from")
    to: str


class VulnerabilityRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability with what documents sort and count by."""

    wire: VulnerabilityDetail
    identifier: str
    """The detector's own; empty where it has none."""
    title: str
    rating: Rating
    """Of the plan: High, Moderate, Low."""
    exploited: bool
    """CISA's catalog has it."""
    detected: date
    closed: date | None
    reason: ClosureReason | None
    """Why it is closed."""
    evaluation: ItemEvaluation

    @property
    def is_accepted(self) -> bool:
        """Open, and its owner lives with it."""
        return self.closed is None and self.evaluation.acceptance is not None

    @property
    def is_active(self) -> bool:
        """Open, and to be answered."""
        return self.closed is None and self.evaluation.acceptance is None

    def accepted(self) -> AcceptedVulnerability:
        """As an accepted vulnerability."""
        return AcceptedVulnerability(vulnerability_detail=self.wire, acceptance_rationale=self.evaluation.rationale)


def records(package: AuthorizationPackage) -> tuple[VulnerabilityRecord, ...]:
    """All of the ledger, open and closed, in its order."""
    return package.views.once(_every_record, package.bundle, package.evaluations)


def started(package: AuthorizationPackage) -> date:
    """The first day of the period: as system.yaml has it, else the day after the package of last time (VER-RPT-PER: all
    activity since the previous report), else the first of the month."""
    if package.system.report_from is not None:
        return package.system.report_from
    return package.handed_in + timedelta(days=1) if package.handed_in else package.as_of.replace(day=1)


def period(package: AuthorizationPackage) -> Period:
    """From the first moment of its first day to the first moment after its last."""
    return Period(from_=moment(started(package)), to=moment(package.as_of + timedelta(days=1)))


def overview_uri(package: AuthorizationPackage) -> str:
    """The address of the Certification Package Overview, or that it is outstanding."""
    return package.system.package_overview_uri or URI_OUTSTANDING


def _every_record(bundle: OscalBundle, evaluations: Sequence[ItemEvaluation]) -> tuple[VulnerabilityRecord, ...]:
    return tuple(_records(bundle, {evaluation.poam_id: evaluation for evaluation in evaluations}))


def _records(bundle: OscalBundle, evaluations: Mapping[str, ItemEvaluation]) -> Iterator[VulnerabilityRecord]:
    risks = {risk.uuid: risk for risk in bundle.poam.risks}
    seen = {seen_observation.uuid: seen_observation for seen_observation in bundle.poam.observations}
    tools = _tools(bundle)
    for item in bundle.poam.poam_items:
        poam_id = value_of(item.props, "POAM-ID")
        evaluation = evaluations.get(poam_id or "")
        if evaluation is None or not item.related_risks:
            continue  # nothing open, a fault of documents, or an item that stands for others
        observation = seen[item.related_observations[0].observation_uuid]
        source = ", ".join([tools[actor.actor_uuid] for origin in observation.origins for actor in origin.actors])
        record = _record(item, risks[item.related_risks[0].risk_uuid], observation, evaluation, source)
        if record.reason is not ClosureReason.DUPLICATE:  # its vulnerability is the record of the older item
            yield record


def _tools(bundle: OscalBundle) -> Mapping[str, str]:
    definitions = bundle.poam.local_definitions
    return {component.uuid: component.title for component in definitions.components} if definitions else {}


def _record(item: PoamItem, risk: Risk, seen: Observation, evaluation: ItemEvaluation, source: str) -> VulnerabilityRecord:
    closing = next((entry for entry in risk.risk_log.entries if entry.status_change), None) if risk.risk_log else None
    reason = ClosureReason(value_of(closing.props, n.REASON) or ClosureReason.BY_A_PERSON) if closing else None
    identifier = value_of(risk.props, "vulnerability-id")
    return VulnerabilityRecord(
        wire=VulnerabilityDetail(
            provider_tracking_id=evaluation.poam_id,
            detection=DetectionRecord(detected_at=seen.collected, detection_source=source),
            vulnerability_description=f"{identifier}: {risk.description}" if identifier else risk.description,
            potential_agency_impact=evaluation.impact or None,
            evaluation_completed_at=moment(evaluation.evaluated) if evaluation.evaluated else None,
            is_internet_reachable=evaluation.reachable,
            is_likely_exploitable=evaluation.exploitable,
            current_rating=evaluation.rating,
            projected_next_reduction=_next(evaluation, closing),
            overdue_status=Overdue(is_overdue=evaluation.overdue, explanation=evaluation.because or None)
            if evaluation.overdue is not None
            else None,
            supplementary_risk_information=" ".join(_more(risk, seen, evaluation, closing)),
            final_disposition=_disposition(evaluation, reason),
        ),
        identifier=identifier or "",
        title=f"{identifier}: {item.title}" if identifier and identifier not in item.title else item.title,
        rating=rating_of(risk),
        exploited=value_of(risk.props, "kev-due-date") is not None,
        detected=day(seen.collected),
        closed=day(closing.start) if closing else None,
        reason=reason,
        evaluation=evaluation,
    )


def _next(evaluation: ItemEvaluation, closing: RiskLogEntry | None) -> Reducing | None:
    """The schema wants it left out where it is fully mitigated or nothing is planned."""
    step = evaluation.next_reduction
    if step is None or closing is not None or evaluation.mitigated is not None:
        return None
    return Reducing(estimated_at=moment(step.day), target_rating=step.rating)


def _disposition(evaluation: ItemEvaluation, reason: ClosureReason | None) -> str | None:
    if reason is not None:
        return _DISPOSITIONS.get(reason, _GONE)
    if evaluation.mitigated is not None:
        return _GONE
    return _REDUCED if evaluation.acceptance is not None and evaluation.reductions else None


def _severity(risk: Risk) -> str:
    """The scanner's own."""
    for characterization in risk.characterizations:
        for facet in characterization.facets:
            if facet.name == "severity" and facet.system == NS:
                return facet.value
    return "unknown"


def _more(risk: Risk, seen: Observation, evaluation: ItemEvaluation, closing: RiskLogEntry | None) -> Iterable[str]:
    own, name = value_of(risk.props, "vulnerability-id"), n.CVE_FACET
    names = {facet.value for part in risk.characterizations for facet in part.facets if facet.name == name} - {own}
    yield f"Scanner severity: {_severity(risk)}."
    yield risk.statement
    if names:
        yield f"Also known as {', '.join(sorted(names))}."
    due = value_of(risk.props, "kev-due-date")
    if due:
        yield f"Known to be exploited: CISA's due date is {due}."
    yield f"Found on {counted(len(seen.subjects), 'asset')}."
    yield from _evaluated(evaluation)
    if closing is not None:
        yield f"Closed on {closing.start[:10]}: {closing.description}"


def _evaluated(evaluation: ItemEvaluation) -> Iterable[str]:
    if evaluation.derived:
        yield f"Counts as reachable from the internet because {evaluation.derived}; no person has stated otherwise."
    if evaluation.evaluated and evaluation.by:
        yield f"Evaluated by {evaluation.by}."
    if evaluation.reductions:
        steps = ", ".join(f"N{step.rating} on {step.day}" for step in evaluation.reductions)
        yield f"First rated N{evaluation.first_rating}; reduced to {steps}."
    if evaluation.mitigated:
        yield f"Fully mitigated since {evaluation.mitigated}."
    if evaluation.acceptance is not None and evaluation.acceptance is not VulnerabilityAcceptance.DECLARED:
        yield f"Accepted because it is {evaluation.acceptance}."
    if evaluation.more:
        yield evaluation.more
