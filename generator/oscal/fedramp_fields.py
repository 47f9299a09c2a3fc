"""FedRAMP's closed lists for fields that are no properties: types, states, levels. See `fedramp_values` for the sources."""

from generator.oscal.allowed_values import found_instead
from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_values import (
    ADDRESS_TYPES,
    COMPONENT_TYPES,
    IMPLEMENTATION_STATES,
    INFORMATION_TYPE_SYSTEM,
    SECURITY_LEVELS,
)
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey

_GOALS = ("confidentiality", "integrity", "availability")


def check_fields(survey: Survey, faults: FaultLog) -> None:
    """FedRAMP's lists for fields that are no properties."""
    root: Place = (None, survey.model)
    metadata = child(survey.body, "metadata")
    for party, place in children(metadata, "parties", (root, "metadata")):
        for address, at in children(party, "addresses", place):
            if "type" in address and text(address, "type") not in ADDRESS_TYPES:
                faults.error(
                    "fedramp:address-type", (at, "type"), found_instead("address type", text(address, "type"), ADDRESS_TYPES)
                )
    if survey.model == "system-security-plan":
        _check_plan(survey.body, root, faults)


def _check_plan(plan: Node, root: Place, faults: FaultLog) -> None:
    implementation: Place = (root, "system-implementation")
    for component, place in children(child(plan, "system-implementation"), "components", implementation):
        kind = text(component, "type")
        if kind not in COMPONENT_TYPES:
            faults.error("fedramp:component-type", (place, "type"), found_instead("component type", kind, COMPONENT_TYPES))
    control: Place = (root, "control-implementation")
    for requirement, place in children(child(plan, "control-implementation"), "implemented-requirements", control):
        for statement, at in children(requirement, "statements", place):
            for by_component, here in children(statement, "by-components", at):
                _check_state(by_component, here, faults)
    _check_levels(child(plan, "system-characteristics"), (root, "system-characteristics"), faults)


def _check_state(by_component: Node, place: Place, faults: FaultLog) -> None:
    state = text(child(by_component, "implementation-status"), "state")
    if state and state not in IMPLEMENTATION_STATES:
        message = found_instead("implementation status", state, IMPLEMENTATION_STATES)
        faults.error("fedramp:control-implementation-status", ((place, "implementation-status"), "state"), message)


def _check_levels(characteristics: Node, place: Place, faults: FaultLog) -> None:
    levels = [(characteristics, "security-sensitivity-level", place)]
    impact = child(characteristics, "security-impact-level")
    levels += [(impact, f"security-objective-{goal}", (place, "security-impact-level")) for goal in _GOALS]
    information: Place = (place, "system-information")
    for kind, at in children(child(characteristics, "system-information"), "information-types", information):
        impacts = [(child(kind, f"{goal}-impact"), (at, f"{goal}-impact")) for goal in _GOALS]
        levels += [(level_impact, name, here) for level_impact, here in impacts for name in ("base", "selected")]
        _check_categorizations(kind, at, faults)
    for node, name, at in levels:
        if text(node, name) and text(node, name) not in SECURITY_LEVELS:
            faults.error("fedramp:security-level", (at, name), found_instead(name, text(node, name), SECURITY_LEVELS))


def _check_categorizations(kind: Node, place: Place, faults: FaultLog) -> None:
    for categorization, here in children(kind, "categorizations", place):
        if text(categorization, "system") != INFORMATION_TYPE_SYSTEM:
            message = found_instead("information type system", text(categorization, "system"), [INFORMATION_TYPE_SYSTEM])
            faults.error("fedramp:information-type-system", (here, "system"), message)
