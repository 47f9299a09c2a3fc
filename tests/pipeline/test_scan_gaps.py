"""Reports that hold secrets are named; those that were redacted, or hold none, are not. Source code becomes what is said."""

import json
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest
from replacing import replace

from generator.model.diagram import DiagramPage, DiagramSnapshot
from generator.model.evidence import EvidenceFile, GapKind
from generator.model.scan import ScanSnapshot, TargetKind
from generator.pipeline.parse_gaps import parts_not_read
from generator.pipeline.stages import selected
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import become, misnamed
from tests.evidence_read import read_all
from tests.facts.assets_made import scan_of

CLEAR = "not-a-real-secret"


def gitleaks(secret: str) -> str:
    leak = {"RuleID": "generic-api-key", "Secret": secret, "Match": f"key={secret}", "File": "app.py", "StartLine": 3}
    return json.dumps([leak, leak | {"StartLine": 4}])


def sarif(secret: str) -> str:
    place = {"artifactLocation": {"uri": "app.py"}, "region": {"startLine": 3, "snippet": {"text": secret}}}
    result = {"ruleId": "aws-key", "message": {"text": "a key"}, "locations": [{"physicalLocation": place}]}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "gitleaks"}}, "results": [result]}]})


def trufflehog(secret: str) -> str:
    place = {"Data": {"Git": {"repository": "https://git.example/shop.git", "file": "a", "line": 1}}}
    lines = [{"SourceMetadata": place, "DetectorName": name, "Verified": False, "Raw": secret} for name in ("AWS", "Slack")]
    return "\n".join(json.dumps(line) for line in lines)


def trufflehog2(secret: str) -> str:
    return json.dumps({"reason": "High Entropy", "path": "a", "stringsFound": [secret], "commitHash": "1"})


def trufflehog3(secret: str) -> str:
    return json.dumps([{"rule": {"id": "r"}, "path": "a", "line": "1", "secret": secret, "context": {}}])


def gitleaks_in_an_object(secret: str) -> str:
    return json.dumps({"leaks": [{"rule": "key", "offender": secret, "file": "a", "commit": "0a"}]})


def gitleaks_table(secret: str) -> str:
    return f"RuleID,Commit,File,Secret,Match,StartLine\naws-key,0a,app.py,{secret},key={secret},3\n"


def gitleaks_junit(secret: str) -> str:
    entry = escape(json.dumps({"RuleID": "aws-key", "Secret": secret}), quote=True)
    case = f'<testcase name="aws-key has detected a secret in file a.py, line 3."><failure>{entry}</failure></testcase>'
    return f'<?xml version="1.0"?>\n<testsuites><testsuite name="gitleaks">{case}</testsuite></testsuites>'


def gaps_of(root: Path, text: str) -> list[tuple[str, str]]:
    (root / "evidence/2026-11-18").mkdir(parents=True, exist_ok=True)
    (root / "evidence/2026-11-18/report.json").write_text(text)
    (root / "system.yaml").write_text("")
    _, gaps = read_all(Workspace.open(root), lambda *_: None)
    return [(gap.path, gap.reason) for gap in gaps if gap.kind is GapKind.HOLDS_SECRETS]


@pytest.mark.parametrize(
    ("made", "secrets"),
    [
        (gitleaks, "2 secrets"),
        (gitleaks_in_an_object, "1 secret"),
        (gitleaks_table, "1 secret"),
        (gitleaks_junit, "1 secret"),
        (sarif, "1 secret"),
        (trufflehog, "2 secrets"),
        (trufflehog2, "1 secret"),
        (trufflehog3, "1 secret"),
    ],
)
def test_a_report_that_holds_secrets_is_named_until_it_is_redacted(
    made: Callable[[str], str], secrets: str, tmp_path: Path
) -> None:
    reason = f"it holds {secrets} in clear text and lies in the package as collected"
    assert gaps_of(tmp_path, made(CLEAR)) == [("evidence/2026-11-18/report.json", reason)]
    for redacted in ("REDACTED", "", "****", "not-a..."):
        assert gaps_of(tmp_path, made(redacted)) == [], redacted


def test_the_secret_itself_is_in_no_gap(tmp_path: Path) -> None:
    assert CLEAR not in str(gaps_of(tmp_path, gitleaks(CLEAR)))


def test_a_report_without_findings_holds_none(tmp_path: Path) -> None:
    place = tmp_path / "evidence/2026-11-18"
    place.mkdir(parents=True)
    (place / "gitleaks.json").write_text("[]")
    assert gaps_of(tmp_path, json.dumps({"SchemaVersion": 2, "ArtifactName": "x", "ArtifactType": "filesystem"})) == []


def named(scan: ScanSnapshot, target: str | None) -> ScanSnapshot:
    return replace(scan, evidence=replace(scan.evidence, target=target))


def test_source_code_takes_the_name_of_the_image_that_a_person_says_it_becomes() -> None:
    code = named(scan_of(TargetKind.REPOSITORY, "s/x.json", "https://git.example/shop", ["CVE-1"]), "registry.example/shop:1")
    became = become(code)
    assert [one.name for one in became.targets] == ["registry.example/shop:1"]
    assert [one.target for one in became.results] == ["registry.example/shop:1"]


