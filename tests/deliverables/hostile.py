"""A workspace whose names are attacks: on HTML, scripts, comments, SVG, JSON, addresses, spreadsheets, and readers."""

import json
from pathlib import Path

from export_made import small

ATTACK = (
    "\"'><img src=x onerror=alert(1)></title></style></script><script>alert(2)</script><!--]]>{{ 7 * 7 }}<svg onload=alert(3)>"
)
UNSEEN = "\u202egnp.exe\u2066\u0000\u0007\u200b"
LONG = "long" * 2500
ADDRESS = "javascript:alert(4)"
FORMULA = "=cmd|'/C calc'!A0"
FILE = "'\"><img src=x onerror=alert(5)>&amp;\u202e.json"
"""A name that a file may have: it holds no slash."""
SCRIPT = "<script>alert(7)</script>"
"""What a drawing among the evidence may hold, since evidence is handed on untouched."""
_NAMES = ("cluster-dns", "session-cache", "log-collector", "notifier")
"""Objects whose names become an attack each."""
_ATTACKS = (ATTACK, UNSEEN, LONG, FORMULA)


def hostile(folder: Path) -> Path:
    """The smallest workspace of the sample, with attacks where people and tools write names."""
    small(folder)
    cluster, scans = folder / "evidence/cluster/prod", folder / "evidence/scans"
    attacks = dict(zip(_NAMES, _ATTACKS, strict=True))
    deployments = cluster / "deployments.json"
    deployments.write_text(json.dumps(_changed(json.loads(deployments.read_text()), attacks)))
    sidecar = cluster / "deployments.json.sidecar.json"
    sidecar.write_text(json.dumps({**json.loads(sidecar.read_text()), "command": f"kubectl get {ATTACK}{UNSEEN}"}))
    scan = next(scans.rglob("trivy-*.json"))
    report = json.loads(scan.read_text())
    for number, found in enumerate(report["Results"][0]["Vulnerabilities"]):
        found["Title"] = f"{_ATTACKS[number % len(_ATTACKS)]} of {number}"
        found["PkgName"] = found["PkgID"] = f"pkg{ATTACK}"
        found["PrimaryURL"] = ADDRESS
        found["References"] = [ADDRESS]
    scan.write_text(json.dumps(report))
    (scans / FILE).write_text("{")
    (folder / "diagrams/script.drawio.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>")
    drawing = folder / "diagrams/data-flow.mmd"
    drawing.write_text(drawing.read_text().replace("Web Portal", "<img src=x onerror=alert(6)>").replace("Mail Relay", ADDRESS))
    system = folder / "system.yaml"
    system.write_text(system.read_text().replace("name: Parcel Tracker", f"name: {json.dumps(ATTACK + UNSEEN)}", 1))
    return folder


def _changed(value: object, names: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {key: _changed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_changed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
