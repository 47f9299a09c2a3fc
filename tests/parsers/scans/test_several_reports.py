"""Several reports in one file: one scan of all, where each is of something else; nothing of them is lost or counted twice."""

import json
from typing import Any

import pytest
from scan_reading import EVIDENCE

from generator.errors import ParseError, UnknownFormatError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read

_LINT = {"code": "DL3008", "level": "warning", "line": 3, "column": 1, "file": "Dockerfile", "message": "Pin versions"}


def _trivy(image: str, *identifiers: str, created: str = "2026-05-04T10:00:00Z") -> dict[str, Any]:
    rows = [
        {"VulnerabilityID": identifier, "PkgName": "zlib", "InstalledVersion": "1.2", "Severity": "HIGH"}
        for identifier in identifiers
    ]
    return {
        "SchemaVersion": 2,
        "CreatedAt": created,
        "ArtifactName": image,
        "ArtifactType": "container_image",
        "Results": [{"Target": image, "Vulnerabilities": rows}],
    }


_CART = _trivy("shop/cart:1", "CVE-2026-1", "CVE-2026-1", created="2026-05-05T10:00:00Z")
_PAY = _trivy("shop/pay:1", "CVE-2026-1", "CVE-2026-2")


def _read(content: bytes) -> ScanSnapshot:
    _, snapshot = read(Document("report.json", content), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (json.dumps([_CART, _PAY]), "/0"),
        ("\n".join(map(json.dumps, (_CART, _PAY))), "line 1"),
        ("\n".join(json.dumps(report, indent=1) for report in (_CART, _PAY)), "value 1"),
    ],
    ids=["list", "lines", "one-after-the-other"],
)
def test_reports_of_several_targets_are_one_scan_of_all(content: str, first: str) -> None:
    snapshot = _read(content.encode())
    tally = snapshot.tally
    assert [target.name for target in snapshot.targets] == ["shop/cart:1", "shop/pay:1"]
    assert (tally.results, tally.unique, tally.duplicates, tally.identifiers) == (4, 3, 1, 2)
    assert dict(tally.severities) == {"high": 3}
    assert [(result.target, result.identifier, result.entries) for result in snapshot.results] == [
        ("shop/cart:1", "CVE-2026-1", 2),
        ("shop/pay:1", "CVE-2026-1", 1),
        ("shop/pay:1", "CVE-2026-2", 1),
    ]
    assert snapshot.results[0].source.place == f"{first}/Results/0/Vulnerabilities/0"


def test_the_scan_is_as_old_as_the_oldest_report() -> None:
    taken = _read(json.dumps([_CART, _PAY]).encode()).taken
    assert taken is not None
    assert taken.day == 4


def test_two_reports_of_one_target_are_two_scans_and_refused() -> None:
    with pytest.raises(ParseError, match=r"several reports about shop/cart:1"):
        _read(json.dumps([_CART, {**_CART, "CreatedAt": "2026-06-05T10:00:00Z"}]).encode())


def test_a_report_that_could_not_look_is_no_clean_scan_of_its_target() -> None:
    docker = {"dockerbenchsecurity": "1.6", "tests": []}
    with pytest.raises(ParseError, match="several reports about"):
        _read(json.dumps([docker, docker]).encode())
    hunted = {"nodes": [], "services": [], "vulnerabilities": []}
    found = {"nodes": [{"location": "192.0.2.1"}], "services": [], "vulnerabilities": []}
    snapshot = _read(json.dumps([hunted, found]).encode())
    assert snapshot.assessed
    assert snapshot.not_assessed_because == "kube-hunter reached no node and no service"


@pytest.mark.parametrize("content", [[_CART, {"a": 1}], [_CART, 1], [_LINT, "text"]])
def test_what_is_not_all_of_one_tool_stays_unknown(content: list[object]) -> None:
    try:
        snapshot = _read(json.dumps(content).encode())
    except UnknownFormatError:
        return
    assert snapshot.tally.dropped
