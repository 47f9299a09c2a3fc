"""Invented reports in JSON, as large as asked, with entries as long as the tools' own."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.findings import report as trivy_report
from tests.bench.reports_code import CODE_REPORTS
from tests.bench.words import digest, score, sentence, vector

_LEVELS = ("Critical", "High", "Medium", "Low")
_NAME = "registry.example/team/service:1.0"


def _trivy(count: int) -> object:
    return trivy_report(_NAME, 1, count, count // 3)


def _grype(count: int) -> object:
    return {
        "matches": [_match(number) for number in range(count)],
        "source": {
            "type": "image",
            "target": {"userInput": _NAME, "imageID": digest(1), "tags": [_NAME], "repoDigests": [f"{_NAME}@{digest(2)}"]},
        },
        "distro": {"name": "debian", "version": "12"},
        "descriptor": {"name": "grype", "version": "0.92.0", "db": {"status": {"built": "2026-11-18T01:00:00Z"}}},
    }


def _match(number: int) -> dict[str, object]:
    key, package = f"CVE-2099-{number % 3_000 + 10_000}", f"lib{number % 400}"
    about = {
        "id": key,
        "dataSource": f"https://security.example/tracker/{key}",
        "namespace": "debian:distro:debian:12",
        "severity": _LEVELS[number % 4],
        "urls": [f"https://security.example/tracker/{key}"],
        "description": sentence(number, 300),
        "cvss": [],
        "epss": [{"cve": key, "epss": 0.0043, "percentile": 0.71, "date": "2026-11-17"}],
    }
    metrics = {"baseScore": score(number), "exploitabilityScore": 3.9, "impactScore": 3.6}
    related = {
        **about,
        "namespace": "nvd:cpe",
        "urls": [f"https://references.example/{key}/{part}" for part in range(8)],
        "cvss": [
            {"source": "nvd@nist.gov", "type": "Primary", "version": "3.1", "vector": vector(number), "metrics": metrics},
            {"source": "ghsa@example", "type": "Secondary", "version": "3.1", "vector": vector(number), "metrics": metrics},
        ],
    }
    return {
        "vulnerability": {**about, "fix": {"versions": ["1.3.0"], "state": "fixed"}, "advisories": [], "risk": 0.2},
        "relatedVulnerabilities": [related],
        "matchDetails": [
            {
                "type": "exact-indirect-match",
                "matcher": "dpkg-matcher",
                "searchedBy": {"distro": {"type": "debian", "version": "12"}, "package": {"name": package, "version": "1.2.3"}},
                "found": {"versionConstraint": "< 1.3.0 (deb)", "vulnerabilityID": key},
            }
        ],
        "artifact": {
            "id": f"{number:016x}",
            "name": package,
            "version": f"1.2.{number // 3_000}",
            "type": "deb",
            "locations": [
                {"path": f"/usr/share/doc/{package}/copyright", "layerID": digest(3), "accessPath": f"/usr/{package}"}
            ],
            "licenses": ["GPL-2.0", "LGPL-2.1"],
            "cpes": [f"cpe:2.3:a:{package}:{package}:1.2.3:*:*:*:*:*:*:*"],
            "purl": f"pkg:deb/debian/{package}@1.2.{number // 3_000}?arch=amd64&distro=debian-12",
            "upstreams": [{"name": package}],
        },
    }


def _prisma(count: int) -> object:
    found = [_twistlock(number) for number in range(count)]
    total = {"vulnerabilityDistribution": {"total": count}}
    return {"results": [{"id": digest(1), "name": _NAME, "distro": "Debian 12", "vulnerabilities": found, **total}]}


def _twistlock(number: int) -> dict[str, object]:
    key = f"CVE-2099-{number % 3_000 + 10_000}"
    return {
        "id": key,
        "status": "fixed in 1.3.0",
        "cvss": score(number),
        "vector": vector(number),
        "description": sentence(number, 300),
        "severity": _LEVELS[number % 4].lower(),
        "packageName": f"lib{number % 400}",
        "packageVersion": f"1.2.{number // 3_000}",
        "link": f"https://vulnerabilities.example/{key}",
        "riskFactors": {"Attack complexity: low": {}, "Attack vector: network": {}, "Has fix": {}},
        "impactedVersions": ["<1.3.0"],
        "publishedDate": "2026-01-30T10:15:00Z",
        "discoveredDate": "2026-02-01T10:15:00Z",
        "fixDate": "2026-02-02T10:15:00Z",
    }


def _cyclonedx(count: int) -> object:
    packages = [
        {
            "bom-ref": f"pkg:deb/debian/lib{number}@1.2.3",
            "type": "library",
            "name": f"lib{number}",
            "version": "1.2.3",
            "purl": f"pkg:deb/debian/lib{number}@1.2.3",
            "licenses": [{"license": {"id": "GPL-2.0-only"}}],
            "properties": [{"name": "layer", "value": digest(number)}],
        }
        for number in range(400)
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"timestamp": "2026-11-18T06:00:00Z", "component": {"type": "container", "name": _NAME, "bom-ref": "x"}},
        "components": packages,
        "vulnerabilities": [_of_bom(number) for number in range(count)],
    }


def _of_bom(number: int) -> dict[str, object]:
    key = f"CVE-2099-{number + 10_000}"
    rating = {"score": score(number), "severity": _LEVELS[number % 4].lower(), "method": "CVSSv31", "vector": vector(number)}
    return {
        "bom-ref": f"urn:{number}",
        "id": key,
        "source": {"name": "nvd", "url": f"https://vulnerabilities.example/{key}"},
        "ratings": [{"source": {"name": source}, **rating} for source in ("nvd", "ghsa", "redhat")],
        "cwes": [125],
        "description": sentence(number, 300),
        "advisories": [{"url": f"https://references.example/{key}/{part}"} for part in range(6)],
        "published": "2026-01-30T10:15:00Z",
        "affects": [
            {"ref": f"pkg:deb/debian/lib{number % 400}@1.2.3", "versions": [{"version": "1.2.3", "status": "affected"}]}
        ],
    }


def _sarif(count: int) -> object:
    rules = [
        {
            "id": f"BENCH-{number}",
            "name": "Flaw",
            "shortDescription": {"text": sentence(number, 80)},
            "fullDescription": {"text": sentence(number, 300)},
            "helpUri": f"https://rules.example/{number}",
            "properties": {"security-severity": f"{score(number):.1f}", "tags": ["security"]},
        }
        for number in range(300)
    ]
    results = [
        {
            "ruleId": f"BENCH-{number % 300}",
            "ruleIndex": number % 300,
            "level": "error",
            "message": {"text": sentence(number, 200)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"src/part{number % 90}/file{number}.py", "uriBaseId": "ROOT"},
                        "region": {
                            "startLine": number % 500 + 1,
                            "startColumn": 1,
                            "endLine": number % 500 + 2,
                            "endColumn": 9,
                        },
                    }
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": f"{number:016x}:1"},
        }
        for number in range(count)
    ]
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Bench", "rules": rules}}, "results": results}]}


_REPORTS: Mapping[str, tuple[Callable[[int], object], int]] = {
    "trivy-json": (_trivy, 3_700),
    "grype-json": (_grype, 2_900),
    "prisma-json": (_prisma, 900),
    "cyclonedx-json": (_cyclonedx, 1_500),
    "sarif-json": (_sarif, 600),
    **CODE_REPORTS,
}
"""The report with so many entries, and about how many bytes one has."""
FORMATS = tuple(_REPORTS)


def write_json(path: Path, size: int, format_: str) -> None:
    """About as many bytes as asked, of one of `FORMATS`."""
    report, entry = _REPORTS[format_]
    path.write_text(json.dumps(report(max(1, size // entry))), encoding="utf-8")
