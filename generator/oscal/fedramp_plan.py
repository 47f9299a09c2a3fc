"""What FedRAMP expects a system security plan to contain. See `fedramp_constraints` for the source."""

from collections.abc import Iterator

from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_attachments import check_attachments, check_categorization, check_people
from generator.oscal.fedramp_baseline import check_baseline
from generator.oscal.fedramp_connections import check_connections
from generator.oscal.fedramp_inventory import check_inventory
from generator.oscal.fedramp_values import FEDRAMP_NAMESPACE, OLDER_NAMESPACE, identifier_type
from generator.oscal.shapes import Node, child, children, text

_ROLES = ("authorizing-official-poc", "information-system-security-officer", "prepared-by", "prepared-for", "system-owner")
_CHARACTERISTICS = (
    "authenticator-assurance-level",
    "cloud-deployment-model",
    "cloud-service-model",
    "federation-assurance-level",
    "fully-operational-date",
    "identity-assurance-level",
)
_DIAGRAMS = (
    ("authorization-boundary", "has-authorization-boundary-diagram"),
    ("network-architecture", "has-network-architecture-diagram"),
    ("data-flow", "has-data-flow-diagram"),
)
_RANK = ("fips-199-low", "fips-199-moderate", "fips-199-high")


def check_plan(plan: Node, root: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    """All expectations for a plan."""
    _check_roles(child(plan, "metadata"), (root, "metadata"), faults)
    characteristics: Place = (root, "system-characteristics")
    _check_characteristics(child(plan, "system-characteristics"), characteristics, namespaces, faults)
    for name, rule in _DIAGRAMS:
        _check_diagrams(child(plan, "system-characteristics", name), name, rule, (characteristics, name), faults)
    level = text(child(plan, "system-characteristics"), "security-sensitivity-level")
    implementation: Place = (root, "system-implementation")
    check_inventory(child(plan, "system-implementation"), implementation, namespaces, level, faults)
    _check_users(child(plan, "system-implementation"), implementation, faults)
    _check_controls(plan, root, faults)
    check_connections(plan, root, namespaces, faults)
    check_people(plan, root, faults)
    check_attachments(plan, root, faults, older=OLDER_NAMESPACE in namespaces)
    check_categorization(plan, root, namespaces, faults)
    check_baseline(plan, root, faults, older=OLDER_NAMESPACE in namespaces)
    for resource, place in children(child(plan, "back-matter"), "resources", (root, "back-matter")):
        faults.expect(text(resource, "title"), "resource-has-title", place, "a resource should have a title")
        if "rlinks" not in resource and "base64" not in resource:
            faults.warning("fedramp:resource-has-base64-or-rlink", place, "a resource should link to or carry its content")


def _check_roles(metadata: Node, place: Place, faults: FaultLog) -> None:
    roles = {text(role, "id") for role, _ in children(metadata, "roles", place)}
    for role in _ROLES:
        faults.expect(role in roles, f"role-defined-{role}", place, f"metadata should define the role {role}")
    held = {text(responsible_party, "role-id") for responsible_party, _ in children(metadata, "responsible-parties", place)}
    for role in ("prepared-by", "prepared-for"):
        faults.expect(role in held, f"responsible-party-{role}", place, f"metadata should name the party that is {role}")


def _check_characteristics(node: Node, place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    names = {text(prop, "name") for prop, _ in children(node, "props", place)}
    for name in _CHARACTERISTICS:
        faults.expect(name in names, f"has-{name}", place, f"system-characteristics should have the property {name}")
    kinds = {text(system_ids, "identifier-type") for system_ids, _ in children(node, "system-ids", place)}
    if not kinds & (namespaces | set(map(identifier_type, namespaces))):
        faults.warning("fedramp:has-system-id", place, f"one system id should be of the type {FEDRAMP_NAMESPACE}")
    for name in ("system-name-short", "security-sensitivity-level", "security-impact-level"):
        faults.expect(name in node, f"has-{name}", place, f"system-characteristics should have {name}")
    goals = [level for level in child(node, "security-impact-level").values() if level in _RANK]
    stated = text(node, "security-sensitivity-level")
    if goals and stated and stated != max(goals, key=_RANK.index):
        message = f"the sensitivity level is {stated}; the highest impact level is {max(goals, key=_RANK.index)}"
        faults.warning("fedramp:security-sensitivity-level-matches-security-impact-level", place, message)


def _check_diagrams(section: Node, name: str, rule: str, place: Place, faults: FaultLog) -> None:
    diagrams = list(children(section, "diagrams", place))
    faults.expect(diagrams, rule, place, f"{name} should have a diagram")
    for diagram, at in diagrams:
        for field in ("caption", "description"):
            faults.expect(text(diagram, field), f"{rule}-{field}", at, f"a diagram of {name} should have a {field}")
        rels = [text(link, "rel") for link, _ in children(diagram, "links", at)]
        faults.expect(rels, f"{rule}-link", at, f"a diagram of {name} should link to its picture")
        message = f"a diagram of {name} should have a link of rel diagram to its picture"
        faults.expect("diagram" in rels, f"{rule}-link-rel-allowed-value", at, message)


def _check_users(implementation: Node, place: Place, faults: FaultLog) -> None:
    for user, at in children(implementation, "users", place):
        faults.expect(user.get("role-ids"), "user-has-role-id", at, "a user should have a role")
        if not user.get("authorized-privileges"):
            faults.warning("fedramp:user-has-authorized-privilege", at, "a user should have an authorized privilege")
        if sum(text(prop, "name") == "type" for prop, _ in children(user, "props", at)) != 1:
            faults.warning("fedramp:user-has-user-type", at, "a user should have exactly one property type")


def _check_controls(plan: Node, root: Place, faults: FaultLog) -> None:
    components = children(child(plan, "system-implementation"), "components", root)
    this_system = {text(component, "uuid") for component, _ in components if text(component, "type") == "this-system"}
    statements = list(_statements(plan, root, faults))
    unanswered = [place for statement, place in statements if not statement.get("by-components")]
    if unanswered:
        message = f"{len(unanswered)} of {len(statements)} statements have no answer yet; this is the first"
        faults.warning("fedramp:missing-response-components", unanswered[0], message)
    for statement, place in statements:
        by_components = list(children(statement, "by-components", place))
        if by_components and not this_system & {text(by_component, "component-uuid") for by_component, _ in by_components}:
            message = "a statement should have one answer for the component of type this-system"
            faults.warning("fedramp:statement-has-this-system-component", place, message)
        for by_component, at in by_components:
            _check_by_component(by_component, at, faults)


def _statements(plan: Node, root: Place, faults: FaultLog) -> Iterator[tuple[Node, Place]]:
    control: Place = (root, "control-implementation")
    for requirement, place in children(child(plan, "control-implementation"), "implemented-requirements", control):
        message = "how components answer should stand at the control's statements, not at the control"
        faults.expect("by-components" not in requirement, "misplaced-response-components", place, message)
        yield from children(requirement, "statements", place)


def _check_by_component(node: Node, place: Place, faults: FaultLog) -> None:
    if not node.get("responsible-roles"):
        faults.warning("fedramp:by-component-has-responsible-role", place, "an answer should name a responsible role")
    status = child(node, "implementation-status")
    if text(status, "state") not in ("", "implemented") and not text(status, "remarks"):
        message = f"an answer that is {text(status, 'state')} should explain itself in remarks"
        faults.warning("fedramp:implementation-status-has-remarks", (place, "implementation-status"), message)
