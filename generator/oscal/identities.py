"""What must stand only once in a document, and what must not be empty."""

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.oscal.faults import FaultLog, Place, pointer
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.shapes import Node, children, text
from generator.oscal.survey import Survey


def are_unique(survey: Survey, gathered: GatheredEntries) -> bool:
    """Is nothing wrong with the identifiers and roles of entries that were gathered?"""
    if not gathered.uuids and not gathered.roles:
        return True
    uuids = [*(uuid for uuid, _, _ in survey.uuids), *chain.from_iterable(gathered.uuids.values())]
    return len(set(uuids)) == len(uuids) and gathered.roles <= _roles(survey)


def check_identities(survey: Survey, faults: FaultLog) -> None:
    """Uuids, identifiers, control and statement ids once; titles, descriptions and statements with something in them."""
    _once("uuid-unique", "uuid", ((uuid, place) for uuid, _, place in survey.uuids), faults)
    if survey.model == "catalog":
        _check_catalog_ids(survey, faults)
    for implementation, place in _control_implementations(survey):
        _check_controls(implementation, place, faults)
    for place in survey.empty:
        faults.error("text-empty", place, f"{place[1]} is empty; write something or leave the field out")
    roles = _roles(survey)
    for role, place in survey.roles:
        if role not in roles:
            defined = ", ".join(sorted(roles)) or "none"
            faults.error("role-defined", place, f"role {role!r} is not defined in metadata; defined are: {defined}")


def _roles(survey: Survey) -> set[str]:
    return {value for value, holder, _ in survey.ids if holder == "roles"}


def _check_catalog_ids(survey: Survey, faults: FaultLog) -> None:
    """NIST constraints catalog-controls, catalog-groups, catalog-params and catalog-parts."""
    for holder in ("controls", "groups", "params", "parts"):
        _once("id-unique", "id", ((value, place) for value, kind, place in survey.ids if kind == holder), faults)


def _control_implementations(survey: Survey) -> Iterator[tuple[Node, Place]]:
    """The one of a system security plan, or those of every component and capability of a component definition."""
    root: Place = (None, survey.model)
    if survey.model == "system-security-plan":
        only = survey.body.get("control-implementation")
        if isinstance(only, dict):
            yield only, (root, "control-implementation")
    elif survey.model == "component-definition":
        for group in ("components", "capabilities"):
            for holder, place in children(survey.body, group, root):
                yield from children(holder, "control-implementations", place)


def _check_controls(implementation: Node, place: Place, faults: FaultLog) -> None:
    requirements = list(children(implementation, "implemented-requirements", place))
    _once("control-id-unique", "control-id", _values(requirements, "control-id"), faults)
    statements = [statement for requirement, at in requirements for statement in children(requirement, "statements", at)]
    _once("statement-id-unique", "statement-id", _values(statements, "statement-id"), faults)
    for holder, at in (*requirements, *statements):
        by_components = list(children(holder, "by-components", at))
        _once("by-component-unique", "component-uuid", _values(by_components, "component-uuid"), faults)


def _values(nodes: Iterable[tuple[Node, Place]], name: str) -> Iterator[tuple[str, Place]]:
    return ((text(node, name), (place, name)) for node, place in nodes if text(node, name))


def _once(rule: str, what: str, values: Iterable[tuple[str, Place]], faults: FaultLog) -> None:
    first: dict[str, Place] = {}
    for value, place in values:
        before = first.setdefault(value, place)
        if before is not place:
            faults.error(rule, place, f"{what} {value} stands already at {pointer(before)}; it must stand once")
