"""JFrog Xray's summary of artifacts: `POST /api/v1/summary/artifact`.

https://jfrog.com/help, "Artifact summary" of the REST API. Its `sha256` is that of the artifact's file, for an image of its
manifest.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.entries import digests
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_NOTHING = "the summary has no artifacts"
_ERRORS = "Xray could not summarize {n} of the artifacts it was asked for"


class _XraySummaryGeneral(msgspec.Struct):
    name: str | None = None
    path: str | None = None
    pkg_type: str | None = None
    sha256: str | None = None


class _XraySummaryArtifact(msgspec.Struct):
    general: _XraySummaryGeneral | None = None
    issues: tuple[jfrog_issues.XrayIssue | None, ...] | None = None


class _XraySummarySummary(msgspec.Struct):
    artifacts: tuple[_XraySummaryArtifact | None, ...] | None = None
    errors: tuple[msgspec.Raw, ...] | None = None


def recognizes(document: Document) -> bool:
    """Grype and Syft write `artifacts` too: an artifact of Xray has `general` and `issues`."""
    raw = document.members.get("artifacts")
    if raw is None or bytes(raw)[:1] != b"[":
        return False
    first = next(iter(document.decode(raw, tuple[msgspec.Raw, ...])), None)
    return first is not None and {"general", "issues"}.issubset(document.members_of(first))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    summary = document.decode(document.data, _XraySummarySummary)
    accumulator = ScanAccumulator(evidence, "JFrog Xray")
    artifacts = [(index, artifact) for index, artifact in enumerate(summary.artifacts or ()) if artifact]
    for index, artifact in artifacts:
        target = accumulator.target(_target(artifact.general or _XraySummaryGeneral(), evidence))
        jfrog_issues.fold(accumulator, artifact.issues, target, f"/artifacts/{index}/issues")
    because = _ERRORS.format(n=len(summary.errors)) if summary.errors else None
    return accumulator.finish(None, assessed=bool(artifacts), because=because if artifacts else because or _NOTHING)


def _target(general: _XraySummaryGeneral, evidence: EvidenceFile) -> ScanTarget:
    name = general.name or general.path
    is_image = (general.pkg_type or "").lower() == "docker"
    kind = TargetKind.IMAGE if is_image else TargetKind.REPOSITORY
    return named(name, kind, evidence, digests=digests(general.sha256) if is_image else ())
