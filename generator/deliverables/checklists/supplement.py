"""Checklists of the Kubernetes STIG in a delivery: two files for each cluster, for STIG Viewer 2 and for STIG Viewer 3.

They are written from the user's copy of the STIG alone: STIG Viewer takes a rule by its rule id, `SV-…`, which only that has.
"""

import hashlib
from collections.abc import Iterator

from generator.content.opened import OpenContent
from generator.deliverables.checklists.ckl import ckl
from generator.deliverables.checklists.cklb import cklb
from generator.deliverables.checklists.existing_checklists import earlier_checklists
from generator.deliverables.checklists.filling import ADD, filled
from generator.deliverables.material import Made, Material
from generator.deliverables.names import slug
from generator.frameworks.kubernetes_stig import STIG_ID
from generator.model.evidence import Gap, GapKind
from generator.model.platform import named_place
from generator.model.stig import Stig

FOLDER = "dod/checklists/"


def checklists(material: Material) -> Made:
    """Two files for each cluster; none without a copy of the STIG."""
    files: dict[str, tuple[bytes, str]] = {}
    copy = _copy(material)
    for checklist in filled(material, copy) if copy else ():
        stem = f"{FOLDER}{slug(checklist.asset)}_{STIG_ID}"
        if f"{stem}.ckl" in files:
            stem = f"{stem}_{hashlib.sha256(checklist.asset.encode()).hexdigest()[:8]}"
        title = f"Kubernetes STIG checklist of {named_place(checklist.asset)}"
        files[f"{stem}.ckl"] = (ckl(checklist, material.ids), f"{title}, for STIG Viewer 2")
        files[f"{stem}.cklb"] = (cklb(checklist, material.ids), f"{title}, for STIG Viewer 3")
    return files


def remarks(material: Material, _documents: Made) -> Iterator[Gap]:
    """What keeps the checklists from saying more."""
    if not material.package.clusters:
        return
    if _copy(material) is None:
        reason = "no checklist of the Kubernetes STIG was written: rule ids are in your copy of the STIG, which was not added"
        step = f"add your copy from https://www.cyber.mil/stigs: {ADD}"
        yield Gap(path=FOLDER, kind=GapKind.NOT_COLLECTED, reason=reason, next_step=step)
    for path, host in earlier_checklists(material).unmatched:
        whom = (
            f"`{host}`, which is no cluster or node that was collected" if host else "no host, and there are several clusters"
        )
        step = "name the cluster: `target:` beside the file under `evidence:` in system.yaml, or in its sidecar"
        reason = f"this checklist of the Kubernetes STIG names {whom}, so nothing of it was carried over"
        yield Gap(path=path, kind=GapKind.NO_ASSET, reason=reason, next_step=step)


def _copy(material: Material) -> Stig | None:
    return OpenContent.of(material.workspace.root).stig(STIG_ID)
