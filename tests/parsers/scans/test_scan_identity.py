"""Other names of a vulnerability and of a host, packages of one entry, and when it was first seen: format by format."""

import json
from datetime import date

import pytest
from scan_reading import EVIDENCE, read

from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.hosts import HostTargets, other_names
from generator.parsers.scans.tenable_wire import advisories

_DIGEST = "sha256:" + "5" * 64
_INSTANCE = {
    "Id": "arn:aws:ec2:us-gov-west-1:111122223333:instance/i-0aa",
    "Type": "AwsEc2Instance",
    "Details": {"AwsEc2Instance": {"IpV4Addresses": ["10.0.0.5", "127.0.0.1"], "IpV6Addresses": ["2001:db8::5"]}},
}


@pytest.mark.parametrize(
    ("identifier", "names", "expected"),
    [
        (
            "CVE-2026-1001",
            ["GHSA-bbbb-cccc-dddd", "GHSA-aaaa-bbbb-cccc", None, ""],
            ("GHSA-aaaa-bbbb-cccc", "GHSA-bbbb-cccc-dddd"),
        ),
        ("GHSA-aaaa-bbbb-cccc", ["CVE-2026-1001", "GHSA-aaaa-bbbb-cccc", " PYSEC-2026-1 "], ("PYSEC-2026-1",)),
        ("1", ["CWE-79", "CCI-000366", "CAPEC-1", "https://a.example/1", "Fix of 2026", "POODLE", "x" * 99 + "1"], ()),
        ("a", ["KB2", "KB1", "KB2"], ("KB1", "KB2")),
    ],
)
def test_aliases(identifier: str, names: list[str | None], expected: tuple[str, ...]) -> None:
    assert aliases(identifier, *names) == expected


def test_aliases_are_bounded() -> None:
    assert len(aliases("a", *(f"KB{number:04}" for number in range(400)))) == 50


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (
            "IAVA:2026-A-0001-S RHSA:2026:1001 USN:7001-1 DSA:5001 MSFT:MS26-010 MSKB:5000001",
            ("DSA-5001", "IAVA:2026-A-0001-S", "KB5000001", "MS26-010", "RHSA-2026:1001", "USN-7001-1"),
        ),
        ("IAVA #2026-A-0001, CISA-KNOWN-EXPLOITED #2026/05/03, CWE #79", ("IAVA:2026-A-0001",)),
        ("DSA:DSA-5001 EDB-ID:9 OSVDB:8 CEA-ID:CEA-2026-1 BID:7", ("DSA-5001",)),
        ("", ()),
    ],
)
def test_advisories_among_the_cross_references_of_tenable(references: str, expected: tuple[str, ...]) -> None:
    assert advisories(references) == expected


_REPORTS = {
    "osv-scanner-json": {
        "results": [
            {
                "source": {"path": "go.mod"},
                "packages": [
                    {
                        "package": {"name": "a"},
                        "vulnerabilities": [{"id": "GO-2026-1", "aliases": ["CVE-2026-1001"]}],
                        "groups": [{"ids": ["GO-2026-1", "GHSA-aaaa-bbbb-cccc"]}],
                    }
                ],
            }
        ]
    },
    "anchore-vulnerabilities-json": {
        "imageDigest": _DIGEST,
        "vulnerability_type": "all",
        "vulnerabilities": [
            {"vuln": "GHSA-aaaa-bbbb-cccc", "nvd_data": [{"id": "CVE-2026-1001"}], "vendor_data": [{"id": "VULNDB-1001"}]}
        ],
    },
    "csaf-json": {
        "document": {"csaf_version": "2.0"},
        "vulnerabilities": [{"cve": "CVE-2026-1001", "ids": [{"system_name": "Shop", "text": "SHOP-2026-1"}]}],
    },
    "neuvector-image-json": {
        "error_message": "",
        "report": {
            "repository": "cart",
            "vulnerabilities": [{"name": "RHSA-2026:1", "cves": ["CVE-2026-1001", "ELSA-2026-1"]}],
        },
    },
    "aws-inspector2-json": {
        "findings": [
            {
                "findingArn": "arn:x",
                "packageVulnerabilityDetails": {
                    "vulnerabilityId": "GHSA-aaaa-bbbb-cccc",
                    "relatedVulnerabilities": ["CVE-2026-1001", "ALAS2-2026-1"],
                },
            }
        ]
    },
    "asff-json": {
        "Findings": [
            {
                "ProductArn": "arn:x",
                "GeneratorId": "g",
                "Vulnerabilities": [{"Id": "CVE-2026-1001", "RelatedVulnerabilities": ["ALAS2-2026-1"]}],
            }
        ]
    },
    "sarif-json": {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Shop",
                        "rules": [{"id": "R1", "deprecatedIds": ["RULE-0"], "properties": {"tags": ["GHSA-a1"]}}],
                    }
                },
                "results": [{"ruleId": "R1", "message": {"text": "a"}}],
            }
        ],
    },
    "checkov-json": {
        "check_type": "terraform",
        "summary": {},
        "results": {"failed_checks": [{"check_id": "CKV_1", "bc_check_id": "BC_AWS_1", "check_result": {"result": "FAILED"}}]},
    },
    "semgrep-json": {
        "results": [{"check_id": "a.b", "extra": {"metadata": {"sca-vuln-database-identifier": "GHSA-aaaa-bbbb-cccc"}}}],
        "errors": [],
    },
}
_EXPECTED = {
    "osv-scanner-json": ("GHSA-aaaa-bbbb-cccc",),
    "anchore-vulnerabilities-json": ("VULNDB-1001",),
    "csaf-json": ("SHOP-2026-1",),
    "neuvector-image-json": ("ELSA-2026-1",),
    "aws-inspector2-json": ("ALAS2-2026-1",),
    "asff-json": ("ALAS2-2026-1",),
    "sarif-json": ("GHSA-a1", "RULE-0"),
    "checkov-json": ("BC_AWS_1",),
    "semgrep-json": ("GHSA-aaaa-bbbb-cccc",),
}


