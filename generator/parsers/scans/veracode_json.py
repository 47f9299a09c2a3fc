"""Veracode's findings as JSON: the Findings API (`/appsec/v2/applications/ID/findings`) and the pipeline scan's file.

https://docs.veracode.com/r/c_findings_v2_intro and https://docs.veracode.com/r/Pipeline_Scan. Severities as in
`veracode_xml`. The API answers in pages, and says how many findings there are. Issues of the agent-based software composition
analysis, `GET /srcclr/v3/workspaces/ID/issues` (https://docs.veracode.com/r/c_SCA_REST_API_intro), have a severity from 0 to
10, which the band of CVSS makes a word of.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Scalar, at, fold_entries, length, part, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, cves, joined, result_of, vulnerability_of
from generator.parsers.scans.severity import band
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.veracode_xml import LEVELS

_API, _PIPELINE = {"scan_type", "finding_details"}, {"issue_type_id", "cwe_id", "gob", "issue_type", "exploit_level"}
_RESOLVED = {
    "POTENTIAL_FALSE_POSITIVE": Disposition.NOT_AFFECTED,
    "MITIGATED": Disposition.SUPPRESSED,
    "FIXED": Disposition.RESOLVED,
}
_FAILED = "Veracode says that the scan ended as {status!r}"


class _VeraNamed(msgspec.Struct, gc=False):
    id: Scalar = None
    name: str | None = None


class _VeraScore(msgspec.Struct, gc=False):
    score: float | None = None
    vector: str | None = None


class _VeraCve(msgspec.Struct, gc=False):
    name: str | None = None
    cvss: float | None = None
    vector: str | None = None
    cvss3: _VeraScore | None = None


class _VeraDetails(msgspec.Struct, gc=False):
    severity: Scalar = None
    cwe: _VeraNamed | None = None
    cve: _VeraCve | None = None
    finding_category: _VeraNamed | None = None
    file_path: str | None = None
    file_line_number: Scalar = None
    url: str | None = None
    component_filename: str | None = None
    version: str | None = None


class _VeraStatus(msgspec.Struct, gc=False):
    status: str | None = None
    resolution: str | None = None
    resolution_status: str | None = None
    first_found_date: str | None = None


class _VeraFinding(msgspec.Struct, gc=False):
    issue_id: Scalar = None
    scan_type: str | None = None
    description: str | None = None
    finding_status: _VeraStatus | None = None
    finding_details: _VeraDetails | None = None


class _VeraSource(msgspec.Struct, gc=False):
    file: str | None = None
    line: Scalar = None
    function: str | None = msgspec.field(name="function_name", default=None)


class _VeraFiles(msgspec.Struct, gc=False):
    source: _VeraSource | None = msgspec.field(name="source_file", default=None)


class _VeraIssue(msgspec.Struct, gc=False):
    """A finding of the pipeline scan."""

    title: str | None = None
    issue_id: Scalar = None
    severity: Scalar = None
    issue_type: str | None = None
    cwe_id: Scalar = None
    files: _VeraFiles | None = None


class _VeraPage(msgspec.Struct, gc=False):
    total: int | None = msgspec.field(name="total_elements", default=None)


_ISSUE_KEYS = frozenset({"issue_status", "library"})


class _VeraLibrary(msgspec.Struct, gc=False):
    id: str | None = None
    name: str | None = None
    version: str | None = None


class _VeraKnown(msgspec.Struct, gc=False):
    cve: str | None = None
    title: str | None = None
    overview: str | None = None
    cvss_score: float | None = None
    cvss3_score: float | None = None
    cvss3_vector: str | None = None


class _VeraScaIssue(msgspec.Struct, gc=False):
    """An issue about a vulnerability, an outdated library or a license."""

    id: Scalar = None
    issue_type: str | None = None
    issue_status: str | None = None
    ignored: bool | None = None
    severity: float | None = None
    created_date: str | None = None
    library: _VeraLibrary | None = None
    vulnerability: _VeraKnown | None = None
    updated_version: str | None = msgspec.field(name="library_updated_version", default=None)


def recognizes(document: Document) -> bool:
    keys = document.first_keys(_listed(document)[0])
    if _API.issubset(keys) or len(_PIPELINE.intersection(keys)) >= 3 or _ISSUE_KEYS.issubset(keys):
        return True
    return not keys and {"pipeline_scan", "findings"}.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    raw, pointer = _listed(document)
    pipeline = "pipeline_scan" in members or len(_PIPELINE.intersection(document.first_keys(raw))) >= 3
    version = part(document, members.get("pipeline_scan"), str, "")
    accumulator = ScanAccumulator(evidence, Scanner(name="Veracode", version=version or None))
    target = accumulator.target(repository(evidence, part(document, members.get("project_name"), str, "")))
    if pointer.endswith("issues"):
        fold_entries(document, accumulator, raw, _VeraScaIssue, pointer, lambda entry, place: _sca_issue(entry, target, place))
    elif pipeline:
        fold_entries(document, accumulator, raw, _VeraIssue, pointer, lambda entry, place: _issue(entry, target, place))
    else:
        fold_entries(document, accumulator, raw, _VeraFinding, pointer, lambda entry, place: _finding(entry, target, place))
    total = part(document, members.get("page"), _VeraPage, _VeraPage()).total
    accumulator.counts.compare("finding", stated=total, listed=length(document, raw))
    status = part(document, members.get("scan_status"), str, "SUCCESS")
    return accumulator.finish(None, failure=_FAILED.format(status=status) if status != "SUCCESS" else None)


def _listed(document: Document) -> tuple[msgspec.Raw | None, str]:
    members = document.members
    embedded = document.members_of(members.get("_embedded"))
    key = next((key for key in ("findings", "issues") if key in embedded), None)
    return (embedded[key], f"/_embedded/{key}") if key else (members.get("findings"), "/findings")


def _finding(entry: _VeraFinding, target: ScanTarget, place: str) -> ScanResult | None:
    details, status = entry.finding_details or _VeraDetails(), entry.finding_status or _VeraStatus()
    cve, cwe = details.cve or _VeraCve(), details.cwe or _VeraNamed()
    word, component = text(details.severity), details.component_filename
    category = (details.finding_category or _VeraNamed()).name or cwe.name
    issue = f"issue {text(entry.issue_id)}" if entry.issue_id else None
    return vulnerability_of(
        cve.name or (f"CWE-{text(cwe.id)}" if cwe.id else None),
        target,
        place,
        severity=LEVELS.get(word, Severity.UNKNOWN),
        word=word,
        disposition=_disposition(status),
        native_status=joined(", ", status.status, status.resolution),
        package=affected(component, details.version),
        scope=at(details.file_path or details.url, details.file_line_number, issue),
        title=titled(f"{cve.name} in {component}" if cve.name else category, cwe.id),
        cwes=cwes(cwe.id),
        description=entry.description,
        cves=cves(cve.name),
        cvss=_cvss(cve),
        first_seen=seen_day(status.first_found_date),
    )


def _disposition(status: _VeraStatus) -> Disposition:
    closed = (status.status or "").upper() == "CLOSED"
    approved = (status.resolution_status or "").upper() == "APPROVED"
    decided = _RESOLVED.get((status.resolution or "").upper()) if approved or closed else None
    return decided or (Disposition.RESOLVED if closed else Disposition.OPEN)


def _cvss(cve: _VeraCve) -> tuple[Cvss, ...]:
    third = cve.cvss3 or _VeraScore()
    return cvss_scores.scores((("veracode", "3.1", third.vector, third.score), ("veracode", "2.0", cve.vector, cve.cvss)))


def _issue(entry: _VeraIssue, target: ScanTarget, place: str) -> ScanResult | None:
    source = (entry.files or _VeraFiles()).source or _VeraSource()
    cwe, word = text(entry.cwe_id), text(entry.severity)
    return vulnerability_of(
        f"CWE-{cwe}" if cwe else None,
        target,
        place,
        severity=LEVELS.get(word, Severity.UNKNOWN),
        word=word,
        scope=at(
            source.file, source.line, joined(" ", source.function, f"issue {text(entry.issue_id)}" if entry.issue_id else None)
        ),
        title=titled(entry.issue_type, cwe),
        cwes=cwes(cwe),
        description=entry.title,
    )


def _sca_issue(issue: _VeraScaIssue, target: ScanTarget, place: str) -> ScanResult | None:
    """One entry, named by its CVE; what has none by the type of the issue."""
    found, library = issue.vulnerability or _VeraKnown(), issue.library or _VeraLibrary()
    written = found.cve or ""
    identifier = f"CVE-{written}" if written[:4].isdigit() else written
    resolved = (issue.issue_status or "").lower() in {"fixed", "resolved", "closed"}
    ended = Disposition.RESOLVED if resolved else Disposition.OPEN
    return result_of(
        ResultKind.LICENSE if issue.issue_type == "license" else ResultKind.VULNERABILITY,
        identifier or issue.issue_type,
        target,
        place,
        severity=band(issue.severity),
        word=text(issue.severity),
        disposition=Disposition.SUPPRESSED if issue.ignored else ended,
        native_status=issue.issue_status or "",
        package=affected(library.name, library.version, issue.updated_version),
        title=found.title or issue.issue_type,
        description=found.overview,
        cves=cves(identifier),
        cvss=cvss_scores.scores(
            (("veracode", "3.1", found.cvss3_vector, found.cvss3_score), ("veracode", "2.0", None, found.cvss_score))
        ),
        first_seen=seen_day(issue.created_date),
    )
