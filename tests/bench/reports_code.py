"""Invented reports of tools for code and dependencies, as large as asked: by format, the report and the bytes of an entry."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.words import score, sentence, vector

_LEVELS = ("critical", "high", "medium", "low")
_FILE = "src/part{part}/file{file}.go"


def _gosec(count: int) -> object:
    issues = [
        {
            "severity": _LEVELS[number % 3 + 1].upper(),
            "confidence": "HIGH",
            "cwe": {"id": str(number % 900), "url": f"https://cwe.example/data/definitions/{number % 900}.html"},
            "rule_id": f"G{100 + number % 300}",
            "details": sentence(number % 300, 60),
            "file": _FILE.format(part=number % 90, file=number),
            "code": sentence(number, 200),
            "line": str(number % 500 + 1),
            "column": "9",
            "nosec": False,
            "suppressions": None,
        }
        for number in range(count)
    ]
    return {"Golang errors": {}, "Issues": issues, "Stats": {"files": 9, "lines": 9, "nosec": 0, "found": count}}


def _dependabot(count: int) -> object:
    return [_alert(number) for number in range(count)]


def _alert(number: int) -> dict[str, object]:
    ghsa, package = f"GHSA-{number % 3_000:04d}-cccc-vvvv", {"ecosystem": "npm", "name": f"lib{number % 400}"}
    cvss = {"vector_string": vector(number), "score": score(number)}
    return {
        "number": number,
        "state": "open",
        "dependency": {"package": package, "manifest_path": f"service-{number % 40}/package-lock.json", "scope": "runtime"},
        "security_advisory": {
            "ghsa_id": ghsa,
            "cve_id": f"CVE-2099-{10_000 + number % 3_000}",
            "summary": sentence(number % 3_000, 70),
            "description": sentence(number % 3_000, 1_200),
            "severity": _LEVELS[number % 4],
            "identifiers": [{"type": "GHSA", "value": ghsa}],
            "references": [{"url": f"https://references.example/{ghsa}/{part}"} for part in range(8)],
            "published_at": "2026-01-30T10:15:00Z",
            "cvss_severities": {"cvss_v3": cvss, "cvss_v4": None},
            "cwes": [{"cwe_id": f"CWE-{number % 900}", "name": "Kind of weakness"}],
        },
        "security_vulnerability": {
            "package": package,
            "severity": _LEVELS[number % 4],
            "vulnerable_version_range": "< 1.3.0",
            "first_patched_version": {"identifier": "1.3.0"},
        },
        "html_url": f"https://github.com/shop/service-{number % 40}/security/dependabot/{number}",
        "created_at": "2026-02-01T10:15:00Z",
        "dismissed_reason": None,
    }


def _gitlab(count: int) -> object:
    found = [
        {
            "id": f"{number:064x}",
            "category": "dependency_scanning",
            "name": sentence(number % 3_000, 60),
            "description": sentence(number % 3_000, 500),
            "severity": _LEVELS[number % 4].capitalize(),
            "solution": "Upgrade to version 1.3.0 or above.",
            "location": {
                "file": f"service-{number % 40}/go.sum",
                "dependency": {"package": {"name": f"go.example/lib{number % 400}"}, "version": "v1.2.3"},
            },
            "identifiers": [
                {"type": "cve", "name": "CVE", "value": f"CVE-2099-{10_000 + number % 3_000}", "url": "https://cve.example"},
                {"type": "gemnasium", "name": "Gemnasium", "value": f"{number % 3_000:036x}"},
            ],
            "links": [{"url": f"https://references.example/{number % 3_000}/{part}"} for part in range(3)],
        }
        for number in range(count)
    ]
    scan = {"scanner": {"id": "g", "name": "Gemnasium", "version": "5.1"}, "type": "dependency_scanning", "status": "success"}
    return {"version": "15.0.7", "vulnerabilities": found, "remediations": [], "scan": scan}


CODE_REPORTS: Mapping[str, tuple[Callable[[int], object], int]] = {
    "gosec-json": (_gosec, 520),
    "github-alerts-json": (_dependabot, 2_700),
    "gitlab-security-json": (_gitlab, 1_250),
}
"""The report with so many entries, and about how many bytes one has."""


def blackduck_row(number: int) -> dict[str, object]:
    """A row of Black Duck's security.csv."""
    key = number % 3_000
    return {
        "Component id": f"{key:032x}",
        "Version id": f"{key:032x}",
        "Component name": f"Library {key % 400}",
        "Component version name": f"1.2.{key % 9}",
        "Component origin name": "maven",
        "Component origin id": f"org.example:lib{key % 400}:1.2.{key % 9}",
        "Vulnerability id": f"CVE-2099-{10_000 + key}",
        "Description": sentence(key, 500),
        "Published on": "2026-01-30",
        "Updated on": "2026-02-01",
        "Base score": f"{score(key):.1f}",
        "Exploitability": "3.9",
        "Impact": "3.6",
        "Vulnerability source": "NVD",
        "Remediation status": "NEW",
        "URL": f"https://vulnerabilities.example/CVE-2099-{10_000 + key}",
        "Security Risk": _LEVELS[key % 4].upper(),
    }


def write_veracode(path: Path, size: int) -> None:
    """A detailed report: flaws of static analysis, each as long as a real one."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<detailedreport xmlns="https://www.veracode.com/schema/reports/export/1.0" app_name="shop"')
        out.write(' report_format_version="1.5" last_update_time="2026-11-18 06:00:00 UTC"><severity level="3"><category>\n')
        number = 0
        while out.tell() < size:
            out.write(_flaw(number))
            number += 1
        out.write("</category></severity></detailedreport>\n")


def _flaw(number: int) -> str:
    key = number % 900
    return (
        f'<flaw severity="{number % 6}" categoryname="{sentence(key, 40)}" count="1" issueid="{number}" module="shop.war"'
        f' type="lib.call{key}" description="{sentence(number, 700)}" cweid="{key + 1}" remediationeffort="2"'
        f' date_first_occurrence="2026-02-01 10:15:00 UTC" remediation_status="Open" mitigation_status="none"'
        f' sourcefile="File{number}.java" line="{number % 500 + 1}" sourcefilepath="org/example/part{number % 90}/"'
        f' functionprototype="void call{key}()" functionrelativelocation="40"/>\n'
    )