@pytest.mark.parametrize("member", _REPORTS)
def test_aliases_of(member: str) -> None:
    name, snapshot = read("a.json", json.dumps(_REPORTS[member]).encode())
    assert name == member
    (sighting,) = snapshot.results
    assert sighting.aliases == _EXPECTED[member]
    assert not set(sighting.aliases) & {sighting.identifier, *sighting.cves}


def test_qualys_knows_advisories_of_vendors() -> None:
    raw = (
        '"IP","QID","Title","Type","Severity","Vendor Reference"\n'
        '"192.0.2.7","9","Old","Vuln","4","KB5003169, RHSA-2026:1, End of Life"\n'
    )
    _, snapshot = read("a.csv", raw.encode())
    assert snapshot.results[0].aliases == ("KB5003169", "RHSA-2026:1")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["10.0.0.5", "10.0.0.5", "web", None, ""], ("10.0.0.5", "web")),
        (["127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "fe80::1", "169.254.0.9", "00:00:00:00:00:00", "localhost", "-", "N/A"], ()),
        (
            ["00:16:3E:00:00:01\n00:16:3E:00:00:02", "10.0.0.5, 10.0.0.6"],
            ("00:16:3E:00:00:01", "00:16:3E:00:00:02", "10.0.0.5", "10.0.0.6"),
        ),
        (["web.shop.example"], ()),
    ],
)
def test_other_names(texts: list[str | None], expected: tuple[str, ...]) -> None:
    assert other_names("web.shop.example", *texts) == expected


def test_other_names_are_bounded() -> None:
    assert len(other_names("a", *(f"10.0.{high}.{low}" for high in range(3) for low in range(200)))) == 50


def test_a_host_is_one_record_however_its_rows_name_it() -> None:
    hosts = HostTargets(EVIDENCE)
    first = hosts.target("web", others=["10.0.0.5"])
    assert hosts.target("web", others=["10.0.0.6"]) is first
    assert hosts.target("", others=["10.0.0.5"]).named is False


def test_instances_have_addresses_in_both_formats_of_aws() -> None:
    finding = {"ProductArn": "arn:x", "GeneratorId": "g", "Title": "t", "Resources": [_INSTANCE]}
    (target,) = read("a.json", json.dumps({"Findings": [finding]}).encode())[1].targets
    assert target.other_names == ("10.0.0.5", "2001:db8::5", "i-0aa")
    resource = {
        "id": "i-0aa",
        "type": "AWS_EC2_INSTANCE",
        "details": {"awsEc2Instance": {"ipV4Addresses": ["10.0.0.5"], "ipV6Addresses": ["2001:db8::5"]}},
    }
    (target,) = read("a.json", json.dumps({"findings": [{"findingArn": "a", "title": "t", "resources": [resource]}]}).encode())[
        1
    ].targets
    assert target.other_names == ("10.0.0.5", "2001:db8::5")


