"""Where a tool itself maps a check to controls of SP 800-53, they are kept as FedRAMP writes them."""

import json
from pathlib import Path

import pytest

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.parsers.scans.entries import controls
from generator.parsers.scans.nessus_items import _controls
from generator.parsers.scans.prowler_fold import compliance_of, controls_of

DATA = Path(__file__).parent / "testdata"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("NIST.800-53.r5 AC-4(26)", "NIST.800-53.r5 SC-7"), ("AC-4(26)", "SC-7")),
        (("CM-6 b", "AC-6 (9)", "Rev_4"), ("AC-6(9)", "CM-6")),
        (("CM-6(a)", "AC-02"), ("AC-2", "CM-6")),
        (("ac-17.2", None, ""), ("AC-17",)),
        (("CCI-000366", "V-242381", "SV-242381r1_rule", "CVE-2026-0001", "NIST SP 800-171", "MAC-10"), ()),
    ],
)
def test_names_of_controls(names: tuple[str | None, ...], found: tuple[str, ...]) -> None:
    assert controls(*names) == found


def snapshot(data: bytes, suffix: str) -> ScanSnapshot:
    path = f"evidence/scans/report.{suffix}"
    found = read(Document(path, data), EvidenceFile(path=path, sha256="ab" * 32, size=len(data), media_type="x"))[1]
    assert isinstance(found, ScanSnapshot)
    return found


def test_security_hubs_related_requirements() -> None:
    report = json.loads((DATA / "asff-json/one.json").read_text())
    related = ["NIST.800-53.r5 AC-4", "PCI DSS v3.2.1/1.2.1", "CIS AWS 2.1", None]
    report["Findings"][0]["Compliance"]["RelatedRequirements"] = related
    (sighting,) = snapshot(json.dumps(report).encode(), "json").results
    assert sighting.controls == ("AC-4",)


def test_references_of_a_benchmark() -> None:
    text = (DATA / "xccdf-xml/one.xml").read_text()
    rule = """<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="b"><Rule id="xccdf_example.shop_rule_root_login">
      <title>Root</title><reference href="https://nvlpubs.nist.gov/NIST.SP.800-53r4.pdf">AC-6(2)</reference>
      <reference href="https://cyber.mil/srg">SRG-OS-000109</reference><reference href="https://hipaa.example">AC-1</reference>
    </Rule>"""
    result = text[text.index("<TestResult xmlns") :].replace(' xmlns="http://checklists.nist.gov/xccdf/1.2"', "")
    (sighting,) = snapshot(f"{rule}{result}</Benchmark>".encode(), "xml").results
    assert sighting.controls == ("AC-6(2)",)


@pytest.mark.parametrize(
    ("compliance", "found"),
    [
        ({"NIST-800-53-Revision-5": ["sc_7_12", "ac_2_3_a", "cm_8", None, 7]}, ("AC-2(3)", "CM-8", "SC-7(12)")),
        ({"NIST-800-53-Revision-4": ["ac_4"], "CIS-2.0": ["1.20"]}, ()),
        ({"NIST-800-53-Revision-5": "ac_2"}, ()),
        (["ac_2"], ()),
        (None, ()),
    ],
)
def test_prowlers_compliance(compliance: object, found: tuple[str, ...]) -> None:
    assert controls_of(compliance) == found


def test_prowlers_compliance_in_a_cell() -> None:
    cell = "CIS-2.0: 1.20 | NIST-800-53-Revision-5: ac_2_1, cm_8 | broken"
    assert controls_of(compliance_of(cell)) == ("AC-2(1)", "CM-8")


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("800-53|AC-3,800-53r5|AC-3(7),CSF|PR.AC-4,CAT|II", ("AC-3(7)",)),
        ("800-53|CM-6b.,800-171|3.4.2", ("CM-6",)),
        ("CSF|PR.AC-4", ()),
        ("", ()),
    ],
)
def test_tenables_audit_references(reference: str, found: tuple[str, ...]) -> None:
    assert _controls(reference) == found
