"""A small shop with an image, a node, a cluster and a weakness; its workbooks as a person edits them."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.word_record import attach, attached
from generator.pipeline.current_document import current_document
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import Absorbed, absorb

AS_OF = date(2026, 11, 20)
INVENTORY = "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx"
DEVIATIONS = "workbooks/Deviation-Requests.xlsx"
DIGEST = "sha256:" + "1" * 64
CART, CLUSTER, NODE = "registry.example/shop/cart:1.0", "cluster", "node-a"

_SYSTEM = """# The shop.
system: {id: shop, name: Shop, description: Sells toys., service-model: saas, impact-level: low, baseline: li-saas}
boundary: {description: One cluster.}
"""
_OBJECTS = """
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: cart, namespace: shop}
  spec:
    selector: {matchLabels: {app: cart}}
    template:
      metadata: {labels: {app: cart}}
      spec: {containers: [{name: cart, image: "registry.example/shop/cart:1.0"}]}
- apiVersion: v1
  kind: Pod
  metadata:
    name: cart-1
    namespace: shop
    labels: {app: cart}
    ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-aa, uid: a}]
  spec: {containers: [{name: cart, image: "registry.example/shop/cart:1.0"}], nodeName: node-a}
  status:
    phase: Running
    containerStatuses:
    - {name: cart, image: "registry.example/shop/cart:1.0", imageID: "registry.example/shop/cart@%s"}
- apiVersion: v1
  kind: Node
  metadata: {name: node-a}
  status:
    addresses: [{type: InternalIP, address: 10.0.0.1}]
    nodeInfo:
      osImage: Debian 12
      kernelVersion: 6.1.0
      kubeletVersion: v1.31.0
      containerRuntimeVersion: containerd://1.7
      architecture: amd64
      operatingSystem: linux
      machineID: a
      systemUUID: a
      bootID: a
      kubeProxyVersion: v1.31.0
"""
_FOUND = [("CVE-2026-1001", "libone", "HIGH"), ("CVE-2026-1002", "libtwo", "MEDIUM"), ("CVE-2026-1003", "libthree", "LOW")]


def shop(root: Path) -> Workspace:
    """The workspace, with one request of each kind."""
    (root / "evidence/cluster").mkdir(parents=True)
    (root / "evidence/scans").mkdir()
    (root / "decisions").mkdir()
    (root / "system.yaml").write_text(_SYSTEM)
    (root / "evidence/cluster/objects.yaml").write_text(_OBJECTS % DIGEST)
    (root / "evidence/scans/trivy.json").write_text(json.dumps(_report()))
    return Workspace.open(root)


def _report() -> dict[str, object]:
    found = [
        {
            "VulnerabilityID": cve,
            "PkgName": name,
            "InstalledVersion": "1.0",
            "FixedVersion": "1.1",
            "Severity": severity,
            "Title": f"A fault of {name}",
        }
        for cve, name, severity in _FOUND
    ]
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2026-11-10T00:00:00Z",
        "ArtifactName": CART,
        "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "debian", "Name": "12"}, "RepoDigests": [f"registry.example/shop/cart@{DIGEST}"]},
        "Results": [{"Target": CART, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": found}],
    }


def now(root: Path, path: str) -> bytes | None:
    """A document as it would be built now."""
    return current_document(Workspace.open(root), AS_OF, lambda *_: None, path)


def typed(data: bytes, change: Callable[[Worksheet], None], sheet: str = "Inventory") -> bytes:
    """The workbook after a person worked in it; Excel and LibreOffice keep the record, openpyxl does not."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book[sheet])
    out = io.BytesIO()
    book.save(out)
    record = attached(data)
    return attach(out.getvalue(), record) if record is not None else out.getvalue()


def cell(sheet: Worksheet, row_id: str, header: str, key: str = "UNIQUE ASSET IDENTIFIER") -> str:
    """Where a column of a row stands: `C3`."""
    heads = next(row for row in sheet.iter_rows() if any(each.value == key for each in row))
    columns = {" ".join(str(each.value).split()): each.column_letter for each in heads if each.value}
    number = next(each.row for each in sheet[columns[key]] if each.value == row_id)
    return f"{columns[header]}{number}"


def back(root: Path, data: bytes, name: str = "edited.xlsx", *, base: Path | None = None) -> Absorbed:
    """Absorb it."""
    file = root.parent / name
    file.write_bytes(data)
    return absorb(file, Workspace.open(root), AS_OF, base=base, present=lambda path: now(root, path))


def told(merge: Absorbed) -> str:
    """All remarks."""
    return "\n".join(f"{remark.place}: {remark.text}" for remark in merge.remarks)
