"""Checkmarx One's reports as JSON: the scan report of 2022 (`scanResults` by engine) and the one by vulnerability type since.

https://docs.checkmarx.com/en/34965-68641-checkmarx-one-reports.html. Rules are named by query id; where the report leaves it
empty, by the query's name. Code is not read.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import ABSENT, Scalar, at, entries, is_list, objects, part, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import affected, cves, fold_placed, joined, not_null, result_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

_ENGINES = {"sast", "sca", "kics", "resultsList"}
CLOSED = {
    "not exploitable": Disposition.NOT_AFFECTED,
    "not_exploitable": Disposition.NOT_AFFECTED,
    "proposed not exploitable": Disposition.OPEN,
}
"""States in which Checkmarx One lets a person put a result: only the first closes it."""


class _CxNode(msgspec.Struct, gc=False):
    file: str | None = msgspec.field(name="fileName", default=None)
    line: Scalar = None


class _CxQuery(msgspec.Struct, rename="camel", gc=False):
    query_id: Scalar = None
    query_name: str | None = None
    description: str | None = None
    cwe_id: Scalar = None
    vulnerabilities: msgspec.Raw = ABSENT
    results_list: msgspec.Raw = ABSENT


class _CxEntry(msgspec.Struct, rename="camel", gc=False):
    id: str | None = None
    cve_id: str | None = None
    cve_name: str | None = None
    similarity_id: Scalar = None
    status: str | None = None
    state: str | None = None
    severity: str | None = None
    cwe_id: Scalar = None
    cwe: Scalar = None
    query_id: Scalar = None
    query_name: str | None = None
    file_name: str | None = None
    source_file_name: str | None = None
    source_line: Scalar = None
    line: Scalar = None
    nodes: tuple[_CxNode | None, ...] | None = None
    first_found_date: str | None = None
    first_detection_date: str | None = None
    description: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    fix_resolution_text: str | None = None
    cvss_score: Scalar = None


class _CxFound(msgspec.Struct, gc=False):
    """One result with the query that found it, and the engine."""

    entry: _CxEntry
    query: _CxQuery
    engine: str


class _CxHeader(msgspec.Struct, rename="camel", gc=False):
    project_name: str | None = None
    scan_date: str | None = None
    created_date: str | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return "scanResults" in members and (
        "reportHeader" in members or not _ENGINES.isdisjoint(document.members_of(members["scanResults"]))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    header = part(document, members.get("reportHeader"), _CxHeader, _CxHeader())
    accumulator = ScanAccumulator(evidence, "Checkmarx One")
    target = accumulator.target(repository(evidence, header.project_name))
    fold_placed(accumulator, _found(document, accumulator), lambda found, place: _result(found, target, place))
    return accumulator.finish(moment(header.scan_date or header.created_date))


def _found(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, _CxFound | None]]:
    """Every result of every engine. Groups lie at different depths: languages, technologies and packages hold queries."""
    members = document.members
    sections = objects(document, members["scanResults"], "/scanResults")
    engines = {
        "sast": (sections.get("sast"), "/scanResults/sast"),
        "sca": (sections.get("sca"), "/scanResults/sca"),
        "kics": (sections.get("kics"), "/scanResults/kics"),
        "results": (members["scanResults"] if "resultsList" in sections else None, "/scanResults"),
        "iac": (members.get("iacScanResults"), "/iacScanResults"),
        "packages": (members.get("scaScanResults"), "/scaScanResults"),
    }
    for engine, (raw, pointer) in engines.items():
        for place, query in not_null(accumulator, _queries(document, accumulator, objects(document, raw, pointer), pointer)):
            for key, listed in (("vulnerabilities", query.vulnerabilities), ("resultsList", query.results_list)):
                for inner, entry in entries(document, accumulator, listed, _CxEntry, f"{place}/{key}"):
                    yield inner, _CxFound(entry, query, engine) if entry else None


def _queries(
    document: Document, accumulator: ScanAccumulator, keys: Mapping[str, msgspec.Raw], pointer: str
) -> Iterator[tuple[str, _CxQuery | None]]:
    for key in ("languages", "technology", "packages"):
        raw = keys.get(key)
        for index, group in enumerate(document.decode(raw, list[msgspec.Raw]) if is_list(raw) and raw is not None else ()):
            inner = document.members_of(group)
            place = f"{pointer}/{key}/{index}"
            if "queries" in inner:
                yield from entries(document, accumulator, inner["queries"], _CxQuery, f"{place}/queries")
            elif inner:
                yield from entries(document, accumulator, b"[" + bytes(group) + b"]", _CxQuery, place)
    for key in ("queries", "resultsList"):
        yield from entries(document, accumulator, keys.get(key), _CxQuery, f"{pointer}/{key}")


def _result(found: _CxFound, target: ScanTarget, place: str) -> ScanResult | None:
    entry, query = found.entry, found.query
    cve = entry.cve_id or entry.cve_name
    state, word = entry.state or "", entry.severity or ""
    node = next((node for node in entry.nodes or () if node), _CxNode())
    name = query.query_name or entry.query_name
    file, line = (
        entry.source_file_name or entry.file_name or node.file,
        text(entry.source_line) or text(entry.line) or text(node.line),
    )
    weakness = text(query.cwe_id) or text(entry.cwe_id) or text(entry.cwe)
    return result_of(
        ResultKind.MISCONFIGURATION if found.engine in {"kics", "iac"} else ResultKind.VULNERABILITY,
        cve or text(query.query_id) or text(entry.query_id) or name,
        target,
        place,
        severity=severity("info" if word.lower() == "information" else word),
        word=word,
        disposition=CLOSED.get(state.lower(), Disposition.OPEN),
        native_status=joined(", ", entry.status, state),
        package=affected(entry.package_name, entry.package_version, entry.fix_resolution_text),
        scope=at(file, line, text(entry.similarity_id)),
        title=titled((name or cve or "").replace("_", " "), weakness),
        cwes=cwes(weakness),
        description=query.description or entry.description,
        cves=cves(cve),
        cvss=cvss_scores.scores((("checkmarx", "3.1", None, cvss_scores.number(text(entry.cvss_score))),)),
        first_seen=seen_day(entry.first_found_date or entry.first_detection_date),
    )
