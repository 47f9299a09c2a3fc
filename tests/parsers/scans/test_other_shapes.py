"""Reports of known tools with a key less, or wrapped: the least that identifies one is enough."""

import json

import pytest
from scan_reading import read

from generator.model.scan import Disposition

_PACKAGE = {"package": {"name": "tar"}, "version": "1"}
_GITLAB = {
    "id": "1",
    "severity": "High",
    "location": {"dependency": _PACKAGE, "image": "registry.shop.example/cart:1"},
    "identifiers": [{"type": "cve", "value": "CVE-2026-50001"}],
}
_LAYER = {
    "Name": "sha256:" + "a" * 64,
    "NamespaceName": "",
    "Features": [
        {
            "Name": "tar",
            "Version": "1",
            "Vulnerabilities": [
                {"Name": "CVE-2026-50001", "Severity": "High", "Metadata": {"NVD": {"CVSSv3": {"Score": "", "Vectors": ""}}}}
            ],
        }
    ],
}
_NEUVECTOR = {"name": "CVE-2026-50001", "severity": "High", "package_name": "tar", "package_version": "1", "score_v3": 7.5}
_TRIVY = {
    "Target": "cart",
    "Class": "os-pkgs",
    "Vulnerabilities": [{"VulnerabilityID": "CVE-2026-50001", "PkgName": "tar", "Severity": "HIGH"}],
}
_CHECK = {"severity": "LOW", "success": False, "title": "Root file system is writable"}
_AUDIT = {
    "apiVersion": "aquasecurity.github.io/v1alpha1",
    "kind": "ConfigAuditReport",
    "metadata": {"name": "replicaset-cart", "namespace": "shop"},
    "report": {"summary": {"lowCount": 1}, "checks": [_CHECK]},
}

_ANCHORE = {"vuln": "CVE-2026-50001", "severity": "High", "packageName": "tar", "packageVersion": "1"}
_OF_APPLICATION = {"vulnerability_id": "CVE-2026-50001", "severity": "high", "package_name": "tar", "fix_versions": ["2"]}
_AQUA = {"name": "CVE-2026-50001", "nvd_cvss3_score": 7.5, "resource": None}
_LINT = {"Check": "run-as-non-root", "Object": {"Metadata": {"FilePath": "k8s/cart.yaml"}}}
_HINT = {"code": "DL3008", "level": "warning", "line": 3, "file": "Dockerfile", "message": "Pin versions"}
_KICS = {"query_id": "q-1", "query_name": "Bucket is public", "severity": "HIGH", "files": [{"file_name": "a.tf", "line": 1}]}
_BENCH = {"tests": [{"section": "4.1", "results": [{"test_number": "4.1.1", "status": "FAIL"}]}]}
_CX = {"type": "sast", "severity": "HIGH", "data": {"queryId": "7", "queryName": "Injection"}}
_SEMGREP = {"check_id": "shop.exec", "path": "a.py", "start": {"line": 1}, "extra": {"severity": "ERROR"}}
_CONTROL = {"id": "V-1", "impact": 0.5, "results": [{"status": "failed", "code_desc": "File /etc/a"}]}
_ALERT = {"securityVulnerability": {"advisory": {"identifiers": [{"type": "GHSA", "value": "GHSA-1"}]}}}
_ALERTS = {"nodes": [{"vulnerabilityAlerts": {"nodes": [_ALERT]}}]}
_CRATE = {"advisory": {"id": "RUSTSEC-2026-0001"}, "package": {"name": "cart", "version": "1.0.0"}}
_LEAK = {"RuleID": "aws-key", "File": "a.py", "Match": "REDACTED"}


