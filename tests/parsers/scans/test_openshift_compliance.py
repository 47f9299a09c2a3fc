"""What the goldens of the OpenShift Compliance Operator show only in passing, said in words."""

import base64
import bz2
import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import recognize
from generator.parsers.scans import openshift_compliance_json

_DATA = Path(__file__).parent / "testdata" / "openshift-compliance-json"


def _read(name: str) -> ScanSnapshot:
    found, snapshot = read("a.json", (_DATA / name).read_bytes())
    assert found == "openshift-compliance-json"
    return snapshot


def test_every_node_is_a_target_also_where_its_results_are_packed() -> None:
    assert [target.name for target in _read("many.json").targets] == ["192.0.2.13", "node1.shop.example", "node2.shop.example"]


def test_config_maps_without_results_are_counted_and_named() -> None:
    snapshot = _read("many.json")
    assert dict(snapshot.tally.dropped) == {"ConfigMap without results": 2}
    assert "node0 holds no results (the operator's verdict: NON-COMPLIANT)" in str(snapshot.not_assessed_because)
    assert snapshot.scanner.name == "OpenSCAP", "known from the ConfigMaps that follow"


def test_without_any_results_nothing_is_assessed() -> None:
    assert not _read("empty.json").assessed


@pytest.mark.parametrize(
    ("rule", "disposition"),
    [
        ("audit", Disposition.OPEN),
        ("fips", Disposition.PASSED),
        ("cipher", Disposition.MANUAL),
        ("note", Disposition.MANUAL),
        ("kubelet", Disposition.OPEN),
        ("etcd", Disposition.NOT_APPLICABLE),
        ("probe", Disposition.ERROR),
        ("silent", Disposition.ERROR),
        ("odd", Disposition.OPEN),
    ],
)
def test_check_results(rule: str, disposition: Disposition) -> None:
    found = {sighting.identifier: sighting.disposition for sighting in _read("check_results.json").results}
    assert found[f"xccdf_example.shop_rule_{rule}"] is disposition


def _packed(results: str) -> Document:
    content = json.loads((_DATA / "one.json").read_text(encoding="utf-8"))
    resource = content["cloud"]["shop"][0]["resources"][0]
    resource["metadata"]["annotations"]["openscap-scan-result/compressed"] = ""
    resource["data"]["results"] = results
    return Document("a.json", json.dumps(content).encode())


@pytest.mark.parametrize("results", ["not base64 at all", "AAAA", base64.b64encode(bz2.compress(b"<TestResult")).decode(), "é"])
def test_broken_packed_results_name_their_place(results: str) -> None:
    with pytest.raises(ParseError) as caught:
        openshift_compliance_json.parse(_packed(results), EVIDENCE)
    assert caught.value.where.startswith("/cloud/shop/0/resources/0/data/results")


_NODE = {"openscap-scan-result/node": "192.0.2.1"}
_OTHERS: list[object] = [
    {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "a"},
        "data": {"note": "compliance.openshift.io/scan-result"},
    },
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"annotations": _NODE}},
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}},
        ],
    },
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {"apiVersion": "compliance.openshift.io/v1alpha1", "kind": "ComplianceCheckResult", "status": "FAIL"},
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}},
        ],
    },
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "ComplianceCheckResult"}},
    {"a": {"b": [{"note": "openscap-scan-result/node"}]}},
    {"a": "openscap-scan-result/node"},
    ["openscap-scan-result/node"],
    {"items": "ComplianceCheckResult"},
]


@pytest.mark.parametrize("content", _OTHERS, ids=range(len(_OTHERS)))
def test_inventories_are_left_to_their_own_formats(content: object) -> None:
    assert not openshift_compliance_json.recognizes(Document("a.json", json.dumps(content).encode()))


def test_a_list_of_config_maps_is_no_inventory() -> None:
    assert recognize(Document("a.json", (_DATA / "config_maps.json").read_bytes())).name == "openshift-compliance-json"
