"""CrowdStrike Falcon Spotlight: vulnerabilities of hosts, as the API answers (`GET /spotlight/combined/vulnerabilities/v1`)
or as a list.

https://falcon.crowdstrike.com/documentation, "Spotlight APIs": `open`, `reopen`, `closed` and `expired`, where the sensor
was not seen for long; what is suppressed was set aside by a rule. `apps` are the products, each with its own remediation.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.dates import day
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import affected, fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_VULNERABILITY = FieldMap(
    identifier=("cve.id", "vulnerability_id"),
    title=("cve.name",),
    description=("cve.description",),
    solution=("remediation.entities.action", "remediation.entities.title"),
    level=("cve.severity",),
    status=("status",),
    dispositions={"closed": Disposition.RESOLVED, "expired": Disposition.ERROR},
    alias=("vulnerability_id",),
    cwe=("cve.cwes",),
    vector=("cve.vector",),
    score=("cve.base_score",),
    cvss_source="crowdstrike",
    first_seen=("created_timestamp",),
)
_MARKS = {"aid", "host_info", "apps", "app", "vulnerability_id"}
_PAGE = "the answer holds {listed} of {all} vulnerabilities"


def recognizes(document: Document) -> bool:
    members = document.members
    first = document.first_keys(members["resources"]) if "resources" in members else document.first_members or members
    return "cve" in first and len(_MARKS.intersection(first)) >= 2


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, "CrowdStrike Falcon Spotlight"), HostTargets(evidence)
    dates = []

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        host = entry.within("host_info")
        dates.append(entry.get("updated_timestamp"))
        target = hosts.target(
            host.get("hostname") or entry.get("aid"),
            identity=entry.get("aid"),
            os_name=host.get("os_version"),
            others=[host.get("local_ip"), host.get("external_ip"), host.get("instance_id")],
        )
        apps = [app for _, app in entry.listed("apps", place) if app] or [entry.within("app")]
        packages = [package for app in apps if (package := affected(app.get("product_name_version")))]
        exploited = day(entry.get("cve.cisa_info.due_date"))
        if entry.get("suppression_info.is_suppressed") == "true":
            set_aside = Disposition.SUPPRESSED
            return _VULNERABILITY.result(
                entry, target, place, package=_first(packages), disposition=set_aside, native_status="suppressed"
            )
        return _VULNERABILITY.result(
            entry,
            target,
            place,
            package=_first(packages),
            more_packages=tuple(packages[1:]),
            known_exploited=exploited,
        )

    content = report(document) if "resources" in document.members else None
    entries = list(records(document) if content is None else content.listed("resources"))
    fold_placed(accumulator, entries, result)
    total = content.number("meta.pagination.total") if content else None
    because = _PAGE.format(listed=len(entries), all=total) if total and total > len(entries) else None
    return accumulator.finish(newest(dates), because=because)


def _first(packages: list[AffectedPackage]) -> AffectedPackage | None:
    return packages[0] if packages else None
