"""A workspace with many Trivy findings: `write_workspace(folder, findings, images, identifiers)`.

Entries are as large as Trivy's own (about 3.6 kB: description, references, four CVSS sources). Images share most of their
vulnerabilities, as images on one base do: `identifiers` is how many distinct ones there are over all.
"""

import json
from pathlib import Path

from tests.bench.words import digest, score, sentence, vector

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
        (folder / f"evidence/scans/service-{number:02}.json").write_text(json.dumps(report(name, number, each, identifiers)))


def write_clusters(folder: Path, *, clusters: int, files: int, findings: int, identifiers: int) -> None:
    """So many reports with so many findings each, of images that run in clusters with a list of pods each."""
    (folder / "evidence/scans").mkdir(parents=True)
    (folder / "system.yaml").write_text("system: {id: bench, name: Bench}\nevidence: [{glob: '*', collected: 2026-11-18}]\n")
    names = [f"registry.example/team/service-{number:03}" for number in range(files)]
    for cluster in range(clusters):
        (home := folder / f"evidence/cluster/c{cluster:02}").mkdir(parents=True)
        items = _pods(names)[cluster::clusters]
        (home / "pods.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    for number, name in enumerate(names):
        whole = json.dumps(report(name, number, findings, identifiers))
        (folder / f"evidence/scans/service-{number:03}.json").write_text(whole)


def write_reports(folder: Path, *, files: int, findings: int, identifiers: int) -> None:
    """A workspace of so many reports with so many findings each, written one after the other: gigabytes of them."""
    (folder / "evidence/scans").mkdir(parents=True)
    (folder / "system.yaml").write_text("system: {id: bench, name: Bench}\nevidence: [{glob: '*', collected: 2026-11-18}]\n")
    entries: dict[int, str] = {}
    for number in range(files):
        name = f"registry.example/team/service-{number:03}"
        whole = json.dumps(report(name, number, 0, identifiers))
        for key in (keys := _keys(number, findings, identifiers)):
            if key not in entries:
                entries[key] = json.dumps(_finding(key, key))
        inside = ", ".join(entries[key] for key in keys)
        text = whole.replace('"Vulnerabilities": []', f'"Vulnerabilities": [{inside}]')
        (folder / f"evidence/scans/service-{number:03}.json").write_text(text)


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
                "containerStatuses": [{"name": "main", "image": f"{name}:1.0", "imageID": f"{name}@{digest(number)}"}],
            },
        }
        for number, name in enumerate(names)
    ]


def report(name: str, number: int, findings: int, identifiers: int) -> dict[str, object]:
    """The report of one image."""
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2026-11-18T06:00:00Z",
        "ArtifactName": f"{name}:1.0",
        "ArtifactType": "container_image",
        "Metadata": {
            "OS": {"Family": "debian", "Name": "12.5"},
            "RepoTags": [f"{name}:1.0"],
            "RepoDigests": [f"{name}@{digest(number)}"],
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
    key, package = f"CVE-2099-{identifier:05}", f"lib{row % 400}"
    rated = {
        "V2Vector": "AV:N/AC:L/Au:N/C:P/I:N/A:N",
        "V2Score": 5,
        "V3Vector": vector(identifier),
        "V3Score": score(identifier),
    }
    return {
        "VulnerabilityID": key,
        "VendorIDs": [f"DSA-{identifier}-1"],
        "PkgID": f"{package}@1.2.{row % 9}",
        "PkgName": package,
        "PkgPath": f"usr/lib/modules/{package}/package.json",
        "PkgIdentifier": {"PURL": f"pkg:deb/debian/{package}@1.2.{row % 9}?arch=amd64", "UID": f"{row:016x}"},
        "InstalledVersion": f"1.2.{row % 9}",
        "FixedVersion": "1.3.0" if identifier % 3 else "",
        "Status": "fixed" if identifier % 3 else "affected",
        "Layer": {"Digest": digest(row), "DiffID": digest(row + 1)},
        "SeveritySource": "nvd",
        "PrimaryURL": f"https://vulnerabilities.example/{key}",
        "DataSource": {"ID": "debian", "Name": "Debian Security Tracker", "URL": "https://security.example/tracker/team"},
        "Fingerprint": digest(identifier),
        "Title": f"{package}: {sentence(identifier, 70)}",
        "Description": sentence(identifier, 900),
        "Severity": _SEVERITIES[identifier % len(_SEVERITIES)],
        "CweIDs": ["CWE-125"],
        "VendorSeverity": dict.fromkeys(("alma", "amazon", "debian", "ghsa", "nvd", "oracle-oval", "redhat", "ubuntu"), 2),
        "CVSS": dict.fromkeys(("nvd", "redhat", "ghsa", "bitnami"), rated),
        "References": [f"https://references.example/advisories/{key}/of/the/part/number/{part}" for part in range(14)],
        "PublishedDate": "2026-01-02T03:04:05Z",
        "LastModifiedDate": "2026-02-02T03:04:05Z",
    }
