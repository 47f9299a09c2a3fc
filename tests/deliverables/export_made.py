"""Deliveries of the sample, and what tests ask of a bag."""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents

from generator.deliverables.exporting import Exported, export
from generator.deliverables.lists import Signer
from generator.deliverables.registry import purpose
from generator.deliverables.secrets import delivery
from generator.deliverables.secrets.search import Searched, search
from generator.resources import data
from generator.workspace.folder import Workspace

AS_OF = date(2026, 11, 20)
SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


def silent(_text: str, _done: int, _total: int) -> None:
    """No progress in tests."""


def exported(
    workspace: Path,
    output: Path,
    name: str = "fedramp",
    *,
    signer: Signer | None = None,
    final: bool = False,
    documents: Collection[str] | None = None,
    kept: Path | None = None,
) -> Exported:
    """A delivery of a workspace, with all documents of the package or those at these paths: see `fewer_documents`.

    Args:
        kept: where what was read and written is kept for the next delivery. That each file is the same, kept or made,
            `tests/pipeline/test_kept_documents.py` says.
    """
    with nullcontext() if documents is None else only_documents(*documents), _each_content_searched_once():
        return export(
            Workspace.open(workspace), purpose(name), output, AS_OF, silent, evidence_cache=kept, signer=signer, final=final
        )


_SEARCHED: dict[tuple[str, bytes], Searched] = {}


@contextmanager
def _each_content_searched_once() -> Iterator[None]:
    """For secrets, which takes a third of a delivery: most of its files are those of the one before."""

    def once(path: str, source: Path | bytes) -> Searched:
        content = source if isinstance(source, bytes) else source.read_bytes()
        key = path, hashlib.sha256(content).digest()
        if key not in _SEARCHED:
            _SEARCHED[key] = search(path, source)
        return _SEARCHED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "search", once)
        yield


def small(folder: Path, *, moderate: bool = False) -> Path:
    """A workspace that exports in a moment: one workload, one scan, one drawing.

    Of the smallest baseline, since Appendix A is what takes most of a build; `moderate` where a test asks for what DoD adds.
    """
    kept = {"deployments.json", "deployments.json.sidecar.json", "trivy-tracking-api.json", "data-flow.mmd"}

    def left_out(place: str, names: list[str]) -> set[str]:
        lies = Path(place).relative_to(SAMPLE)
        if lies.parts[:1] not in (("evidence",), ("diagrams",)):
            return set()
        old = {"2026-10-20", "2026-10"}
        return {name for name in names if name in old or ((SAMPLE / lies / name).is_file() and name not in kept)}

    shutil.copytree(SAMPLE, folder, ignore=left_out)
    (folder / "decisions/scan-configurations.yaml").unlink()
    if not moderate:
        system = folder / "system.yaml"
        said = system.read_text()
        assert "  impact-level: moderate\n" in said
        system.write_text(said.replace("  impact-level: moderate\n", "  impact-level: low\n  baseline: li-saas\n"))
    return folder


def read(bag: Path, name: str) -> object:
    """A JSON file of the payload."""
    return json.loads((bag / "data" / name).read_bytes())


def envelopes(bag: Path) -> dict[str, dict[str, object]]:
    """Path to envelope."""
    listed = read(bag, "index/artifacts.json")["artifacts"]  # type: ignore[index]
    return {one["path"]: one for one in listed}
