"""Checkmarx One's results of all engines: `GET /api/results`, and the JSON of its command line (`cx results show`).

https://checkmarx.stoplight.io/docs/checkmarx-one-api-reference-guide. `type` is the engine: sast, kics, sca, containers,
sscs. A SAST query id is a number of twenty digits and is kept as text. Code is not read.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.checkmarx_report_json import CLOSED
from generator.parsers.scans.code_results import Scalar, at, fold_entries, length, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, cves, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator

_KINDS = {
    "kics": ResultKind.MISCONFIGURATION,
    "sscs-secret-detection": ResultKind.SECRET,
    "secrets": ResultKind.SECRET,
}


class _CxOneNode(msgspec.Struct, gc=False):
    file: str | None = msgspec.field(name="fileName", default=None)
    line: Scalar = None


class _CxOneData(msgspec.Struct, rename="camel", gc=False):
    query_id: Scalar = None
    query_name: str | None = None
    file_name: str | None = None
    filename: str | None = msgspec.field(name="filename", default=None)
    line: Scalar = None
    nodes: tuple[_CxOneNode | None, ...] | None = None
    package_identifier: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    image_name: str | None = None
    image_tag: str | None = None
    recommended_version: str | None = None
    rule_id: str | None = msgspec.field(name="ruleId", default=None)
    rule_name: str | None = None


class _CxOneDetails(msgspec.Struct, rename="camel", gc=False):
    cwe_id: Scalar = None
    cve_name: str | None = None
    cvss_score: Scalar = None


class _CxOneEntry(msgspec.Struct, rename="camel", gc=False):
    type: str | None = None
    id: str | None = None
    similarity_id: Scalar = None
    status: str | None = None
    state: str | None = None
    severity: str | None = None
    first_found_at: str | None = None
    description: str | None = None
    data: _CxOneData | None = None
    vulnerability_details: _CxOneDetails | None = None


def recognizes(document: Document) -> bool:
    keys = document.first_keys(document.members.get("results"))
    if not keys:
        return {"scanID", "totalCount", "results"}.issubset(document.members)
    return "data" in keys and {"type", "similarityId", "firstScanId"}.intersection(keys) > set() and "severity" in keys


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Checkmarx One")
    target = accumulator.target(repository(evidence))
    results = document.members.get("results")
    fold_entries(document, accumulator, results, _CxOneEntry, "/results", lambda entry, place: _result(entry, target, place))
    listed = length(document, results)
    stated = document.members.get("totalCount")
    total = int(bytes(stated)) if stated is not None and bytes(stated).isdigit() else None
    accumulator.counts.compare("result", stated=total, listed=listed)
    return accumulator.finish(None)


def _result(entry: _CxOneEntry, target: ScanTarget, place: str) -> ScanResult | None:
    data, details = entry.data or _CxOneData(), entry.vulnerability_details or _CxOneDetails()
    node = next((node for node in data.nodes or () if node), _CxOneNode())
    kind, word = entry.type or "", entry.severity or ""
    secret = _KINDS.get(kind) is ResultKind.SECRET
    name = data.query_name or data.rule_name
    image = joined(":", data.image_name, data.image_tag)
    return result_of(
        _KINDS.get(kind, ResultKind.VULNERABILITY),
        text(data.query_id) or data.rule_id or details.cve_name or entry.id,
        target,
        place,
        word=word,
        disposition=CLOSED.get((entry.state or "").lower(), Disposition.OPEN),
        native_status=joined(", ", entry.status, entry.state),
        package=affected(data.package_name or data.package_identifier, data.package_version, data.recommended_version),
        scope=at(
            data.file_name or data.filename or node.file,
            text(data.line) or text(node.line),
            joined(" ", image, text(entry.similarity_id)),
        ),
        title=titled((name or details.cve_name or "").replace("_", " "), details.cwe_id),
        cwes=cwes(details.cwe_id),
        description="" if secret else entry.description,
        cves=cves(details.cve_name, entry.id),
        cvss=cvss_scores.scores((("checkmarx", "3.1", None, cvss_scores.number(text(details.cvss_score))),)),
        first_seen=seen_day(entry.first_found_at),
    )
