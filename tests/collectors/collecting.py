"""Collecting from the recorded server, for the tests of the collector."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from recorded_api import RecordedApi

from generator.collectors.kubernetes_access import reach
from generator.collectors.kubernetes_api import Pace
from generator.collectors.kubernetes_redaction import RedactionRules, read_rules
from generator.collectors.kubernetes_run import Collected, KubernetesRequest, collect
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.resources import data

MOMENT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@dataclass
class Clocks:
    """A clock that stands still, and one that is only moved by waiting."""

    now: datetime = MOMENT
    waits: list[float] = field(default_factory=list)

    def pace(self, **changes: Any) -> Pace:
        return Pace(**{"sleep": self.waits.append, "ticks": lambda: sum(self.waits), **changes})


def run(
    api: RecordedApi,
    workspace: Path,
    *,
    clocks: Clocks | None = None,
    pace: Pace | None = None,
    after: timedelta = timedelta(),
    **order: Any,
) -> Collected:
    """Collect everything into a workspace."""
    clocks = clocks or Clocks()
    config = api.kubeconfig(workspace / "kubeconfig.json")
    with reach(config, None) as access:
        asked = KubernetesRequest(
            **{"workspace": workspace, "name": access.cluster, "command": "atopack collect", "rules": rules(), **order}
        )
        return collect(access, asked, clock=lambda: clocks.now + after, progress=lambda *_: None, pace=pace or clocks.pace())


def rules() -> RedactionRules:
    """The rules that the project ships."""
    return read_rules((data("templates") / "collect" / "kubernetes-redaction.yaml").read_bytes(), where="shipped")


def sidecar(collected: Collected, name: str) -> dict[str, Any]:
    """What a sidecar says."""
    return dict(json.loads((collected.folder / f"{name}.sidecar.json").read_bytes()))


def content(collected: Collected, name: str) -> dict[str, Any]:
    """A file, decoded."""
    return dict(json.loads((collected.folder / name).read_bytes()))


def parsed(path: Path) -> ClusterSnapshot:
    """What the cluster readers make of a file."""
    evidence = EvidenceFile(path=path.name, sha256="0" * 64, size=0, media_type="application/json")
    _, snapshot = read(Document(path.name, path.read_bytes()), evidence)
    assert isinstance(snapshot, ClusterSnapshot)
    return snapshot


Named = Callable[[str], dict[str, Any]]
