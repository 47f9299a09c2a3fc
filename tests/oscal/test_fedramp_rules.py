"""Every constraint of FedRAMP is judged or listed as one that is not, with the reason."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from test_validate_plan_rules import TRIED

_THEIRS = Path(__file__).parents[3] / "shared/reference/fedramp/oscal/constraints-develop/fedramp-external-constraints.xml"
_TESTS = [Path(__file__).with_name(f"test_validate_{name}.py") for name in ("variants", "values", "published")]
_NOT_JUDGED = {
    "prop-response-point-has-cardinality-one": "of a catalogue, which a provider does not write",
    "import-profile-has-available-document": "needs a network",
    "import-profile-resolves-to-fedramp-content": "needs the resolved profile; FedRAMP's own is told by its address",
    "has-data-flow-diagram-uuid": "the schema demands it",
    "has-authorization-boundary-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-data-flow-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-network-architecture-diagram-link-href-target": "every reference and attachment is resolved for all documents",
    "has-authorization-boundary-diagram-link-rel": "judged with the value that rel must have",
    "has-data-flow-diagram-link-rel": "judged with the value that rel must have",
    "has-network-architecture-diagram-link-rel": "judged with the value that rel must have",
    "has-data-flow": "judged with its diagram",
    "has-network-architecture": "judged with its diagram",
    "has-data-flow-description": "the schema demands it",
}


@pytest.mark.skipif(not _THEIRS.is_file(), reason="FedRAMP's constraints are not beside the project")
def test_every_constraint_is_judged_or_named() -> None:
    root = ET.parse(_THEIRS).getroot()  # noqa: S314 - a file of the tests' reference folder
    space = root.tag.partition("}")[0] + "}"
    theirs = {
        one.get("id", "")
        for constraints in root.iter(f"{space}constraints")
        for one in constraints
        if one.get("id") and one.tag != f"{space}let"
    }
    tried = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', "".join(one.read_text() for one in _TESTS)))
    assert theirs - tried - TRIED - _NOT_JUDGED.keys() == set(), "each that is judged is tried with one thing broken"
    assert _NOT_JUDGED.keys() <= theirs
