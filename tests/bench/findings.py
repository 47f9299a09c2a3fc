"""A workspace with many Trivy findings: `write_workspace(folder, findings, images, identifiers)`.

Entries are as large as Trivy's own (about 2 kB: description, references, four CVSS sources). Images share most of their
vulnerabilities, as images on one base do: `identifiers` is how many distinct ones there are over all.
"""

import json
from pathlib import Path

_WORDS = "a flaw in the handling of crafted input lets a remote attacker read memory or stop the service when parsing ".split()
_SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "MEDIUM", "LOW", "HIGH")


def write_workspace(folder: Path, *, findings: int, images: int, identifiers: int) -> None:
    """system.yaml, one pod list that runs every image, and one report an image."""
    (folder / "evidence/scans").mkdir(parents=True)
    (folder / "evidence/cluster").mkdir(parents=True)
    (folder / "system.yaml").write_text("system: {id: bench, name: Bench}\nevidence: [{glob: '*', collected: 2026-11-18}]\n")
    names = [f"registry.example/team/service-{number:02}" for number in range(images)]
    (folder / "evidence/cluster/pods.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": _pods(names)}))
    each = findings // images
    for number, name in enumerate(names):
        report = _report(name, number, each, identifiers)
        (folder / f"evidence/scans/service-{number:02}.json").write_text(json.dumps(report, indent=2))


def _digest(number: int) -> str:
    return f"sha256:{number:064x}"


def _pods(names: list[str]) -> list[dict[str, object]]:
    return [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": f"service-{number:02}-x",
                "namespace": "team",
                "uid": f"{number:036x}",
                "ownerReferences": [
                    {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": f"service-{number:02}", "controller": True}
                ],
            },
            "spec": {"containers": [{"name": "main", "image": f"{name}:1.0"}]},
            "status": {
                "phase": "Running",
                "containerStatuses": [{"name": "main", "image": f"{name}:1.0", "imageID": f"{name}@{_digest(number)}"}],
            },
        }
        for number, name in enumerate(names)
    ]


def _report(name: str, number: int, findings: int, identifiers: int) -> dict[str, object]:
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2026-11-18T06:00:00Z",
        "ArtifactName": f"{name}:1.0",
        "ArtifactType": "container_image",
        "Metadata": {
            "OS": {"Family": "debian", "Name": "12.5"},
            "RepoTags": [f"{name}:1.0"],
            "RepoDigests": [f"{name}@{_digest(number)}"],
        },
        "Results": [
            {
                "Target": f"{name}:1.0 (debian 12.5)",
                "Class": "os-pkgs",
                "Type": "debian",
                "Vulnerabilities": [_finding(key, row) for row, key in enumerate(_keys(number, findings, identifiers))],
            }
        ],
    }


def _keys(image: int, findings: int, identifiers: int) -> list[int]:
    """Neighbouring images share most of their vulnerabilities, until there are as many as findings."""
    step = findings if identifiers > findings * 2 else findings // 15
    return [(image * step + row) % identifiers for row in range(findings)]


def _finding(identifier: int, row: int) -> dict[str, object]:
    key = f"CVE-2099-{identifier:05}"
    score = 3.0 + identifier % 70 / 10
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
    return {
        "VulnerabilityID": key,
        "PkgID": f"lib{row % 400}@1.2.{row % 9}",
        "PkgName": f"lib{row % 400}",
        "PkgIdentifier": {"PURL": f"pkg:deb/debian/lib{row % 400}@1.2.{row % 9}?arch=amd64", "UID": f"{row:016x}"},
        "InstalledVersion": f"1.2.{row % 9}",
        "FixedVersion": "1.3.0" if identifier % 3 else "",
        "Status": "fixed" if identifier % 3 else "affected",
        "Layer": {"Digest": _digest(row), "DiffID": _digest(row + 1)},
        "SeveritySource": "nvd",
        "PrimaryURL": f"https://vulnerabilities.example/{key}",
        "Title": f"lib{row % 400}: {' '.join(_WORDS[:9])} ({identifier})",
        "Description": " ".join(_WORDS * 3) + f" This is number {identifier}.",
        "Severity": _SEVERITIES[identifier % len(_SEVERITIES)],
        "CweIDs": ["CWE-125"],
        "CVSS": {source: {"V3Vector": vector, "V3Score": score} for source in ("nvd", "redhat", "ghsa", "bitnami")},
        "References": [f"https://references.example/{key}/{part}" for part in range(6)],
        "PublishedDate": "2026-01-02T03:04:05Z",
        "LastModifiedDate": "2026-02-02T03:04:05Z",
    }
