"""FedRAMP's expectations of a plan whose ids follow a pattern: one thing broken at a time, each reported by its id."""

import pytest
from test_validate_valid import FEDRAMP, changed, given, plan, prop, uid

from generator.oscal.faults import Level

S = "/system-security-plan"
C = "system-characteristics"
_REQUIREMENT = "control-implementation/implemented-requirements/0"
_ANSWER = f"{_REQUIREMENT}/statements/0/by-components/0"
_SECTIONS = (("authorization-boundary", "boundary"), ("network-architecture", "network"), ("data-flow", "flow"))
_BY = {"uuid": uid("misplaced"), "component-uuid": uid("ferry"), "description": "x"}

_RULES = [
    (f"{C}/props/0", prop("title", "x", FEDRAMP), "has-identity-assurance-level"),
    (f"{C}/props/1", prop("title", "x", FEDRAMP), "has-authenticator-assurance-level"),
    (f"{C}/props/2", prop("title", "x", FEDRAMP), "has-federation-assurance-level"),
    (f"{C}/props/3", prop("title", "x", FEDRAMP), "has-cloud-service-model"),
    (f"{C}/props/4", prop("title", "x", FEDRAMP), "has-cloud-deployment-model"),
    (f"{C}/props/5", prop("title", "x", FEDRAMP), "has-fully-operational-date"),
    (f"{C}/security-impact-level", ..., "has-security-impact-level"),
    (f"{C}/security-sensitivity-level", ..., "has-security-sensitivity-level"),
    (
        f"{C}/system-information/information-types/0/availability-impact",
        ...,
        "information-type-has-availability-impact",
    ),
    (
        f"{C}/system-information/information-types/0/confidentiality-impact",
        ...,
        "information-type-has-confidentiality-impact",
    ),
    ("metadata/props/1", prop("title", "x", FEDRAMP), "fedramp-version"),
    ("metadata/props/0", prop("title", "x", FEDRAMP), "marking"),
    ("metadata/parties/1/name", ..., "party-has-name"),
    ("metadata/responsible-parties/1/role-id", "provider", "responsible-party-prepared-for"),
    ("back-matter/resources/1/rlinks", ..., "resource-has-base64-or-rlink"),
    ("system-implementation/users/0/role-ids", ..., "user-has-role-id"),
    (
        "system-implementation/components/2",
        {
            "uuid": uid("image"),
            "type": "software",
            "title": "image",
            "description": "The image.",
            "status": {"state": "operational"},
            "protocols": [{"uuid": uid("p"), "name": "x"}],
            "links": [{"href": "https://example.com", "rel": "used-by"}],
        },
        "used-by-link-references-component",
    ),
    (f"{_REQUIREMENT}/by-components", [_BY], "misplaced-response-components"),
    (f"{_REQUIREMENT}/statements/0/by-components", ..., "missing-response-components"),
    (f"{_ANSWER}/component-uuid", uid("image"), "statement-has-this-system-component"),
    (f"{_ANSWER}/responsible-roles", ..., "by-component-has-responsible-role"),
    (f"{_ANSWER}/implementation-status/remarks", ..., "implementation-status-has-remarks"),
]
_DIAGRAMS = [
    row
    for section, _ in _SECTIONS
    for row in (
        (f"{C}/{section}/diagrams", ..., f"has-{section}-diagram"),
        (f"{C}/{section}/diagrams/0/caption", ..., f"has-{section}-diagram-caption"),
        (f"{C}/{section}/diagrams/0/description", ..., f"has-{section}-diagram-description"),
        (f"{C}/{section}/diagrams/0/links", ..., f"has-{section}-diagram-link"),
        (f"{C}/{section}/diagrams/0/links/0/rel", "image", f"has-{section}-diagram-link-rel-allowed-value"),
    )
]
_ROLES = [
    f"role-defined-{role}"
    for role in (
        "authorizing-official-poc",
        "information-system-security-officer",
        "prepared-by",
        "prepared-for",
        "system-owner",
    )
]
TRIED = frozenset([rule for _, _, rule in (*_RULES, *_DIAGRAMS)] + _ROLES)


@pytest.mark.parametrize(("place", "value", "rule"), [*_RULES, *_DIAGRAMS])
def test_one_thing_wrong_is_reported_by_its_id(place: str, value: object, rule: str) -> None:
    assert f"fedramp:{rule}" not in {fault.rule for fault in given(None, plan())}
    found = {fault.rule for fault in given(None, changed(plan(), f"{S}/{place}", value)) if fault.severity is Level.WARNING}
    assert f"fedramp:{rule}" in found


@pytest.mark.parametrize("rule", _ROLES)
def test_a_role_that_is_not_defined_is_reported(rule: str) -> None:
    document = plan()
    roles = document["system-security-plan"]["metadata"]["roles"]
    document["system-security-plan"]["metadata"]["roles"] = [one for one in roles if f"role-defined-{one['id']}" != rule]
    assert f"fedramp:{rule}" in {fault.rule for fault in given(None, document)}
