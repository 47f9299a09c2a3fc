"""Black Duck's vulnerable components of a project version: `GET …/vulnerable-bom-components`, its items or the whole answer.

https://documentation.blackduck.com/, API. The remediation statuses are those of `blackduck_csv`.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.blackduck_csv import ENDED
from generator.parsers.scans.code_results import fold_entries, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, aliases, cves, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_ENTRY = {"vulnerabilityWithRemediation"}


class _DuckVulnerability(msgspec.Struct, rename="camel", gc=False):
    vulnerability_name: str | None = None
    description: str | None = None
    base_score: float | None = None
    source: str | None = None
    severity: str | None = None
    remediation_status: str | None = None
    remediation_created_at: str | None = None
    cwe_id: str | None = None
    related_vulnerability: str | None = None


class _DuckEntry(msgspec.Struct, rename="camel", gc=False):
    component_name: str | None = None
    component_version_name: str | None = None
    component_version_origin_id: str | None = None
    ignored: bool | None = None
    vulnerability: _DuckVulnerability | None = msgspec.field(name="vulnerabilityWithRemediation", default=None)


class _DuckCount(msgspec.Struct, rename="camel", gc=False):
    total_count: int | None = None


def recognizes(document: Document) -> bool:
    """A page without items is known by the address that it gives of itself."""
    members = document.members
    if _ENTRY.issubset(document.first_members or document.first_keys(members.get("items"))):
        return True
    return "items" in members and b"/vulnerable-bom-components" in bytes(
        document.members_of(members.get("_meta")).get("href", b"")
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Black Duck")
    target = accumulator.target(repository(evidence))
    whole = "items" in document.members
    raw, pointer = (document.members["items"], "/items") if whole else (document.data, "")
    fold_entries(document, accumulator, raw, _DuckEntry, pointer, lambda entry, place: _result(entry, target, place))
    if whole:
        stated = document.decode(document.data, _DuckCount).total_count
        accumulator.counts.compare("item", stated=stated, listed=len(document.decode(raw, list[msgspec.Raw])))
    return accumulator.finish(None)


def _result(entry: _DuckEntry, target: ScanTarget, place: str) -> ScanResult | None:
    found = entry.vulnerability or _DuckVulnerability()
    name, status = found.vulnerability_name, found.remediation_status or ""
    related = (found.related_vulnerability or "").rpartition("/")[2]
    ignored = Disposition.SUPPRESSED if entry.ignored else Disposition.OPEN
    return vulnerability_of(
        name,
        target,
        place,
        word=found.severity,
        disposition=ENDED.get(status.upper(), ignored),
        native_status=status,
        package=affected(entry.component_name, entry.component_version_name, path=entry.component_version_origin_id),
        title=titled(f"{name} in {entry.component_name}", found.cwe_id),
        cwes=cwes(found.cwe_id),
        description=found.description,
        cves=cves(name, related),
        aliases=aliases(name, name, related),
        cvss=cvss_scores.scores((((found.source or "black duck").lower(), "3.1", None, found.base_score),)),
        first_seen=seen_day(found.remediation_created_at),
    )
