"""What FedRAMP expects of what a plan leverages and connects to. See `fedramp_constraints` for the source.

Three kinds of component lead across the boundary: a leveraged system, an external service or software without an authorization
of its own, and an interconnection; and whatever inside says that it communicates externally.
"""

from collections.abc import Iterable, Iterator

from generator.oscal.allowed_values import found_instead
from generator.oscal.faults import FaultLog, Place
from generator.oscal.information_types import INFORMATION_TYPES, WAYS
from generator.oscal.shapes import Node, PropsByName, child, children, props_by_name, text, words

_FLOORS = {
    "fips-199-low": ("fips-199-low", "fips-199-moderate", "fips-199-high"),
    "fips-199-moderate": ("fips-199-moderate", "fips-199-high"),
    "fips-199-high": ("fips-199-high",),
}
"""By the level of the system, the levels that what it leverages may have."""


def check_connections(plan: Node, root: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    """All expectations."""
    implementation, place = child(plan, "system-implementation"), (root, "system-implementation")
    level = text(child(plan, "system-characteristics"), "security-sensitivity-level")
    rows = list(children(implementation, "leveraged-authorizations", place))
    for row, at in rows:
        _check_authorization(row, at, level, namespaces, faults)
    models = children(child(plan, "system-characteristics"), "props", root)
    if not rows and any(text(model, "name") == "cloud-service-model" and text(model, "value") == "saas" for model, _ in models):
        message = "software as a service should say which authorized services it stands on (leveraged-authorizations)"
        faults.warning("fedramp:saas-has-leveraged-authorization", place, message)
    components = list(children(implementation, "components", place))
    known = {text(component, "uuid") for component, _ in components}
    across: list[Node] = []
    for component, at in components:
        own = props_by_name(component, at)
        _check_any(component, own, at, namespaces, faults)
        _check_used_by(component, at, known, faults)
        if _leads_across(component, own, namespaces):
            across.append(component)
            _check_across(component, own, at, namespaces, faults)
    _check_users(implementation, place, across, namespaces, faults)


def _leads_across(component: Node, own: PropsByName, namespaces: frozenset[str]) -> bool:
    kind = text(component, "type")
    leveraged = "leveraged-authorization-uuid" in own
    if kind == "interconnection" or (kind == "system" and leveraged):
        return True
    if kind not in ("service", "software"):
        return False
    return (_is(own, "implementation-point", "external") and not leveraged) or (
        _is(own, "implementation-point", "internal") and _is(own, "communicates-externally", "yes", namespaces)
    )


def _check_authorization(row: Node, place: Place, level: str, namespaces: frozenset[str], faults: FaultLog) -> None:
    own = props_by_name(row, place)
    for name, rule in (
        ("authorization-type", "leveraged-authorization-has-authorization-type"),
        ("impact-level", "leveraged-authorization-has-impact-level"),
        ("leveraged-system-identifier", "leveraged-authorization-has-system-identifier"),
    ):
        message = f"a leveraged authorization should have exactly one FedRAMP property {name}"
        faults.expect(len(list(_of(own, name, namespaces))) == 1, rule, place, message)
    for prop in _of(own, "impact-level", namespaces):
        if level in _FLOORS and text(prop, "value") not in _FLOORS[level]:
            message = f"a system of {level} should not stand on one of {text(prop, 'value')!r}"
            faults.warning("fedramp:leveraged-authorization-has-valid-impact-level", place, message)


def _check_across(component: Node, own: PropsByName, place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    methods = list(_of(own, "authentication-method", namespaces))
    if not methods:
        message = "what leads across the boundary should say how users authenticate (authentication-method)"
        faults.warning("fedramp:component-has-authentication-method", place, message)
    elif not all(text(method, "remarks") for method in methods):
        message = "an authentication-method should be explained in its remarks"
        faults.warning("fedramp:authentication-method-has-remarks", place, message)
    if text(component, "type") != "system" and not any(_of(own, "connection-security", namespaces)):
        message = "a connection should say how it is protected (connection-security)"
        faults.warning("fedramp:network-component-has-connection-security-prop", place, message)
    roles = [responsible_role for responsible_role, _ in children(component, "responsible-roles", place)]
    provided = [uuid for role in roles if text(role, "role-id") == "provider" for uuid in words(role, "party-uuids")]
    message = "what leads across the boundary should name exactly one party in the role provider"
    faults.expect(len(provided) == 1, "component-has-provider-responsible-role", place, message)
    if not any(text(role, "role-id") != "provider" for role in roles):
        message = "what leads across the boundary should name a role beside the provider"
        faults.warning("fedramp:component-has-non-provider-responsible-role", place, message)


def _check_any(component: Node, own: PropsByName, place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    kind = text(component, "type")
    if kind == "service" and len(own.get("implementation-point", ())) != 1:
        message = "a service should say whether it is inside or outside the boundary (implementation-point)"
        faults.warning("fedramp:network-component-has-implementation-point", place, message)
    agreements = {text(prop, "value") for prop in _of(own, "nature-of-agreement", namespaces)}
    if kind == "system" and "leveraged-authorization-uuid" in own and "isa" in agreements:
        message = "the agreement with a leveraged system is no interconnection agreement (isa): that is of other systems"
        faults.warning("fedramp:leveraged-authorization-nature-of-agreement", place, message)
    for prop in _of(own, "information-type", namespaces):
        _check_information(text(prop, "value"), text(prop, "class"), place, faults)


def _check_information(value: str, way: str, place: Place, faults: FaultLog) -> None:
    if not way:
        message = "an information-type should say in its class whether it comes in or goes out"
        faults.warning("fedramp:information-type-has-class", place, message)
    elif way not in WAYS:
        faults.warning("fedramp:information-type", place, found_instead("the class of information-type", way, WAYS))
    message = f"{value!r} is no information type of NIST SP 800-60 that FedRAMP accepts"
    faults.expect(value in INFORMATION_TYPES, "information-type-800-60-v2r1", place, message)


def _check_used_by(component: Node, place: Place, known: set[str], faults: FaultLog) -> None:
    if not isinstance(component.get("protocols"), list):
        return
    used = [text(link, "href") for link, _ in children(component, "links", place) if text(link, "rel") == "used-by"]
    if not used:
        message = "a component with a protocol should link to what uses it (rel used-by)"
        faults.warning("fedramp:component-has-used-by-link", place, message)
    elif not any(href.removeprefix("#") in known for href in used):
        message = "what uses it should be a component of this plan"
        faults.warning("fedramp:used-by-link-references-component", place, message)


def _check_users(
    implementation: Node, place: Place, across: Iterable[Node], namespaces: frozenset[str], faults: FaultLog
) -> None:
    able = {
        text(user, "uuid")
        for user, at in children(implementation, "users", place)
        if any(
            words(authorized_privilege, "functions-performed")
            for authorized_privilege, _ in children(user, "authorized-privileges", at)
        )
    }
    named = {
        text(prop, "value")
        for component in across
        for role, at in children(component, "responsible-roles", place)
        for prop, _ in children(role, "props", at)
        if text(prop, "name") == "privilege-uuid" and text(prop, "ns") in namespaces
    }
    message = "what leads across the boundary should name a kind of user with a function (property privilege-uuid of a role)"
    faults.expect(able & named, "non-provider-responsible-role-references-user", place, message)


def _of(own: PropsByName, name: str, namespaces: frozenset[str]) -> Iterator[Node]:
    return (prop for prop in own.get(name, ()) if text(prop, "ns") in namespaces)


def _is(own: PropsByName, name: str, value: str, namespaces: frozenset[str] | None = None) -> bool:
    return any(
        text(prop, "value") == value and (namespaces is None or text(prop, "ns") in namespaces) for prop in own.get(name, ())
    )
