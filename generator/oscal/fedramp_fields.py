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


def check_fields(found: Survey, log: FaultLog) -> None:
    """FedRAMP's lists for fields that are no properties."""
    root: Place = (None, found.model)
    metadata = child(found.body, "metadata")
    for party, place in children(metadata, "parties", (root, "metadata")):
        for address, at in children(party, "addresses", place):
            if text(address, "type") not in ADDRESS_TYPES:
                log.error("fedramp:address-type", at, found_instead("address type", text(address, "type"), ADDRESS_TYPES))
    if found.model == "system-security-plan":
        _check_plan(found.body, root, log)


def _check_plan(plan: Node, root: Place, log: FaultLog) -> None:
    implementation: Place = (root, "system-implementation")
    for component, place in children(child(plan, "system-implementation"), "components", implementation):
        kind = text(component, "type")
        if kind not in COMPONENT_TYPES:
            log.error("fedramp:component-type", (place, "type"), found_instead("component type", kind, COMPONENT_TYPES))
    control: Place = (root, "control-implementation")
    for requirement, place in children(child(plan, "control-implementation"), "implemented-requirements", control):
        for statement, at in children(requirement, "statements", place):
            for one, here in children(statement, "by-components", at):
                _check_state(one, here, log)
    _check_levels(child(plan, "system-characteristics"), (root, "system-characteristics"), log)


def _check_state(by_component: Node, place: Place, log: FaultLog) -> None:
    state = text(child(by_component, "implementation-status"), "state")
    if state and state not in IMPLEMENTATION_STATES:
        message = found_instead("implementation status", state, IMPLEMENTATION_STATES)
        log.error("fedramp:control-implementation-status", ((place, "implementation-status"), "state"), message)


def _check_levels(characteristics: Node, place: Place, log: FaultLog) -> None:
    def check(node: Node, name: str, at: Place) -> None:
        if text(node, name) and text(node, name) not in SECURITY_LEVELS:
            log.error("fedramp:security-level", (at, name), found_instead(name, text(node, name), SECURITY_LEVELS))

    check(characteristics, "security-sensitivity-level", place)
    for goal in ("confidentiality", "integrity", "availability"):
        impact = child(characteristics, "security-impact-level")
        check(impact, f"security-objective-{goal}", (place, "security-impact-level"))
    information: Place = (place, "system-information")
    for kind, at in children(child(characteristics, "system-information"), "information-types", information):
        for goal in ("confidentiality", "integrity", "availability"):
            for name in ("base", "selected"):
                check(child(kind, f"{goal}-impact"), name, (at, f"{goal}-impact"))
        for one, here in children(kind, "categorizations", at):
            if text(one, "system") != INFORMATION_TYPE_SYSTEM:
                message = found_instead("information type system", text(one, "system"), [INFORMATION_TYPE_SYSTEM])
                log.error("fedramp:information-type-system", (here, "system"), message)
