"""One issue of Veracode's agent-based software composition analysis: `GET /srcclr/v3/workspaces/ID/issues`.

https://docs.veracode.com/r/c_SCA_REST_API_intro. The severity is a number from 0 to 10, which the band of CVSS makes a word of.
"""

import msgspec

from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Scalar, text
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, cves, result_of
from generator.parsers.scans.severity import band

ISSUE_KEYS = frozenset({"issue_status", "library"})


class _IssueLibrary(msgspec.Struct, gc=False):
    id: str | None = None
    name: str | None = None
    version: str | None = None


class _IssueVulnerability(msgspec.Struct, gc=False):
    cve: str | None = None
    title: str | None = None
    overview: str | None = None
    cvss_score: float | None = None
    cvss3_score: float | None = None
    cvss3_vector: str | None = None


class VeracodeIssue(msgspec.Struct, gc=False):
    """An issue about a vulnerability, an outdated library or a license."""

    id: Scalar = None
    issue_type: str | None = None
    issue_status: str | None = None
    ignored: bool | None = None
    severity: float | None = None
    created_date: str | None = None
    library: _IssueLibrary | None = None
    vulnerability: _IssueVulnerability | None = None
    updated_version: str | None = msgspec.field(name="library_updated_version", default=None)


def issue_result(issue: VeracodeIssue, target: ScanTarget, place: str) -> ScanResult | None:
    """One entry, named by its CVE; what has none by the type of the issue."""
    found, library = issue.vulnerability or _IssueVulnerability(), issue.library or _IssueLibrary()
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
