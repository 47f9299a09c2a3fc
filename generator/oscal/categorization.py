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
    """Those of system.yaml; where it names none, one that says so at the system's level."""
    if not system.plan.information_types:
        return (_unsaid(ids, f"fips-199-{system.impact_level.value}"),)
    return tuple(_type(row, ids) for row in system.plan.information_types)


def impact_levels(system: System) -> o.SecurityImpactLevel:
    """The highest level that any information type has, objective by objective (FIPS 199, section 3: high-water mark)."""
    rows = system.plan.information_types
    level = f"fips-199-{system.impact_level.value}"
    return o.SecurityImpactLevel(
        security_objective_confidentiality=_highest((row.confidentiality for row in rows), level),
        security_objective_integrity=_highest((row.integrity for row in rows), level),
        security_objective_availability=_highest((row.availability for row in rows), level),
    )


def _highest(choices: Iterable[ImpactChoice], level: str) -> str:
    return max((choice.selected for choice in choices), key=_ORDER.index).fips if (choices := tuple(choices)) else level


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


def _unsaid(ids: UuidFactory, level: str) -> o.InformationType:
    impact = o.Impact(base=level, selected=level)
    return o.InformationType(
        uuid=ids.object("information-type"),
        title="Information types not stated yet",
        description="The information types of FIPS 199 and SP 800-60 are the system owner's to state.",
        confidentiality_impact=impact,
        integrity_impact=impact,
        availability_impact=impact,
    )
