"""Small invented documents that are right, and that the validator finds nothing in them.

The other test files of the validator take `given()` and break one thing each.
"""

import copy
import hashlib
import json
import uuid
from typing import Any

import pytest

from generator.oscal.fedramp_attachments import CITATIONS
from generator.oscal.validate import DocumentFault, OscalFile, validate_documents
from generator.oscal.versions import SUPPORTED

FEDRAMP = "http://fedramp.gov/ns/oscal"
SP_800_60 = "https://doi.org/10.6028/NIST.SP.800-60v2r1"
GOALS = ("confidentiality", "integrity", "availability")
LEVEL = "fips-199-moderate"
NOW = "2026-03-01T12:00:00Z"
REPORT = b"a scan report\n"
PLAN, POAM = "oscal/plan.json", "oscal/poam.json"
Document = dict[str, Any]


def uid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.com/{name}"))


def prop(name: str, value: str, ns: str | None = None, remarks: str | None = None) -> Document:
    found = {"name": name, "value": value} | ({"ns": ns} if ns else {})
    return found | ({"remarks": remarks} if remarks else {})


def metadata(title: str) -> Document:
    roles = ("authorizing-official-poc", "information-system-security-officer", "prepared-by", "prepared-for", "system-owner")
    return {
        "title": title,
        "published": NOW,
        "last-modified": NOW,
        "version": "1",
        "oscal-version": "1.2.3",
        "props": [prop("marking", "cui"), prop("fedramp-version", "fedramp-3.0.0rc1-oscal-1.1.2", FEDRAMP)],
        "roles": [{"id": role, "title": role} for role in (*roles, "provider")],
        "locations": [
            {"uuid": uid(f"{title} {kind}"), "address": {"country": "US"}, "props": [center(kind)]}
            for kind in ("primary", "alternate")
        ],
        "parties": [
            {
                "uuid": uid(f"{title} company"),
                "type": "organization",
                "name": "Ferry Company",
                "addresses": [
                    {"type": "work", "addr-lines": ["Pier 1"], "city": "Harbor", "state": "ME", "postal-code": "04000"}
                ],
            },
            {
                "uuid": uid(f"{title} person"),
                "type": "person",
                "name": "Ada Marsh",
                "location-uuids": [uid(f"{title} primary")],
                "member-of-organizations": [uid(f"{title} company")],
            },
        ],
        "responsible-parties": [
            {"role-id": role, "party-uuids": [uid(f"{title} company")]} for role in ("prepared-by", "prepared-for")
        ],
    }


def center(kind: str) -> Document:
    return {"name": "type", "value": "data-center", "class": kind}


def resource(name: str, href: str, data: bytes = REPORT) -> Document:
    value = hashlib.sha256(data).hexdigest()
    return {
        "uuid": uid(name),
        "title": name,
        "rlinks": [{"href": href, "hashes": [{"algorithm": "SHA-256", "value": value}]}],
    }


def component(name: str, kind: str, props: list[Document]) -> Document:
    return {
        "uuid": uid(name),
        "type": kind,
        "title": name,
        "description": f"The {name}.",
        "status": {"state": "operational"},
    } | ({"props": props} if props else {})


def inventory_item(name: str) -> Document:
    return {
        "uuid": uid(name),
        "description": f"The {name}.",
        "props": [
            prop("asset-id", name),
            prop("asset-type", "image"),
            prop("public", "no"),
            prop("virtual", "yes"),
            prop("is-scanned", "yes"),
            prop("function", "server", remarks="Serves pages."),
            prop("diagram-label", name, FEDRAMP),
            prop("scan-type", "web", FEDRAMP),
        ],
        "implemented-components": [{"component-uuid": uid("image")}],
    }


def diagram(name: str) -> Document:
    return {
        "description": f"The {name}.",
        "diagrams": [
            {
                "uuid": uid(f"{name} diagram"),
                "description": name,
                "caption": name,
                "links": [{"href": f"#{uid('drawing')}", "rel": "diagram"}],
            }
        ],
    }


