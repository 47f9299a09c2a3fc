"""Deliveries of the sample, and what tests ask of a bag."""

import json
import shutil
from datetime import date
from pathlib import Path

from generator.export.exporting import Exported, Signer, export
from generator.export.registry import purpose
from generator.resources import data
from generator.workspace import Workspace

AS_OF = date(2026, 11, 20)
SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


def silent(_text: str, _done: int, _total: int) -> None:
    """No progress in tests."""


def exported(
    workspace: Path, output: Path, name: str = "fedramp", *, signer: Signer | None = None, final: bool = False
) -> Exported:
    """A delivery of a workspace."""
    return export(Workspace.open(workspace), purpose(name), output, AS_OF, silent, signer=signer, final=final)


def small(folder: Path) -> Path:
    """A workspace that exports in a moment: one workload, one scan, one drawing."""
    kept = (
        "system.yaml",
        "decisions/trivy.yaml",
        "decisions/grype.yaml",
        "decisions/image-signing.pub",
        "evidence/cluster/prod/deployments.json",
        "evidence/cluster/prod/deployments.json.sidecar.json",
        "evidence/scans/2026-11/trivy-tracking-api.json",
        "diagrams/data-flow.mmd",
    )
    for name in kept:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLE / name, folder / name)
    return folder


def read(bag: Path, name: str) -> object:
    """A JSON file of the payload."""
    return json.loads((bag / "data" / name).read_bytes())


def envelopes(bag: Path) -> dict[str, dict[str, object]]:
    """Path to envelope."""
    listed = read(bag, "index/artifacts.json")["artifacts"]  # type: ignore[index]
    return {one["path"]: one for one in listed}