@pytest.mark.parametrize(
    ("content", "format_name", "identifier"),
    [
        ([_ANCHORE], "anchore-vulnerabilities-json", "CVE-2026-50001"),
        ([_OF_APPLICATION], "anchore-vulnerabilities-json", "CVE-2026-50001"),
        (
            [{"vulnerabilityId": "CVE-2026-50001", "severity": "high", "packageName": "tar", "fixVersions": ["2"]}],
            "anchore-vulnerabilities-json",
            "CVE-2026-50001",
        ),
        (
            {"sbom": {}, "policyEvaluation": {}, "vulnerabilities": {"sbomId": "a", "vulnerabilities": [_ANCHORE]}},
            "anchore-vulnerabilities-json",
            "CVE-2026-50001",
        ),
        ({"result": [_AQUA]}, "aqua-api-json", "CVE-2026-50001"),
        ({"resources": [{"resource": None, "vulnerabilities": [_AQUA]}]}, "aqua-json", "CVE-2026-50001"),
        ({"cves": [{"name": "CVE-2026-50001", "file": "tar", "score": 7.5}]}, "aqua-cves-json", "CVE-2026-50001"),
        ({"Reports": [_LINT]}, "kube-linter-json", "run-as-non-root"),
        ({"vulnerabilities": [{"vid": "KHV002", "severity": "low"}]}, "kube-hunter-json", "KHV002"),
        ([{}, _HINT], "hadolint-json", "DL3008"),
        ({"queries": [_KICS]}, "kics-json", "q-1"),
        ([_BENCH], "kube-bench-json", "4.1.1"),
        ({"Controls": [_BENCH]}, "kube-bench-json", "4.1.1"),
        ({"results": [_CX]}, "checkmarx-results-json", "7"),
        ({"results": [_SEMGREP]}, "semgrep-json", "shop.exec"),
        ([_LEAK], "gitleaks-json", "aws-key"),
        ({"version": "6", "profiles": [{"name": "base", "controls": [_CONTROL]}]}, "hdf-json", "V-1"),
        ({"version": "15.0.0", "vulnerabilities": [_GITLAB]}, "gitlab-container-json", "CVE-2026-50001"),
        ({"vulnerabilities": [_GITLAB]}, "gitlab-container-json", "CVE-2026-50001"),
        ({"status": "scanned", "data": {"Layer": _LAYER}}, "clair-layer-json", "CVE-2026-50001"),
        ({"report": {"vulnerabilities": [_NEUVECTOR]}}, "neuvector-image-json", "CVE-2026-50001"),
        ({"Results": [_TRIVY]}, "trivy-json", "CVE-2026-50001"),
        (_AUDIT, "trivy-operator-json", "Root file system is writable"),
        ([{"rule": "js:S1", "component": "shop:a.js", "severity": "MAJOR"}], "sonarqube-json", "js:S1"),
        ([{"securityCategory": "auth", "component": "shop:a.js", "status": "TO_REVIEW"}], "sonarqube-json", "auth"),
        ({"data": {"repository": {"nameWithOwner": "shop/cart", "search": _ALERTS}}}, "github-graphql-json", "GHSA-1"),
        ({"data": {"organization": {"repositories": _ALERTS}}}, "github-graphql-json", "GHSA-1"),
        ([{"data": {"search": {"edges": [{"node": _ALERTS["nodes"][0]}]}}}], "github-graphql-json", "GHSA-1"),
        (
            {"scan": {"components": [{"name": "tar", "vulns": [{"cve": "CVE-2026-50001"}]}]}},
            "stackrox-image-json",
            "CVE-2026-50001",
        ),
        (
            {"lockfile": {}, "settings": {}, "vulnerabilities": [_CRATE], "warnings": {}},
            "cargo-audit-json",
            "RUSTSEC-2026-0001",
        ),
        ({"statements": [{"vulnerability": "CVE-2026-50001", "status": "affected"}]}, "openvex-json", "CVE-2026-50001"),
        (
            {"imageScanFindings": {"findings": [{"name": "CVE-2026-50001", "severity": "HIGH"}]}},
            "aws-ecr-json",
            "CVE-2026-50001",
        ),
    ],
    ids=[
        *(
            "anchore-list",
            "anchore-application",
            "anchore-application-camel",
            "anchore-unified",
            "aqua-api",
            "aqua",
            "aqua-cves",
            "kube-linter",
        ),
        *("kube-hunter", "hadolint-after-an-empty-entry", "kics", "kube-bench", "kube-bench-controls", "checkmarx"),
        *("semgrep", "gitleaks", "hdf-without-platform"),
        *("gitlab", "gitlab-without-version", "quay", "neuvector", "trivy", "trivy-operator"),
        *("sonarqube-issues", "sonarqube-hotspots", "github-search", "github-organization", "github-pages", "stackrox"),
        *("cargo-deny", "openvex-draft", "ecr-findings"),
    ],
)
def test_is_read(content: object, format_name: str, identifier: str) -> None:
    taken_by, snapshot = read("report.json", json.dumps(content).encode())
    assert taken_by == format_name
    assert [(result.identifier, result.disposition) for result in snapshot.results] == [(identifier, Disposition.OPEN)]


