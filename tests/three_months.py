"""A workspace that goes through the months: small invented scans of two scanners and dumps of what runs, by day."""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from fewer_documents import only_documents
from openpyxl import Workbook, load_workbook
from prerequisites import shared

from generator.documents.workbook_rows import SheetRow, read_rows
from generator.ledger import columns as c
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.accept import accept
from generator.workspace.folder import Workspace
from generator.workspace.prior_package import WORKBOOK
from tests.documents.office_made import short_official

OFFICIAL = shared("reference/fedramp/templates")
CART, NEW_CART, WEB = "reg.example/shop/cart:1.4", "reg.example/shop/cart:1.5", "reg.example/shop/web:2.0"
OPEN, CLOSED, CONFIGURATION, PL2 = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings", "PL-2 Findings"


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def trivy(folder: Path, day: str, image: str, seen: Mapping[str, str]) -> None:
    found = [
        {
            "VulnerabilityID": identifier, "PkgName": "libtoy", "InstalledVersion": "1.0", "FixedVersion": "1.1",
            "Severity": severity, "Title": f"{identifier} in libtoy", "Description": f"About {identifier}.",
        }
        for identifier, severity in seen.items()
    ]  # fmt: skip
    results = [{"Target": image, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": found}]
    report = {
        "SchemaVersion": 2, "CreatedAt": f"{day}T06:00:00Z", "ArtifactName": image, "ArtifactType": "container_image",
        "Metadata": {"RepoTags": [image]}, "Results": results,
    }  # fmt: skip
    write(folder / f"evidence/scans/{day}/trivy-{image.rpartition('/')[2].replace(':', '-')}.json", report)


def grype(folder: Path, day: str, image: str, seen: Mapping[str, str]) -> None:
    matches = [
        {
            "vulnerability": {"id": identifier, "severity": severity, "description": f"About {identifier}.", "fix": {}},
            "artifact": {"name": "jstoy", "version": "2.0", "type": "npm"},
        }
        for identifier, severity in seen.items()
    ]
    report = {
        "matches": matches,
        "source": {"type": "image", "target": {"userInput": image, "tags": [image]}},
        "descriptor": {"name": "grype", "version": "0.80.0", "timestamp": f"{day}T07:00:00Z"},
    }
    write(folder / f"evidence/scans/{day}/grype-{image.rpartition('/')[2].replace(':', '-')}.json", report)


def pods(folder: Path, day: str, images: Sequence[str]) -> None:
    items = [
        {
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {
                "name": f"p{number}", "namespace": "shop",
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "DaemonSet", "name": f"d{number}", "controller": True}],
            },
            "spec": {"containers": [{"name": "main", "image": image}]},
            "status": {"phase": "Running", "containerStatuses": [{"name": "main", "image": image}]},
        }
        for number, image in enumerate(images)
    ]  # fmt: skip
    write(folder / f"evidence/cluster/{day}/pods.json", {"apiVersion": "v1", "kind": "List", "items": items})


class Months:
    """A workspace that goes through the months, of the smallest baseline: nothing of the POA&M depends on it, and Appendix A
    is what takes most of a build. `whole`: with every document of a package, and not the workbook alone."""

    _whole = False
    """Also of workspaces that a test makes without the constructor."""

    def __init__(self, root: Path, template: str | None, *, whole: bool = False) -> None:
        self._whole = whole
        self.root = root / "ws"
        self.root.mkdir()
        self._output = root / "out"
        named = ""
        if template:
            (self.root / "poam.xlsx").write_bytes(short_official(template))
            named = "templates: {poam: poam.xlsx}\n"
        (self.root / "system.yaml").write_text(
            "system: {id: toy-shop, name: Toy Shop, provider: Pine Cloud, impact-level: low, baseline: li-saas}\n"
            "parties: [{id: isso, name: Kim Moss, roles: [information-system-security-officer]}]\n" + named
        )

    def build(self, day: str) -> Published:
        with nullcontext() if self._whole else only_documents(WORKBOOK):
            return build(Workspace.open(self.root), self._output, date.fromisoformat(day), lambda *_: None)

    def accept(self, built: Published) -> Path:
        return accept(built.folder, self.root, draft=True).folder


def edit(folder: Path, changes: Mapping[tuple[str, str], object], more: object = None) -> None:
    """A copy of the accepted workbook with cells changed by POA&M ID and header, as a person would."""
    book = load_workbook(io.BytesIO((folder / WORKBOOK).read_bytes()))
    for (poam_id, header), value in changes.items():
        sheet, row, places = found_row(book, poam_id)
        if header not in places:
            places[header] = max(places.values()) + 1
            sheet.cell(header_row(sheet), places[header]).value = header
        sheet.cell(row, places[header]).value = value  # type: ignore[assignment]
    if more is not None:
        more(book)  # type: ignore[operator]
    book.save(folder / "edited.xlsx")


def found_row(book: Workbook, poam_id: str) -> tuple[object, int, dict[str, int]]:  # type: ignore[type-arg]
    for sheet in book.worksheets:
        head = header_row(sheet)
        if not head:
            continue
        places = {str(cell.value).strip(): cell.column for cell in sheet[head] if cell.value}
        for row in range(head + 1, sheet.max_row + 1):
            if sheet.cell(row, places[c.ID]).value == poam_id:
                return sheet, row, places
    raise AssertionError(f"no row {poam_id}")


def header_row(sheet: object) -> int:
    rows = sheet.iter_rows(min_row=1, max_row=8)  # type: ignore[attr-defined]
    return next((number for number, row in enumerate(rows, start=1) if any(cell.value == c.ID for cell in row)), 0)


def rows(built: Published, sheet: str, first: int, *more: str) -> dict[str, Mapping[str, object]]:
    plan = "Remediation Plan" if sheet == OPEN and first == 9 and c.MILESTONES not in more else "Overall Remediation Plan"
    headers = (*(plan if name == c.PLAN else name for name in c.REQUIRED), *more)
    found: tuple[SheetRow, ...] = read_rows((built.folder / WORKBOOK).read_bytes(), sheet, headers, first_row=first)
    return {str(row.values["POAM ID"]): {**row.values, "plan": row.values[plan]} for row in found}