def plan() -> Document:
    """A system security plan of one control."""
    levels = {f"security-objective-{goal}": LEVEL for goal in GOALS}
    image = [prop("asset-type", "image"), prop("asset-id", "img"), prop("checksum", "sha256:0a", FEDRAMP)]
    body = {
        "uuid": uid("plan"),
        "metadata": metadata("plan"),
        "import-profile": {"href": "https://example.com/profile.json"},
        "system-characteristics": {
            "system-ids": [{"identifier-type": FEDRAMP, "id": "F0001"}],
            "system-name": "Ferry",
            "system-name-short": "F",
            "description": "Sells tickets.",
            "props": [
                prop("identity-assurance-level", "2"),
                prop("authenticator-assurance-level", "2"),
                prop("federation-assurance-level", "2"),
                prop("cloud-service-model", "saas"),
                prop("cloud-deployment-model", "public-cloud"),
                prop("fully-operational-date", "2026-01-01Z", FEDRAMP),
            ],
            "security-sensitivity-level": "fips-199-moderate",
            "system-information": {
                "information-types": [
                    {
                        "uuid": uid("information"),
                        "title": "Tickets",
                        "description": "Who sails when.",
                        "categorizations": [{"system": SP_800_60, "information-type-ids": ["C.3.5.1"]}],
                        **{f"{goal}-impact": {"base": LEVEL, "selected": LEVEL} for goal in GOALS},
                    }
                ]
            },
            "security-impact-level": levels,
            "status": {"state": "operational"},
            "authorization-boundary": diagram("boundary"),
            "network-architecture": diagram("network"),
            "data-flow": diagram("flow"),
        },
        "system-implementation": {
            "users": [
                {
                    "uuid": uid("clerk"),
                    "title": "Clerk",
                    "role-ids": ["system-owner"],
                    "props": [prop("type", "internal")],
                    "authorized-privileges": [{"title": "Sell", "functions-performed": ["sell"]}],
                }
            ],
            "leveraged-authorizations": [
                {
                    "uuid": uid("authorization"),
                    "title": "Harbor",
                    "props": [
                        prop("authorization-type", "fedramp-agency", FEDRAMP),
                        prop("impact-level", LEVEL, FEDRAMP),
                        prop("leveraged-system-identifier", "F0002", FEDRAMP),
                    ],
                    "party-uuid": uid("plan company"),
                    "date-authorized": "2020-01-01",
                }
            ],
            "components": [
                component("ferry", "this-system", []),
                harbor(),
                component("image", "software", [*image, prop("vendor-name", "Ferry Company", FEDRAMP)]),
            ],
            "inventory-items": [inventory_item("shop"), inventory_item("till")],
        },
        "control-implementation": {
            "description": "How it is done.",
            "implemented-requirements": [
                {
                    "uuid": uid("requirement"),
                    "control-id": "ac-2",
                    "props": [prop("control-origination", "sp-system", FEDRAMP)],
                    "statements": [
                        {
                            "uuid": uid("statement"),
                            "statement-id": "ac-2_smt.a",
                            "by-components": [
                                {
                                    "uuid": uid("answer"),
                                    "component-uuid": uid("ferry"),
                                    "description": "Accounts are reviewed.",
                                    "implementation-status": {"state": "partial", "remarks": "Monthly from May on."},
                                    "responsible-roles": [{"role-id": "system-owner"}],
                                }
                            ],
                        }
                    ],
                }
            ],
        },
        "back-matter": {"resources": [resource("drawing", "../diagrams/boundary.svg"), *papers()]},
    }
    return {"system-security-plan": body}


def harbor() -> Document:
    """The leveraged system."""
    props = [
        prop("leveraged-authorization-uuid", uid("authorization")),
        prop("implementation-point", "external"),
        prop("authentication-method", "yes", FEDRAMP, remarks="A key."),
    ]
    roles = [
        {"role-id": "provider", "party-uuids": [uid("plan company")]},
        {"role-id": "system-owner", "props": [prop("privilege-uuid", uid("clerk"), FEDRAMP)]},
    ]
    return component("harbor", "system", props) | {"responsible-roles": roles}


def papers() -> list[Document]:
    """What a plan comes with."""
    kinds = [
        ("plan", "configuration-management-plan"),
        ("plan", "incident-response-plan"),
        ("plan", "information-system-contingency-plan"),
        ("rules-of-behavior", None),
        ("users-guide", None),
    ]
    found = [
        {"uuid": uid(f"paper {index}"), "title": "Paper", "rlinks": [{"href": "https://example.com/paper.pdf"}]}
        | {"props": [{"name": "type", "value": value} | ({"class": class_} if class_ else {})]}
        for index, (value, class_) in enumerate(kinds)
    ]
    cited = {
        "uuid": uid("citations"),
        "title": "Laws",
        "props": [{"name": "type", "value": "citation", "class": "fedramp-citations"}],
        "rlinks": [{"href": CITATIONS}],
    }
    return [*found, cited]


def observation(number: int) -> Document:
    return {
        "uuid": uid(f"observation {number}"),
        "title": "CVE-2026-0001",
        "description": "A weakness was found.",
        "methods": ["TEST"],
        "types": ["finding"],
        "origins": [{"actors": [{"type": "tool", "actor-uuid": uid("scanner")}]}],
        "subjects": [{"subject-uuid": uid("shop"), "type": "inventory-item"}],
        "relevant-evidence": [{"href": f"#{uid('report')}", "description": "The scan."}],
        "collected": NOW,
    }


