"""What the goldens of the AWS formats show only in passing, said in words."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, named, read, snapshot_of

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import asff_json
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_IMAGE = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/shop/cart@sha256:" + "4" * 64


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ("S3.1", Disposition.OPEN),
        ("S3.2", Disposition.PASSED),
        ("S3.3", Disposition.SUPPRESSED),
        ("S3.4", Disposition.SUPPRESSED),
        ("S3.5", Disposition.SUPPRESSED),
        ("S3.6", Disposition.RESOLVED),
        ("S3.7", Disposition.OPEN),
        ("S3.8", Disposition.MANUAL),
        ("S3.9", Disposition.NOT_APPLICABLE),
        ("S3.10", Disposition.ERROR),
        ("S3.11", Disposition.NOT_APPLICABLE),
    ],
)
def test_asff_only_what_stands_is_open(control: str, expected: Disposition) -> None:
    found = named(snapshot_of("asff-json", "many.json"), f"security-control/{control}")
    assert {sighting.disposition for sighting in found} == {expected}


def test_asff_an_archived_finding_is_neither_open_nor_a_pass() -> None:
    (archived,) = named(snapshot_of("asff-json", "many.json"), "security-control/S3.3")
    assert (archived.native_status, archived.disposition) == ("PASSED/NEW/ARCHIVED", Disposition.SUPPRESSED)


def test_asff_severity_from_the_word_the_number_or_the_product() -> None:
    snapshot = snapshot_of("asff-json", "many.json")
    severities = {sighting.identifier: sighting.severity for sighting in snapshot.results}
    assert severities["security-control/S3.7"] is Severity.CRITICAL
    assert severities["security-control/S3.10"] is Severity.LOW
    assert severities["CVE-2026-40007"] is Severity.UNKNOWN


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (100, Severity.CRITICAL),
        (90, Severity.CRITICAL),
        (89, Severity.HIGH),
        (70, Severity.HIGH),
        (69, Severity.MODERATE),
        (40, Severity.MODERATE),
        (39, Severity.LOW),
        (1, Severity.LOW),
        (0, Severity.INFORMATIONAL),
        (-1, Severity.UNKNOWN),
    ],
)
def test_asff_bands_of_the_number(number: int, expected: Severity) -> None:
    finding = {"ProductArn": "arn:x", "GeneratorId": "rule", "Severity": {"Normalized": number}}
    _, snapshot = read("a.json", json.dumps([finding]).encode())
    assert snapshot.results[0].severity is expected


def test_asff_an_event_is_no_vulnerability_and_its_detector_no_rule() -> None:
    events = named(snapshot_of("asff-json", "many.json"), "Recon:EC2-Portscan")
    assert {event.kind for event in events} == {ResultKind.EVENT}
    assert {event.target for event in events} == {"i-0aa", "AKIAEXAMPLE"}


def test_asff_a_finding_in_several_packages_is_one_entry_with_all_of_them() -> None:
    (finding,) = named(snapshot_of("asff-json", "many.json"), "CVE-2026-40001")
    assert [package.name for package in finding.packages] == ["cart", "libcart"]
    assert finding.packages[1].fixed_version == "0:1.2-r0"
    assert finding.entries == 2
    assert finding.target == _IMAGE


def test_asff_from_trivy_names_image_and_system() -> None:
    snapshot = snapshot_of("asff-json", "many.json")
    target = next(target for target in snapshot.targets if "pay" in target.name)
    assert (target.name, target.kind, target.os_name) == ("registry.shop.example/pay:7", TargetKind.IMAGE, "debian 12.5")
    (finding,) = named(snapshot, "CVE-2026-40007")
    assert [(score.source, score.version, score.score) for score in finding.cvss] == [("nvd", "3.1", 5.3)]


@pytest.mark.parametrize("member", ["asff-json", "aws-inspector2-json", "aws-ecr-json", "aws-config-json"])
def test_a_page_of_several_is_said(member: str) -> None:
    snapshot = snapshot_of(member, "many.json")
    assert snapshot.assessed
    assert "one page of several" in str(snapshot.not_assessed_because)


@pytest.mark.parametrize("token", [None, ""])
def test_an_empty_token_is_the_last_page(token: str | None) -> None:
    content = json.loads((_DATA / "asff-json" / "one.json").read_text(encoding="utf-8")) | {"NextToken": token}
    _, snapshot = read("a.json", json.dumps(content).encode())
    assert snapshot.not_assessed_because is None


@pytest.mark.parametrize(
    ("member", "name", "words"),
    [
        ("asff-json", "empty.json", "empty"),
        ("asff-json", "no_verdict.json", "no finding holds a verdict"),
        ("aws-inspector2-json", "empty.inspector.json", "empty"),
        ("aws-ecr-json", "failed.json", "FAILED: UnsupportedImageError"),
        ("aws-ecr-json", "unsupported.json", "UNSUPPORTED_IMAGE"),
        ("aws-ecr-json", "in_progress.json", "IN_PROGRESS"),
        ("aws-ecr-json", "complete_without_findings.json", "no findings section"),
        ("aws-config-json", "empty.json", "empty"),
        ("aws-config-json", "no_verdict.json", "no rule gave a verdict"),
    ],
)
def test_what_was_not_looked_at_is_not_clean(member: str, name: str, words: str) -> None:
    snapshot = snapshot_of(member, name)
    assert not snapshot.assessed
    assert words in str(snapshot.not_assessed_because)


def test_ecr_a_complete_scan_without_findings_is_clean() -> None:
    snapshot = snapshot_of("aws-ecr-json", "empty.json")
    assert (snapshot.assessed, snapshot.not_assessed_because) == (True, None)
    assert snapshot.targets[0].digests == ("sha256:" + "4" * 64,)
    assert snapshot.scanner.database_updated == datetime(2026, 2, 20, 1, tzinfo=UTC)


def test_ecr_findings_that_are_counted_and_not_there_are_said() -> None:
    answer = json.loads((_DATA / "aws-ecr-json" / "one.json").read_text(encoding="utf-8"))
    answer["imageScanFindings"]["findingSeverityCounts"] = {"HIGH": 40, "LOW": 2}
    _, snapshot = read("a.json", json.dumps(answer).encode())
    assert snapshot.assessed
    assert snapshot.not_assessed_because == "the report counts 42 findings and lists 1 of them"


def test_ecr_a_tag_alone_is_not_read_as_docker_hubs() -> None:
    assert snapshot_of("aws-ecr-json", "in_progress.json").targets[0].name == "111122223333/shop/cart:1"


def test_ecr_scores_are_not_nvds() -> None:
    (finding,) = snapshot_of("aws-ecr-json", "one.json").results
    assert [(score.source, score.version, score.score) for score in finding.cvss] == [("ecr", "2.0", 7.5), ("ecr", "3.1", None)]


def test_ecr_enhanced_findings_are_inspectors() -> None:
    enhanced, own = snapshot_of("aws-ecr-json", "enhanced.json"), snapshot_of("aws-inspector2-json", "one.json")
    assert enhanced.scanner.name == own.scanner.name
    assert [target.name for target in enhanced.targets] == [_IMAGE]
    assert enhanced.tally.results == 3


def test_inspector_every_package_is_an_entry() -> None:
    found = named(snapshot_of("aws-inspector2-json", "many.json"), "CVE-2026-40001")
    packages = {(one.target, package.name, package.version) for one in found for package in one.packages}
    assert packages == {(_IMAGE, "cart", "1:1.1-r3"), (_IMAGE, "libcart", "1.1-r3"), ("i-0aa", "cart", "1:1.1-r3")}


@pytest.mark.parametrize(
    ("identifier", "disposition", "severity"),
    [
        ("CVE-2026-40002", Disposition.OPEN, Severity.UNKNOWN),
        ("CVE-2026-40003", Disposition.RESOLVED, Severity.HIGH),
        ("CVE-2026-40004", Disposition.SUPPRESSED, Severity.HIGH),
    ],
)
def test_inspector_closed_suppressed_and_untriaged(identifier: str, disposition: Disposition, severity: Severity) -> None:
    (found,) = named(snapshot_of("aws-inspector2-json", "many.json"), identifier)
    assert (found.disposition, found.severity) == (disposition, severity)


def test_inspector_remembers_when_it_saw_it_first() -> None:
    (found,) = snapshot_of("aws-inspector2-json", "one.json").results
    assert found.first_seen == date(2026, 1, 11)


def test_inspector_an_advisory_knows_its_cve() -> None:
    (found,) = named(snapshot_of("aws-inspector2-json", "many.json"), "GHSA-aaaa-bbbb-cccc")
    assert found.cves == ("CVE-2026-40005",)


def test_config_a_rule_without_its_resources_names_no_target() -> None:
    snapshot = snapshot_of("aws-config-json", "by_rule.json")
    assert not any(target.named for target in snapshot.targets)
    assert "more than 100 resources" in named(snapshot, "s3-tidy")[0].description


def test_config_a_person_names_the_target() -> None:
    document = Document("a.json", (_DATA / "aws-config-json" / "by_rule.json").read_bytes())
    parser = next(parser for parser in SCANS if parser.name == "aws-config-json")
    snapshot = parser.parse(document, replace(EVIDENCE, target="the shop's account"))
    assert isinstance(snapshot, ScanSnapshot)
    assert {target.name for target in snapshot.targets} == {"the shop's account"}


def test_an_export_is_of_the_day_a_person_says() -> None:
    """The newest change in a list of findings is only the least it can be."""
    document = Document("a.json", (_DATA / "asff-json" / "one.json").read_bytes())
    asked = datetime(2026, 3, 1, tzinfo=UTC)
    assert asff_json.parse(document, replace(EVIDENCE, collected=asked)).taken == asked
    assert asff_json.parse(document, EVIDENCE).taken == datetime(2026, 2, 20, 8, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "taker"),
    [
        ("evidence/scans/inspector2/a.json", {"aws-inspector2-json"}),
        ("evidence/scans/securityhub.json", {"asff-json"}),
        ("evidence/scans/a.json", set()),
    ],
)
def test_an_empty_list_is_whose_name_it_bears(name: str, taker: set[str]) -> None:
    document = Document(name, b'{"findings": []}')
    assert {parser.name for parser in SCANS if parser.recognizes(document)} == taker


@pytest.mark.parametrize(
    "content",
    [
        {"findings": {"ProductArn": "arn:x"}},
        {"Findings": [[]]},
        {"Findings": [{"SchemaVersion": "2018-10-08", "ProductArn": "arn:x"}]},
        {"findings": [{"id": "a", "severity": "HIGH"}]},
        {"findings": [None]},
        {"findings": [], "total": 0},
        {"EvaluationResults": {"a": 1}},
        {"EvaluationResults": [{"a": 1}]},
        {"imageScanFindings": {"findings": []}},
        {"imageId": {"imageDigest": "a"}},
        [{"metadata": {"product": {"name": "Other"}}, "finding_info": {}}],
        [{"metadata": [], "finding_info": {}}],
        [{"metadata": {}, "finding_info": {}}],
    ],
    ids=str,
)
def test_others_findings_are_left_alone(content: object) -> None:
    document = Document("evidence/scans/inspector-securityhub.json", json.dumps(content).encode())
    takers = {parser.name for parser in SCANS if parser.recognizes(document)}
    assert not {name for name in takers if name.startswith(("asff", "aws", "prowler"))}
