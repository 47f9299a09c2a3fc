"""What the provider can fill in of CMMC eMASS's assessment results workbook: names of artifacts and of service providers.

Template v3.9, sheet Requirement Objectives: columns A (requirement), B (objective), D (artifacts: semicolons, 400 characters a
name, 4,000 in all) and L (ESP name, 2,000). Every other column, the score first of all, is the assessor's.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from generator.deliverables.cmmc_rows import ObjectiveRow, PrefillRow
from generator.frameworks.base import oscal_id
from generator.frameworks.cmmc_l2 import REQUIREMENTS
from generator.oscal import types as o
from generator.text import shortened

LONGEST_NAME, LONGEST_LIST, LONGEST_ESP = 400, 4_000, 2_000
_BETWEEN = "; "


def prefill(objectives: Iterable[ObjectiveRow], plan: o.SystemSecurityPlan) -> Iterator[PrefillRow]:
    """A row for each objective, in their order."""
    providers = _providers(plan)
    for objective in objectives:
        names = [name for name in _names(objective) if len(name) <= LONGEST_NAME]
        artifacts, left_out = _fitting(names)
        esp = _BETWEEN.join(providers.get(objective.requirement, ()))
        yield PrefillRow(
            requirement=objective.requirement,
            objective=objective.objective,
            artifacts=artifacts,
            esp=shortened(esp, LONGEST_ESP),
            left_out=left_out,
        )


def _names(row: ObjectiveRow) -> Iterator[str]:
    """File names, as the hash log has them at the end of its paths."""
    yield from dict.fromkeys(PurePosixPath(evidence_row.path).name.replace(";", "_") for evidence_row in row.evidence)


def _fitting(names: list[str]) -> tuple[str, int]:
    kept: list[str] = []
    length = 0
    for name in names:
        length += len(name) + (len(_BETWEEN) if kept else 0)
        if length > LONGEST_LIST:
            break
        kept.append(name)
    return _BETWEEN.join(kept), len(names) - len(kept)


def _providers(plan: o.SystemSecurityPlan) -> Mapping[str, tuple[str, ...]]:
    """Requirement to the leveraged systems of which a named person says that one of its controls is inherited."""
    titles = {component.uuid: component.title for component in plan.system_implementation.components}
    inherited: dict[str, set[str]] = {}
    for requirement in plan.control_implementation.implemented_requirements:
        answers = [by_component for statement in requirement.statements for by_component in statement.by_components]
        named = {titles[answer.component_uuid] for answer in answers if answer.inherited and answer.component_uuid in titles}
        inherited.setdefault(requirement.control_id, set()).update(named)
    return {
        requirement.id: tuple(
            sorted({name for control in requirement.controls for name in inherited.get(oscal_id(control), ())})
        )
        for requirement in REQUIREMENTS
    }
