"""Invented documents with several entries in each of their long lists."""

import copy
from typing import Any

from test_pieces import P, several
from test_validate_valid import NOW, Document, metadata, prop, uid

R = "assessment-results"
RISK = {"name": "risk", "system": "http://fedramp.gov/ns/oscal", "value": "high"}
SCORE = {"name": "score", "system": "urn:x", "value": "9.8", "props": [{"name": "state", "value": "initial"}]}
NOTE = {"name": "note", "value": "a", "ns": "urn:x"}


def many(number: int = 8) -> Document:
    """A plan of action with so many entries more in each list, alike but for their identifiers and what stands once."""
    document = several()
    risk = document[P]["risks"][1]
    risk["props"] = [NOTE, {"name": "other", "value": "b", "ns": "urn:x"}]
    risk["characterizations"][0]["facets"] = [RISK, SCORE, {"name": "vector", "system": "urn:x", "value": "AV:N"}]
    for name in ("observations", "risks", "poam-items"):
        entry = document[P][name][1]
        document[P][name] = [document[P][name][0], *(_alike(entry, row) for row in range(number))]
    return copy.deepcopy(document)


def results(number: int = 5) -> Document:
    """Assessment results: two, each with so many observations, and a finding."""
    return {
        R: {
            "uuid": uid("results"),
            "metadata": metadata("results"),
            "import-ap": {"href": "plan.json"},
            "results": [_result(row, number) for row in range(2)],
        }
    }


def _result(row: int, number: int) -> Document:
    observation = {
        "uuid": uid("observation"),
        "title": "An old library",
        "description": "Seen.",
        "props": [prop("poam-id", "V-1", "urn:x")],
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "subjects": [{"subject-uuid": uid("shop"), "type": "inventory-item"}],
        "collected": NOW,
    }
    target = {"type": "objective-id", "target-id": "ac-2_obj", "status": {"state": "satisfied"}}
    finding = {"uuid": uid("finding"), "title": "Accounts", "description": "Reviewed.", "target": target}
    return {
        "uuid": uid(f"result {row}"),
        "title": "A result",
        "description": "Of one day.",
        "start": NOW,
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
        "observations": [_alike(observation, f"{row} {each}") for each in range(number)],
        "findings": [_alike(finding, f"{row} {each}") for each in range(number)],
    }


def _alike(node: Any, row: object) -> Any:
    if isinstance(node, dict):
        return {key: uid(f"{value} of {row}") if key == "uuid" else _alike(value, row) for key, value in node.items()}
    if isinstance(node, list):
        return [_alike(member, row) for member in node]
    return f"V-{row}" if node == "V-1" else node
