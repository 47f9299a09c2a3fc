"""How each file of the evidence came to be: which program collected it, by its sidecar, and from what.

Automation is what FRC-CSX-VVK counts. A sidecar of `atopack collect` names program and hash: where the file is not what was
collected, or a person wrote the sidecar or copied the file (`atopack collect file`), a person put it there.
"""

from collections.abc import Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.indicator import EvidenceOrigin
from generator.workspace.folder import Workspace

_MOST = 1 << 20
_SOURCES: Mapping[str, str] = {
    "atopack collect kubernetes": "Kubernetes API",
    "atopack collect aws": "AWS API",
    "atopack collect registry": "registry API",
    "atopack monitor": "registry monitor",
}
"""Collectors that take evidence from what lives, and what they take it from."""
_BY_HAND = "files put there by hand"


class _OriginCollector(msgspec.Struct, frozen=True):
    name: str = ""


class _OriginSidecar(msgspec.Struct, frozen=True):
    collector: _OriginCollector = _OriginCollector()
    sha256: str = ""
    complete: bool = True


def evidence_origins(workspace: Workspace, facts: SystemFacts) -> Mapping[str, EvidenceOrigin]:
    """By path of every file that was read."""
    tools = dict(facts.report_tools)
    return {file.path: _origin(workspace, file, tools.get(file.path, "")) for file in facts.evidence}


def _origin(workspace: Workspace, file: EvidenceFile, tool: str) -> EvidenceOrigin:
    stated = _sidecar(workspace, file.path)
    live = stated.collector.name in _SOURCES and stated.sha256 == file.sha256 and file.original is None
    source = tool or (_SOURCES[stated.collector.name] if live else _BY_HAND)
    collector = stated.collector.name if live else ""
    return EvidenceOrigin(source=source, collector=collector, collected=file.collected, sha256=file.sha256)


def _sidecar(workspace: Workspace, path: str) -> _OriginSidecar:
    """What it says; one that is missing or broken says nothing: its gap is that of the reader of sidecars."""
    name = workspace.sidecar(path)
    if name is None:
        return _OriginSidecar()
    try:
        return msgspec.json.decode(workspace.sidecar_bytes(name, _MOST), type=_OriginSidecar)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _OriginSidecar()
