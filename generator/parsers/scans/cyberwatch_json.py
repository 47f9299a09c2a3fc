"""Cyberwatch: CVEs and security issues with the computers that have them, as its API lists both.

https://docs.cyberwatch.fr: an entry is a vulnerability on one computer. What is not `active` was fixed; what is ignored
was set aside by a person.
"""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, Severity
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import affected, fold_placed, not_null
from generator.parsers.scans.field_map import FieldMap, written_day
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator

_LEVELS = {
    "level_critical": Severity.CRITICAL,
    "level_high": Severity.HIGH,
    "level_medium": Severity.MODERATE,
    "level_low": Severity.LOW,
    "level_info": Severity.INFORMATIONAL,
}
_ENTRY = FieldMap(
    identifier=("cve_code", "security_issue_id", "sid", "id"),
    title=("security_issue_title", "title", "cve_code"),
    description=("content", "security_issue_description", "description"),
    level=("cve_level", "level"),
    severities=_LEVELS,
    cve=("cve_announcements", "cve_announcements.cve_code"),
    cwe=("cwes.cwe_id",),
    vector=("cvss_v3", "cvss_v2", "cvss"),
    score=("cve_score", "score_v3"),
    cvss_source="cyberwatch",
)
_LISTS = ("cves", "security_issues")


def recognizes(document: Document) -> bool:
    members = document.members
    return set(_LISTS).issubset(members) or (len(members) == 1 and not set(_LISTS).isdisjoint(members))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator, hosts = report(document), ScanAccumulator(evidence, "Cyberwatch"), HostTargets(evidence)
    dates = []
    for name in _LISTS:
        for pointer, entry in not_null(accumulator, content.listed(name)):
            servers = list(entry.listed("servers", pointer)) or [(pointer, JsonEntry({}))]
            dates += [server.get("detected_at", "fixed_at") for _, server in servers if server]
            fold_placed(accumulator, servers, partial(_result, entry, hosts))
    if not dates:
        accumulator.target(hosts.target(""))
    return accumulator.finish(newest(dates))


def _result(entry: JsonEntry, hosts: HostTargets, server: JsonEntry, place: str) -> ScanResult | None:
    """A vulnerability on one computer."""
    target = hosts.target(
        server.get("computer_name"), identity=server.get("computer_id"), os_name=server.get("computer_os_name")
    )
    final, status = Disposition.OPEN, ""
    if server.get("ignored") == "true":
        final, status = Disposition.SUPPRESSED, "ignored"
    elif server.get("fixed_at") or server.get("active") == "false":
        final, status = Disposition.RESOLVED, "fixed"
    updates = [update for _, update in server.listed("updates", place) if update]
    packages = [
        affected(update.get("current.product"), update.get("current.version"), update.get("target.version"))
        for update in updates
    ]
    known = [package for package in packages if package]
    return _ENTRY.result(
        entry,
        target,
        place,
        disposition=final,
        native_status=status,
        package=known[0] if known else None,
        more_packages=tuple(known[1:]),
        first_seen=written_day(server.get("detected_at")),
    )