def test_xccdf_names_its_host_by_addresses_and_facts() -> None:
    raw = b"""<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2"><target>web</target>
<target-address>127.0.0.1</target-address><target-address>10.0.0.5</target-address>
<target-facts><fact name="urn:xccdf:fact:asset:identifier:mac">00:16:3E:00:00:01</fact>
<fact name="urn:xccdf:fact:asset:identifier:mac">00:16:3E:00:00:02</fact>
<fact name="urn:xccdf:fact:scanner:name">OpenSCAP</fact></target-facts>
<rule-result idref="r"><result>fail</result></rule-result></TestResult>"""
    (target,) = read("a.xml", raw)[1].targets
    assert target.other_names == ("00:16:3E:00:00:01", "00:16:3E:00:00:02", "10.0.0.5")


def test_hdf_keeps_what_a_converted_checklist_calls_its_host() -> None:
    report = {
        "version": "2",
        "platform": {"name": "Heimdall Tools", "release": "2"},
        "profiles": [{"controls": [{"id": "c", "results": [{"status": "passed"}]}]}],
        "passthrough": {
            "checklist": {"asset": {"hostname": "web", "hostip": "10.0.0.5", "hostmac": "", "hostfqdn": "web.shop.example"}}
        },
    }
    (target,) = read("a.json", json.dumps(report).encode())[1].targets
    assert (target.name, target.other_names, target.named) == ("web", ("10.0.0.5", "web.shop.example"), True)


@pytest.mark.parametrize(
    "passthrough",
    [None, "text", [], {}, {"checklist": []}, {"checklist": {"asset": None}}, {"checklist": {"asset": {"hostname": 7}}}],
)
def test_hdf_may_pass_anything_through(passthrough: object) -> None:
    report = {"version": "2", "platform": {}, "profiles": [{"controls": [{"id": "c"}]}], "passthrough": passthrough}
    (target,) = read("a.json", json.dumps(report).encode())[1].targets
    assert target.named is False


@pytest.mark.parametrize("suffix", ["ckl", "cklb"])
def test_a_checklist_has_addresses(suffix: str) -> None:
    if suffix == "ckl":
        names = "<HOST_NAME>web</HOST_NAME><HOST_IP>10.0.0.5</HOST_IP><HOST_MAC>00:16:3E:00:00:01</HOST_MAC>"
        raw = f"<CHECKLIST><ASSET>{names}</ASSET></CHECKLIST>"
    else:
        asset = {"host_name": "web", "ip_address": "10.0.0.5", "mac_address": "00:16:3E:00:00:01"}
        raw = json.dumps({"target_data": asset, "stigs": [], "has_path": True})
    (target,) = read(f"a.{suffix}", raw.encode())[1].targets
    assert (target.name, target.other_names) == ("web", ("00:16:3E:00:00:01", "10.0.0.5"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02T23:30:00-05:00", date(2026, 1, 3)),
        ("2026-01-02T00:30:00+14:00", date(2026, 1, 1)),
        ("2026-01-02T23:30:00", date(2026, 1, 2)),
        ("2026-01-02 07:55:04.733", date(2026, 1, 2)),
        ("2026-01-02", date(2026, 1, 2)),
        ("1970-01-01T00:00:00Z", None),
        ("soon", None),
        (None, None),
    ],
)
def test_first_seen_is_a_day_in_utc(text: str | None, expected: date | None) -> None:
    assert seen_day(text) == expected


def test_sarif_remembers_when_a_result_was_first_found() -> None:
    result = {"ruleId": "R1", "message": {"text": "a"}, "provenance": {"firstDetectionTimeUtc": "2026-01-02T03:04:05.000Z"}}
    run = {"tool": {"driver": {"name": "Shop"}}, "results": [result]}
    _, snapshot = read("a.json", json.dumps({"version": "2.1.0", "runs": [run]}).encode())
    assert snapshot.results[0].first_seen == date(2026, 1, 2)


def test_security_hub_knows_at_least_when_a_finding_was_made() -> None:
    finding = {"ProductArn": "arn:x", "GeneratorId": "g", "CreatedAt": "2026-01-02T23:30:00-05:00"}
    _, snapshot = read("a.json", json.dumps([finding]).encode())
    assert snapshot.results[0].first_seen == date(2026, 1, 3)
