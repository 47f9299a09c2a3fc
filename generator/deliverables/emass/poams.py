"""The plan of action as eMASS's API takes it: the items of the POA&M import workbook, in the API's words.

eMASS REST API v3.22, `poams`: Ongoing and Completed need milestones and a scheduled day, Risk Accepted may have neither;
Completed needs its day. The contact's fields are given all or none.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from generator.deliverables.emass.base import EmassEntry, Payload, Proposed, lacking, unix, within
from generator.deliverables.material import Material
from generator.frameworks import emass as e
from generator.model.dod import Emass, EmassComponent
from generator.renderers.poam.emass_rows import EmassRow, rows_of

_LONGEST_CONTACT, _LONGEST_RESOURCES = 100, 250
_WORDS = frozenset(e.SEVERITIES.values())
_NO_SETTINGS = Emass(component=EmassComponent.ARMY)
"""Where system.yaml names no component: of the columns that differ none is filled."""
_CONTACT_PARTS = 4


class EmassMilestone(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One step."""

    description: str
    scheduled_completion_date: int | None


class EmassPoam(EmassEntry, frozen=True, kw_only=True):
    """One item."""

    status: str
    vulnerability_description: str
    source_identifying_vulnerability: str
    poc_organization: str
    resources: str
    external_uid: str
    control_acronym: str | None = None
    security_checks: str | None = None
    poc_first_name: str | None = None
    poc_last_name: str | None = None
    poc_phone_number: str | None = None
    poc_email: str | None = None
    scheduled_completion_date: int | None = None
    completion_date: int | None = None
    comments: str | None = None
    severity: str | None = None
    raw_severity: str | None = None
    relevance_of_threat: str | None = None
    likelihood: str | None = None
    impact: str | None = None
    impact_description: str | None = None
    residual_risk_level: str | None = None
    recommendations: str | None = None
    mitigations: str | None = None
    devices_affected: str | None = None
    milestones: tuple[EmassMilestone, ...] = ()


def poams(material: Material) -> Iterator[Proposed]:
    """Every item, whatever the scope of FedRAMP's workbook."""
    settings = material.package.system.emass or _NO_SETTINGS
    for row in rows_of(material.package, settings):
        entry = _entry(row, settings)
        yield Proposed(
            name=row.poam_id,
            entry=entry,
            missing=lacking(
                ("pocOrganization", entry.poc_organization, "`emass: office:` in system.yaml"),
                ("resources", entry.resources, "`emass: resources:` in system.yaml, or the column Resources Required"),
                (
                    "sourceIdentifyingVulnerability",
                    entry.source_identifying_vulnerability,
                    "`emass: identification-source:` in system.yaml",
                ),
            ),
        )


def _entry(row: EmassRow, settings: Emass) -> EmassPoam:
    organization, first, last, phone, mail = _contact(row.office)
    control, *others = row.controls.split("; ") if row.controls else [""]
    comments = row.comments + (f"\nAlso {', '.join(others)}." if others else "")
    ongoing = row.status != e.ACCEPTED
    return EmassPoam(
        status=row.status,
        vulnerability_description=within(row.description, e.LONGEST),
        source_identifying_vulnerability=within(": ".join(filter(None, (settings.source, row.details))), e.LONGEST),
        poc_organization=within(organization, _LONGEST_CONTACT),
        resources=within(row.resources or settings.resources, _LONGEST_RESOURCES),
        external_uid=row.poam_id,
        control_acronym=control or None,
        security_checks=row.checks or None,
        poc_first_name=first,
        poc_last_name=last,
        poc_phone_number=phone,
        poc_email=mail,
        scheduled_completion_date=unix(_scheduled(row)) if ongoing else None,
        completion_date=unix(row.done),
        comments=within(comments, e.LONGEST) or None,
        severity=_word(row.by_header.get("Severity") or row.severity),
        raw_severity=_word(row.raw_severity),
        relevance_of_threat=_word(row.by_header.get("Relevance of Threat", "")),
        likelihood=_word(row.by_header.get("Likelihood", "")),
        impact=_word(row.by_header.get("Impact", "")),
        impact_description=row.by_header.get("Impact Description"),
        residual_risk_level=_word(row.by_header.get("Residual Risk Level") or row.residual),
        recommendations=row.by_header.get("Recommendations") or row.recommendations or None,
        mitigations=row.by_header.get(e.MITIGATIONS) or row.mitigations or None,
        devices_affected=row.devices if settings.component is EmassComponent.NAVY else None,
        milestones=tuple(
            EmassMilestone(description=step.description, scheduled_completion_date=unix(step.due))
            for step in row.steps
            if ongoing
        ),
    )


def _scheduled(row: EmassRow) -> date | None:
    return row.due or max((step.due for step in row.steps), default=None)


def _word(text: str) -> str | None:
    """One of the five words of a risk; nothing where a person wrote another."""
    return text if text in _WORDS else None


def _contact(office: str) -> tuple[str, str | None, str | None, str | None, str | None]:
    """`Organization, First Last, telephone, mail`, or the organization alone."""
    parts = [part.strip() for part in office.split(",")]
    if len(parts) != _CONTACT_PARTS:
        return office, None, None, None, None
    first, _, last = parts[1].rpartition(" ")
    if not first:
        return parts[0], None, None, None, None
    return parts[0], first[:_LONGEST_CONTACT], last[:_LONGEST_CONTACT], parts[2], parts[3]


POAMS = Payload(
    file="poams.json",
    title="eMASS plan of action and milestones",
    endpoint="POST /api/systems/{systemId}/poams",
    proposed=poams,
)
