"""What each reference by uuid may point to, and which documents may hold that.

From the field descriptions of the OSCAL 1.2.3 metaschema and its index constraints; NIST has no index constraint for the
references of the assessment and POA&M models, so no other validator checks them.
"""

from collections.abc import Mapping

import msgspec

from generator.oscal.faults import Place
from generator.oscal.shapes import Node, text

KIND_OF: Mapping[str, str] = {
    "activities": "activity",
    "assessment-platforms": "assessment platform",
    "by-components": "by-component",
    "capabilities": "capability",
    "components": "component",
    "findings": "finding",
    "implemented-requirements": "implemented requirement",
    "inventory-items": "inventory item",
    "leveraged-authorizations": "leveraged authorization",
    "locations": "location",
    "observations": "observation",
    "parties": "party",
    "poam-items": "POA&M item",
    "provided": "provided capability",
    "remediations": "response",
    "resources": "resource",
    "responsibilities": "responsibility",
    "results": "result",
    "risks": "risk",
    "statements": "statement",
    "steps": "step",
    "tasks": "task",
    "users": "user",
}
"""What an object is, by the JSON name of the list it stands in. Others are called by that name."""


class ReferenceTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What a reference may point to."""

    kinds: frozenset[str] | None = None
    """None for any object with a uuid."""
    here: bool = False
    """It must stand in the document that refers."""
    elsewhere: bool = False
    """It may stand in another system's document, which need not be handed in."""


def _to(*kinds: str, here: bool = False, elsewhere: bool = False) -> ReferenceTarget:
    return ReferenceTarget(kinds=frozenset(kinds), here=here, elsewhere=elsewhere)


_ANY = ReferenceTarget()

TARGETS: Mapping[str, ReferenceTarget] = {
    "activity-uuid": _to("activity"),
    "component-uuid": _to("component"),
    "finding-uuid": _to("finding"),
    "implementation-statement-uuid": _to("statement", "implemented requirement", "by-component"),
    "location-uuids": _to("location", here=True),
    "member-of-organizations": _to("party", here=True),
    "observation-uuid": _to("observation"),
    "party-uuid": _to("party", here=True),
    "party-uuids": _to("party", here=True),
    "provided-uuid": _to("provided capability", elsewhere=True),
    "responsibility-uuid": _to("responsibility", elsewhere=True),
    "response-uuid": _to("response"),
    "risk-uuid": _to("risk"),
    "task-uuid": _to("task"),
}
"""By the JSON name of the reference. A name that is not here may point to any object."""

_ACTORS: Mapping[str, ReferenceTarget] = {
    "tool": _to("component"),
    "assessment-platform": _to("assessment platform"),
    "party": _to("party"),
}
_SUBJECTS: Mapping[str, ReferenceTarget] = {
    "component": _to("component"),
    "inventory-item": _to("inventory item"),
    "location": _to("location"),
    "party": _to("party"),
    "resource": _to("resource"),
    "user": _to("user"),
}
_EXPORTED = _to("provided capability", here=True)

PROPERTY_TARGETS: Mapping[str, ReferenceTarget] = {
    "leveraged-authorization-uuid": _to("leveraged authorization", here=True),
    "physical-location": _to("location", here=True),
}
"""Properties of a component in NIST's namespace whose value is a uuid (metaschema constraints
oscal-system-implementation-component-prop-leveraged-authorization-uuid-index and oscal-component-prop-physical-location)."""

IMPORTS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "component-definition": (("import-component-definitions", ("component-definition",)),),
    "profile": (("imports", ("catalog", "profile")),),
    "system-security-plan": (("import-profile", ("profile", "catalog")),),
    "assessment-plan": (("import-ssp", ("system-security-plan",)),),
    "assessment-results": (("import-ap", ("assessment-plan",)),),
    "plan-of-action-and-milestones": (("import-ssp", ("system-security-plan",)),),
}
"""By model: the fields that import another document, and the models that one may have."""

LEADING = frozenset(field for fields in IMPORTS.values() for field, _ in fields) | {"system-id", "back-matter"}
"""Fields of a document's body by which it names others, and where what these fields name is spelled out."""

_METADATA = frozenset({"party", "location", "resource"})
_SYSTEM = frozenset({"component", "inventory item", "user", "leveraged authorization"})
HOLDS: Mapping[str, frozenset[str]] = {
    "component-definition": _METADATA | {"component", "capability", "implemented requirement", "statement"},
    "system-security-plan": _METADATA
    | _SYSTEM
    | {"implemented requirement", "statement", "by-component", "provided capability", "responsibility"},
    "assessment-plan": _METADATA | _SYSTEM | {"activity", "assessment platform", "step", "task"},
    "catalog": _METADATA,
    "profile": _METADATA,
}
"""By model that can be imported: the kinds of object it may define."""


_BY_HOLDER = frozenset({"actor-uuid", "provided-uuid", "subject-uuid"})
"""What these may point to, the object says that they stand in."""


def target_by_name(name: str) -> ReferenceTarget | None:
    """What the reference `name` may point to, wherever it stands; None where that depends."""
    return None if name in _BY_HOLDER else TARGETS.get(name, _ANY)


def target_of(name: str, holder: Node, place: Place) -> ReferenceTarget:
    """What the reference `name` of the object `holder`, which stands at `place`, may point to."""
    if name == "actor-uuid":
        return _ACTORS.get(text(holder, "type"), _ANY)
    if name == "subject-uuid":
        return _SUBJECTS.get(text(holder, "type"), _ANY)
    if name == "provided-uuid" and _list_name(place) == "responsibilities":
        return _EXPORTED
    return TARGETS.get(name, _ANY)


def _list_name(place: Place) -> str:
    """The name of the list that the referring object stands in."""
    holder = place[0]
    around = holder[0] if holder is not None else None
    return str(around[1]) if around is not None else ""


LINK_KINDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("reference", "diagram", "privacy-impact-assessment"), frozenset({"resource"})),
    **dict.fromkeys(("depends-on", "used-by", "uses-network", "uses-service", "validation"), frozenset({"component"})),
}
"""By `rel`: what a `#fragment` link points to, where NIST (index-has-key constraints of link, diagram, system-information and
system-implementation) or FedRAMP (used-by-link-references-component) says it."""

LINKS_ELSEWHERE = frozenset({"provided-by", "imported-from"})
"""The `rel` of links that may point into the document of a leveraged system."""