def risk() -> Document:
    milestone = {
        "uuid": uid("milestone"),
        "type": "milestone",
        "title": "Update",
        "timing": {"within-date-range": {"start": NOW, "end": NOW}},
    }
    return {
        "uuid": uid("risk"),
        "title": "Old library",
        "description": "An old library.",
        "statement": "It can be misused.",
        "props": [prop("impacted-control-id", "ra-5", FEDRAMP)],
        "status": "open",
        "characterizations": [
            {
                "origin": {"actors": [{"type": "tool", "actor-uuid": uid("scanner")}]},
                "facets": [
                    {"name": "risk", "system": FEDRAMP, "value": "moderate", "props": [prop("state", "initial")]},
                    {"name": "scope", "system": "http://www.first.org/cvss/v3.1", "value": "unchanged"},
                ],
            }
        ],
        "deadline": NOW,
        "remediations": [
            {"uuid": uid("advice"), "lifecycle": "recommendation", "title": "Advice", "description": "Update it."},
            {"uuid": uid("fix"), "lifecycle": "planned", "title": "Fix", "description": "Update it.", "tasks": [milestone]},
        ],
        "related-observations": [{"observation-uuid": uid("observation 1")}],
    }


def poam() -> Document:
    """A plan of action and milestones of one item, found on the inventory of `plan`."""
    body = {
        "uuid": uid("poam"),
        "metadata": metadata("poam"),
        "import-ssp": {"href": "plan.json"},
        "local-definitions": {"components": [component("scanner", "software", [])]},
        "observations": [observation(1), observation(2)],
        "risks": [risk()],
        "poam-items": [
            {
                "uuid": uid("item"),
                "title": "Old library",
                "description": "An old library.",
                "props": [prop("POAM-ID", "V-1", FEDRAMP)],
                "related-observations": [{"observation-uuid": uid("observation 1")}],
                "related-risks": [{"risk-uuid": uid("risk")}],
            }
        ],
        "back-matter": {"resources": [resource("report", "../evidence/report.json")]},
    }
    return {"plan-of-action-and-milestones": body}


FILES = {"diagrams/boundary.svg": REPORT, "evidence/report.json": REPORT}


def given(poam_document: object = None, plan_document: object = None, **options: Any) -> tuple[DocumentFault, ...]:
    """The faults of the two documents, given together; each as it is above unless another is passed."""
    files = [
        OscalFile(name=PLAN, data=encoded(plan_document or plan()), resolve=FILES.get),
        OscalFile(name=POAM, data=encoded(poam_document or poam()), resolve=FILES.get),
    ]
    return validate_documents(files, **options)


def encoded(document: object) -> bytes:
    return document if isinstance(document, bytes) else json.dumps(document).encode()


def changed(document: Document, path: str, value: object) -> Document:
    """A copy with another value at a JSON pointer; `...` takes the field away."""
    found = copy.deepcopy(document)
    node: Any = found
    *way, last = path.strip("/").split("/")
    for key in way:
        node = node[int(key)] if isinstance(node, list) else node[key]
    if value is ...:
        del node[last]
    elif isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value
    return found


def test_the_documents_are_right() -> None:
    assert given() == ()


def test_they_are_right_for_a_folder_of_files(tmp_path) -> None:
    for name, data in (*FILES.items(), (PLAN, encoded(plan())), (POAM, encoded(poam()))):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    files = [OscalFile(name=name, data=(tmp_path / name).read_bytes(), folder=tmp_path) for name in (PLAN, POAM)]
    assert validate_documents(files) == ()


@pytest.mark.parametrize("version", SUPPORTED)
def test_they_are_right_in_every_version(version) -> None:
    at = "metadata/oscal-version"
    assert not given(
        changed(poam(), f"plan-of-action-and-milestones/{at}", version), changed(plan(), f"system-security-plan/{at}", version)
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    files = [
        OscalFile(name=POAM, data=encoded(poam()), resolve=FILES.get),
        OscalFile(name=PLAN, data=encoded(plan()), resolve=FILES.get),
    ]
    assert validate_documents(files) == ()


def test_nothing_given_is_nothing_wrong() -> None:
    assert validate_documents([]) == ()


def test_two_files_of_one_name_are_told_apart_by_what_they_hold() -> None:
    files = [OscalFile(name="a/same.json", data=encoded(document), resolve=lambda _: REPORT) for document in (plan(), poam())]
    assert validate_documents(files) == ()