def test_a_target_that_the_report_names_is_renamed_by_what_a_person_says() -> None:
    for kind in (TargetKind.IMAGE, TargetKind.HOST):
        became = become(named(scan_of(kind, "s/x.json", "shop:dev", ["CVE-1"]), "registry.example/shop:1"))
        assert [one.name for one in became.targets] == ["registry.example/shop:1"]
        assert [one.target for one in became.results] == ["registry.example/shop:1"]
        assert misnamed(became) == []
    assert became.targets[0].other_names == ("shop:dev",)


def test_of_several_targets_none_is_renamed_and_that_is_stated() -> None:
    one = scan_of(TargetKind.IMAGE, "s/x.json", "cart", ["CVE-1"])
    both = replace(one, targets=(*one.targets, replace(one.targets[0], name="pay")))
    scan = named(both, "registry.example/shop:1")
    assert become(scan) is scan
    (gap,) = misnamed(scan)
    assert (gap.kind, gap.place) == (GapKind.CONTRADICTED, "target")
    assert "the report is about 2" in gap.reason


def test_nothing_is_renamed_where_nobody_says_so() -> None:
    unsaid = scan_of(TargetKind.REPOSITORY, "s/x.json", "https://git.example/shop", ["CVE-1"])
    same = named(scan_of(TargetKind.HOST, "s/x.json", "node-a", ["CVE-1"]), "node-a")
    assert become(unsaid) is unsaid
    assert become(same) is same


def asff(users: int, status: str = "FAILED") -> str:
    finding = {
        "SchemaVersion": "2018-10-08",
        "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub",
        "GeneratorId": "iam-5",
        "AwsAccountId": "111122223333",
        "Title": "MFA is off",
        "CreatedAt": "2026-11-18T00:00:00Z",
        "UpdatedAt": "2026-11-18T00:00:00Z",
        "Severity": {"Label": "HIGH"},
        "RecordState": "ACTIVE",
        "Workflow": {"Status": "NEW"},
        "Compliance": {"Status": status},
    }
    rows = [
        finding | {"Id": f"arn:f/{at}", "Resources": [{"Type": "AwsIamUser", "Id": f"arn:aws:iam::111122223333:user/u{at}"}]}
        for at in range(users)
    ]
    return json.dumps({"Findings": rows})


def without_an_asset(root: Path, text: str, system: str = "") -> list[str]:
    (root / "evidence/scans").mkdir(parents=True, exist_ok=True)
    (root / "evidence/scans/report.json").write_text(text)
    (root / "system.yaml").write_text(system)
    gaps = selected(Workspace.open(root), date(2026, 11, 20), lambda *_: None).gaps
    return [gap.reason for gap in gaps if gap.kind is GapKind.NO_ASSET]


def test_findings_on_resources_of_an_account_that_is_no_asset_are_told(tmp_path: Path) -> None:
    (reason,) = without_an_asset(tmp_path, asff(9))
    assert reason.startswith(
        "what it looked at is no asset of the inventory, so it counts nowhere: arn:aws:iam::111122223333:user/u0"
    )
    assert reason.endswith(" and 6 more")
    assert without_an_asset(tmp_path, asff(9, "PASSED")) == [], "nothing open was found there"


def workload_report(namespace: str) -> str:
    labels = {"trivy-operator.resource.kind": "Deployment", "trivy-operator.resource.name": "till"}
    check = {"checkID": "KSV001", "title": "May gain privileges", "severity": "HIGH", "success": False}
    report = {"scanner": {"name": "Trivy", "version": "1"}, "checks": [check], "updateTimestamp": "2026-11-18T00:00:00Z"}
    head = {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ConfigAuditReport"}
    labels |= {"trivy-operator.resource.namespace": namespace}
    return json.dumps(head | {"metadata": {"name": "r", "namespace": namespace, "labels": labels}, "report": report})


def test_findings_on_workloads_outside_the_boundary_are_not(tmp_path: Path) -> None:
    bounded = "boundary: {namespaces: [shop]}\n"
    assert len(without_an_asset(tmp_path, workload_report("shop"), bounded)) == 1
    assert without_an_asset(tmp_path, workload_report("other"), bounded) == []
    assert len(without_an_asset(tmp_path, workload_report("other"))) == 1


def test_what_is_left_out_of_a_drawing_names_its_page() -> None:
    page = DiagramPage(name="Edge", nodes=(), edges=(), wordless=2, unread=("Not read: 1 scenario.",))
    evidence = EvidenceFile(path="diagrams/b.d2", sha256="0" * 64, size=1, media_type="text/plain")
    drawn = DiagramSnapshot(evidence=evidence, format="d2", taken=None, pages=(page,))
    assert [(gap.path, gap.place, gap.kind, gap.reason) for gap in parts_not_read(drawn)] == [
        ("diagrams/b.d2", "page Edge", GapKind.NOT_READ, "not read: 1 scenario"),
        ("diagrams/b.d2", "page Edge", GapKind.NOT_READ, "not read: 2 pictures without a text, which stand for no component"),
    ]
