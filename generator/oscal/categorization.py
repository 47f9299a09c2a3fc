"""FIPS 199 categorization: information types, and the level of the system (SSP Table K.1)."""

from collections.abc import Iterable

from generator.ids import UuidFactory
from generator.model.plan import FipsImpact, ImpactChoice, InformationTypeRow
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import line, text
from generator.oscal.fedramp_values import INFORMATION_TYPE_SYSTEM

_ORDER = (FipsImpact.LOW, FipsImpact.MODERATE, FipsImpact.HIGH)


def information_types(system: System, ids: UuidFactory) -> tuple[o.InformationType, ...]:
    """Those of system.yaml; where it names none, one that says so, at the system's level where that is stated."""
    if not system.plan.information_types:
        return (_unsaid(ids, sensitivity_level(system)),)
    return tuple(_type(row, ids) for row in system.plan.information_types)


def sensitivity_level(system: System) -> str | None:
    """`fips-199-moderate`; None where it is not stated: the level by which controls are chosen is an assumption then, and
    categorization is the system owner's (FIPS 199, section 3; RA-2)."""
    return f"fips-199-{system.impact_level.value}" if system.is_categorized else None


def impact_levels(system: System) -> o.SecurityImpactLevel | None:
    """The highest level that any information type has, objective by objective (FIPS 199, section 3: high-water mark); None
    where neither types nor the level of the system are stated."""
    rows, level = system.plan.information_types, sensitivity_level(system)
    if not rows and level is None:
        return None
    return o.SecurityImpactLevel(
        security_objective_confidentiality=_highest((row.confidentiality for row in rows), level),
        security_objective_integrity=_highest((row.integrity for row in rows), level),
        security_objective_availability=_highest((row.availability for row in rows), level),
    )


def _highest(choices: Iterable[ImpactChoice], level: str | None) -> str:
    highest = max((choice.selected for choice in choices), key=_ORDER.index, default=None)
    return highest.fips if highest else level or ""


def _type(row: InformationTypeRow, ids: UuidFactory) -> o.InformationType:
    return o.InformationType(
        uuid=ids.object("information-type", row.id or row.name),
        title=line(row.name),
        description=text(row.description),
        categorizations=(o.Categorization(system=INFORMATION_TYPE_SYSTEM, information_type_ids=(row.id,)),) if row.id else (),
        confidentiality_impact=_impact(row.confidentiality, row.justification),
        integrity_impact=_impact(row.integrity, row.justification),
        availability_impact=_impact(row.availability, row.justification),
    )


def _impact(choice: ImpactChoice, justification: str | None) -> o.Impact:
    adjusted = choice.selected is not choice.recommended
    return o.Impact(
        base=choice.recommended.fips,
        selected=choice.selected.fips,
        adjustment_justification=text(justification) if adjusted and justification else None,
    )


def _unsaid(ids: UuidFactory, level: str | None) -> o.InformationType:
    impact = o.Impact(base=level, selected=level) if level else None
    return o.InformationType(
        uuid=ids.object("information-type"),
        title="Information types not stated yet",
        description="The information types of FIPS 199 and SP 800-60 are the system owner's to state.",
        confidentiality_impact=impact,
        integrity_impact=impact,
        availability_impact=impact,
    )
