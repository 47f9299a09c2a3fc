"""Yarn's audit report: `yarn audit --json` (Yarn 1) and `yarn npm audit --json` (Yarn 2 to 4), JSON lines.

https://classic.yarnpkg.com/en/docs/cli/audit and https://yarnpkg.com/cli/npm/audit. Yarn 1 has one line for every path to a
package, as its own summary counts. Yarn 2 and 3 may also write npm's object: that is read as npm's.
"""

from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.code_results import Scalar, entry, repository, text
from generator.parsers.scans.entries import affected, fold_placed, vulnerability_of
from generator.parsers.scans.npm_audit_json import NEXT, NpmAdvisory, advisory
from generator.parsers.scans.tally import ScanAccumulator

_TYPES = {b'"auditAdvisory"', b'"auditSummary"', b'"auditAction"'}
_OTHERS = {b'"info"', b'"warning"', b'"error"'}
_NO_SUMMARY = "the report ends without Yarn's summary, so the audit may not have been completed"
_FAILED = "Yarn says that the audit failed"


class _YarnResolution(msgspec.Struct, gc=False):
    path: str | None = None


class _YarnData(msgspec.Struct, gc=False):
    resolution: _YarnResolution | None = None
    advisory: NpmAdvisory | None = None


class _YarnChildren(msgspec.Struct, gc=False):
    id: Scalar = msgspec.field(name="ID", default=None)
    issue: str | None = msgspec.field(name="Issue", default=None)
    url: str | None = msgspec.field(name="URL", default=None)
    severity: str | None = msgspec.field(name="Severity", default=None)
    versions: tuple[str, ...] | None = msgspec.field(name="Tree Versions", default=None)


class _YarnLine(msgspec.Struct, gc=False):
    """A line of either generation."""

    type: str | None = None
    data: _YarnData | str | None = None
    value: str | None = None
    children: _YarnChildren | None = None


def recognizes(document: Document) -> bool:
    if document.container is FileContainer.JSON_LINES:
        return any(_is_line(document, line) for line in document.lines())
    return document.container is FileContainer.JSON and _is_line(document, document.data)


def _is_line(document: Document, line: bytes) -> bool:
    try:
        keys = document.members_of(line)
    except ParseError:
        return False
    if {"value", "children"}.issubset(keys):
        return {"ID", "Issue", "Severity"}.issubset(document.members_of(keys["children"]))
    kind = bytes(keys.get("type", b""))
    return "data" in keys and (kind in _TYPES or (kind in _OTHERS and len(keys) == 2))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "yarn audit")
    target = accumulator.target(repository(evidence))
    kinds: set[str] = set()
    fold_placed(accumulator, _lines(document, accumulator, kinds), lambda line, place: _result(line, target, place))
    classic, ended = "" not in kinds, "auditSummary" in kinds
    if classic and "error" in kinds and not (ended or "auditAdvisory" in kinds):
        raise ParseError(_FAILED, next_step=NEXT)
    return accumulator.finish(None, failure=_NO_SUMMARY if classic and not ended else None)


def _lines(document: Document, accumulator: ScanAccumulator, kinds: set[str]) -> Iterator[tuple[str, _YarnLine | None]]:
    """Lines that are about a finding."""
    for number, raw in enumerate(document.data.splitlines(), 1):
        if not raw.strip():
            continue
        document.decode(raw, msgspec.Raw, place=f"line {number}")
        for place, line in entry(document, accumulator, raw, _YarnLine, f"line {number}"):
            if line is not None:
                kinds.add(line.type or "")
            if line is None or line.children or line.type == "auditAdvisory":
                yield place, line


def _result(line: _YarnLine, target: ScanTarget, place: str) -> ScanResult | None:
    if line.children is not None:
        return _berry(line.children, line.value, target, place)
    data = line.data if isinstance(line.data, _YarnData) else _YarnData()
    if data.advisory is None:
        return None
    return advisory(data.advisory, target, place, data.resolution.path if data.resolution else None)


def _berry(found: _YarnChildren, name: str | None, target: ScanTarget, place: str) -> ScanResult | None:
    github = "/advisories/GHSA-" in (found.url or "")
    return vulnerability_of(
        (found.url or "").rpartition("/")[2] if github else text(found.id),
        target,
        place,
        word=found.severity,
        package=affected(name, ", ".join(found.versions or ())),
        title=found.issue,
    )
