"""Meterian's report of a project (`--report-json`): security advices about its dependencies, by language.

https://docs.meterian.io. The advices of licenses and of stability are not read. `safeVersions` are fixes within the
patch, minor and major release.
"""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, fold_on, not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator

_ADVICE = FieldMap(
    identifier=("cve", "id"),
    title=("title",),
    description=("description",),
    level=("severity",),
    cve=("cve", "links.url"),
    cwe=("cwe",),
    score=("cvss",),
    cvss_source="meterian",
)
_SAFE = ("safeVersions.latestPatch", "safeVersions.latestMinor", "safeVersions.latestMajor")


def recognizes(document: Document) -> bool:
    members = document.members
    return "scores" in members and "security" in document.members_of(members.get("reports"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator = report(document), ScanAccumulator(evidence, "Meterian")
    target = accumulator.stated(TargetKind.REPOSITORY)
    security = content.within("reports").within("security")
    for pointer, language in security.listed("reports", "/reports/security"):
        for place, dependency in not_null(accumulator, language.listed("reports", pointer) if language else ()):
            fold_on(accumulator, target, dependency.listed("advices", place), partial(_result, dependency))
    return accumulator.finish(moment(content.get("timestamp")))


def _result(dependency: JsonEntry, advice: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    package = affected(
        dependency.get("dependency.name") or advice.get("library.name"),
        dependency.get("dependency.version"),
        dependency.get(*_SAFE),
    )
    return _ADVICE.result(advice, target, place, package=package)
