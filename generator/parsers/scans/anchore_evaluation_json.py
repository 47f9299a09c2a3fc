"""The security evaluation of one image that Anchore Enterprise exports (2025).

The export writes package and version as one word (`brotli-1.0.6-2.el8`), which cannot be taken apart for certain, so the word
stays the package's name. Of NVD's score it does not say which version of CVSS it is, so the score is not taken over.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import affected, aliases, cves, digests, fold, joined, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_NO_LIST = "the export has no list of vulnerabilities, not even an empty one"


class _AnchoreEvaluationMetadata(msgspec.Struct, rename="camel"):
    registry: str | None = None
    repository: str | None = None
    tag: str | None = None
    image_digest: str | None = None
    timestamp: str | None = None


class _AnchoreEvaluationEntry(msgspec.Struct, rename="camel", gc=False):
    vulnerability_id: str | None = None
    cves: str | tuple[str, ...] | None = None
    severity: str | None = None
    detected_at: str | None = None
    path: str | None = None
    package: str | None = None
    fix_available: str | None = None


class _AnchoreEvaluationExport(msgspec.Struct, rename="camel"):
    metadata: _AnchoreEvaluationMetadata | None = None
    security_evaluation: tuple[_AnchoreEvaluationEntry | None, ...] | None = None


def recognizes(document: Document) -> bool:
    return {"metadata", "securityEvaluation"}.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    export = document.decode(document.data, _AnchoreEvaluationExport)
    metadata = export.metadata or _AnchoreEvaluationMetadata()
    accumulator = ScanAccumulator(evidence, "Anchore")
    target = accumulator.target(_target(metadata, evidence))
    entries = export.security_evaluation
    fold(accumulator, entries, "/securityEvaluation", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(moment(metadata.timestamp), failure=_NO_LIST if entries is None else None)


def _target(metadata: _AnchoreEvaluationMetadata, evidence: EvidenceFile) -> ScanTarget:
    name = joined("/", metadata.registry, metadata.repository)
    name = f"{name}:{metadata.tag}" if name and metadata.tag else name
    name = name or evidence.target or metadata.image_digest or ""
    return named(name, TargetKind.IMAGE, evidence, digests=digests(metadata.image_digest))


def _result(entry: _AnchoreEvaluationEntry, target: ScanTarget, place: str) -> ScanResult | None:
    others = (entry.cves,) if isinstance(entry.cves, str) else entry.cves or ()
    return vulnerability_of(
        entry.vulnerability_id,
        target,
        place,
        word=entry.severity,
        package=_package(entry),
        scope=entry.path or "",
        cves=cves(entry.vulnerability_id, *others),
        aliases=aliases(entry.vulnerability_id, *others),
        first_seen=seen_day(entry.detected_at),
    )


def _package(entry: _AnchoreEvaluationEntry) -> AffectedPackage | None:
    fix = entry.fix_available if entry.fix_available not in {None, "", "None"} else None
    return affected(entry.package, fixed=fix, path=entry.path)