_GATES = {"digest": "sha256:" + "a" * 64, "status": "fail", "tag": "cart:1", "detail": []}
_SPLOIT = {"category": "IAM", "title": "Root key", "status": "FAIL", "resource": "N/A", "region": "global"}
_OLD_LEAK = {"rule": "AWS", "offender": "REDACTED", "commit": "a", "lineNumber": 1}
_SECRETS = {"results": {"a.py": [{"type": "AWS Access Key", "hashed_secret": "a" * 40, "line_number": 1}]}}
_KLAR = {"Vulnerabilities": {"High": [{"Name": "CVE-2026-50001", "NamespaceName": "debian:12", "FeatureName": "tar"}]}}
_HARBOR = {
    "generated_at": "2026-01-02T00:00:00Z",
    "scanner": {},
    "vulnerabilities": [{"id": "CVE-2026-50001", "package": "tar", "severity": "High"}],
}
_PROWLER = {"CheckID": "iam_root", "Status": "FAIL", "StatusExtended": "Root has a key", "ResourceId": "root"}


@pytest.mark.parametrize(
    ("content", "format_name"),
    [
        ([_GATES], "anchore-policy-json"),
        ({"results": {"failed_checks": [{"check_id": "CKV_K8S_1"}]}}, "checkov-json"),
        (_KLAR, "clair-klar-json"),
        ([_SPLOIT], "cloudsploit-json"),
        (_SECRETS, "detect-secrets-json"),
        ({"details": [{"code": "CIS-DI-0001", "title": "Create a user", "alerts": ["root"]}]}, "dockle-json"),
        ([_OLD_LEAK], "gitleaks-json"),
        ({"matches": [{"vulnerability": {"id": "CVE-2026-50001"}, "artifact": {}}], "descriptor": {}}, "grype-json"),
        (_HARBOR, "harbor-json"),
        ([_PROWLER], "prowler-json"),
        (
            [{"asset": {"ipv4": "192.0.2.7"}, "plugin": {"id": 1, "name": "Old"}, "state": "OPEN", "output": ""}],
            "tenable-export-json",
        ),
        (
            {"results": [{"long_id": "aws-s3-a", "rule_id": "AVD-1", "location": {"filename": "a.tf"}, "impact": "a"}]},
            "tfsec-json",
        ),
        ({"Resources": [{"Kind": "Pod", "Name": "cart", "Results": []}]}, "trivy-k8s-json"),
        ([{"rule": {"id": "aws"}, "path": "a.py", "line": 1, "commit": "a"}], "trufflehog3-json"),
        ({"findings": [{"issue_id": 1, "cwe_id": "89", "issue_type": "SQL", "gob": "B"}]}, "veracode-json"),
        ({"audited": [], "vulnerable": [{"Coordinates": "pkg:npm/a@1", "Vulnerabilities": []}]}, "oss-index-json"),
        ({"controls": [{"control_id": "a", "results": []}]}, "powerpipe-json"),
        ({"Results": [{"Kind": "Pod", "Name": "cart", "PodResult": {}}]}, "polaris-json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_is_known_without_a_key_that_the_tool_writes(content: object, format_name: str) -> None:
    taken_by, _ = read("report.json", json.dumps(content).encode())
    assert taken_by == format_name


def test_a_match_of_grype_without_a_vulnerability_costs_that_match() -> None:
    entry = {"vulnerability": {"id": "CVE-2026-50001", "severity": "High"}, "artifact": {"name": "tar"}}
    _, snapshot = read("report.json", json.dumps({"matches": [entry, {"artifact": {"name": "tar"}}]}).encode())
    assert [result.identifier for result in snapshot.results] == ["CVE-2026-50001"]
    assert sum(dict(snapshot.tally.dropped).values()) == 1


def test_a_header_with_underscores_for_blanks() -> None:
    content = b"plugin,plugin_name,severity,ip_address\n11936,Old,High,192.0.2.7\n"
    taken_by, snapshot = read("report.csv", content)
    assert (taken_by, [result.identifier for result in snapshot.results]) == ("tenable-sc-csv", ["11936"])


def test_neuvectors_headings_and_blank_objects_are_no_entries() -> None:
    heading = {"level": "INFO", "test_number": "1", "description": "General Configuration"}
    checks = [heading, {**heading, "test_number": "1.1"}, {**heading, "level": "WARN", "test_number": "5"}]
    report = {"vulnerabilities": [_NEUVECTOR], "checks": checks, "secrets": [{"type": "", "path": ""}], "setid_perms": [None]}
    _, snapshot = read("report.json", json.dumps({"report": report}).encode())
    assert {result.identifier for result in snapshot.results} == {"CVE-2026-50001", "1.1", "5"}
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (4, {"empty entry": 1})


def test_alerts_of_a_search_are_of_the_repository_around_it() -> None:
    answer = {"data": {"repository": {"nameWithOwner": "shop/cart", "search": _ALERTS}}}
    _, snapshot = read("report.json", json.dumps(answer).encode())
    assert [target.name for target in snapshot.targets] == ["shop/cart"]
    assert snapshot.results[0].source.place == "/data/repository/search/nodes/0/vulnerabilityAlerts/nodes/0"


@pytest.mark.parametrize("around", ["{}", "<get_results_response>{}</get_results_response>", "<results>{}</results>"])
def test_results_of_openvas_without_a_report(around: str) -> None:
    nvt = '<nvt oid="1.3.6.1"><name>Old</name></nvt>'
    result = f'<result id="1"><host>192.0.2.7</host><port>80/tcp</port>{nvt}<threat>Low</threat></result>'
    taken_by, snapshot = read("report.xml", f'<?xml version="1.0"?>{around.format(result)}'.encode())
    assert (taken_by, [result.identifier for result in snapshot.results]) == ("openvas-xml", ["1.3.6.1"])
    assert [target.name for target in snapshot.targets] == ["192.0.2.7"]


def test_dbprotects_list_of_findings_has_no_results_of_checks() -> None:
    columns = "".join(f'<item name="{name}"/>' for name in ("Asset", "Policy", "Risk DV", "Check ID", "Check"))
    row = "".join(f"<value>{text}</value>" for text in ("db1", "STIG", "High", "2801", "Keys"))
    content = f"<dataset><metadata>{columns}</metadata><data><row>{row}</row></data></dataset>".encode()
    taken_by, snapshot = read("report.xml", content)
    assert (taken_by, [result.identifier for result in snapshot.results]) == ("dbprotect-xml", ["2801"])


def test_a_header_that_lacks_the_last_columns_of_all_rows() -> None:
    header = b"Vulnerability ID,Severity,Vuln Publish date,Public Exploit,Package suggested fix\n"
    content = header + b"CVE-2026-50001,High,2026-01-30,false,cart,shop,1.35\nCVE-2026-50002,Low,2026-01-30,true,cart,shop,2\n"
    _, snapshot = read("report.csv", content)
    assert [result.identifier for result in snapshot.results] == ["CVE-2026-50001", "CVE-2026-50002"]
    assert snapshot.assessed


def test_quay_names_the_manifest_and_says_what_waits() -> None:
    _, scanned = read("report.json", json.dumps({"status": "scanned", "data": {"Layer": _LAYER}}).encode())
    assert scanned.targets[0].digests == (_LAYER["Name"],)
    _, queued = read("report.json", json.dumps({"status": "queued", "data": {"Layer": {**_LAYER, "Features": []}}}).encode())
    assert not queued.assessed
    assert "queued" in (queued.not_assessed_because or "")


@pytest.mark.parametrize("content", ["<ReportHost name='cart'>{}</ReportHost>", "{}"])
def test_a_host_or_an_item_of_nessus_without_the_report(content: str) -> None:
    item = '<ReportItem port="0" pluginID="11936" pluginName="Old" severity="2"><cve>CVE-2026-50001</cve></ReportItem>'
    taken_by, snapshot = read("report.xml", f'<?xml version="1.0"?>{content.format(item)}'.encode())
    assert (taken_by, snapshot.assessed) == ("nessus-xml", True)
    assert [result.cves for result in snapshot.results] == [("CVE-2026-50001",)]


def test_the_code_of_a_check_is_no_resource() -> None:
    role = {"Type": "AwsIamRole", "Id": "Validation Code", "Details": {"AwsIamRole": {"AssumeRolePolicyDocument": "describe"}}}
    host = {"Type": "AwsEc2Instance", "Id": "i-1"}
    entry = {
        "ProductArn": "arn:aws:securityhub:us-east-2:1:product/1/default",
        "GeneratorId": "rule/V-1",
        "Resources": [host, role],
    }
    _, snapshot = read("report.json", json.dumps([entry]).encode())
    assert ([target.name for target in snapshot.targets], snapshot.tally.results) == (["i-1"], 1)


def test_a_report_of_sonar_without_an_issue() -> None:
    taken_by, snapshot = read(
        "report.json", b'{"projectName": "cart", "sonarBaseURL": "https://sonar.shop.example", "issues": []}'
    )
    assert (taken_by, [target.name for target in snapshot.targets]) == ("sonarqube-json", ["cart"])


@pytest.mark.parametrize("content", [{"dependencies": []}, {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}])
def test_pip_audit_without_fixes_proves_nothing(content: object) -> None:
    taken_by, snapshot = read("report.json", json.dumps(content).encode())
    assert taken_by == "pip-audit-json"
    assert not snapshot.assessed
