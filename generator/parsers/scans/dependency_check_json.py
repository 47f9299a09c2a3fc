"""OWASP Dependency-Check's report of dependencies: `--format JSON`.

See `dependency_check_wire`.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.code_results import ABSENT, entries, fold_entries, part, repository
from generator.parsers.scans.dates import moment
from generator.parsers.scans.dependency_check_wire import SCANNER, CheckVulnerability, check_result, package_of
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.tally import ScanAccumulator


class _CheckPackage(msgspec.Struct, gc=False):
    id: str | None = None


class _CheckDependency(msgspec.Struct, rename="camel", gc=False):
    file_name: str | None = None
    file_path: str | None = None
    packages: tuple[_CheckPackage | None, ...] | None = None
    vulnerabilities: msgspec.Raw = ABSENT
    suppressed_vulnerabilities: msgspec.Raw = ABSENT


class _CheckProject(msgspec.Struct, rename="camel", gc=False):
    name: str | None = None
    report_date: str | None = None


class _CheckScan(msgspec.Struct, rename="camel", gc=False):
    engine_version: str | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "dependencies" not in members:
        return False
    if {"reportSchema", "scanInfo"}.issubset(members) or "engineVersion" in document.members_of(members.get("scanInfo")):
        return True
    return {"fileName", "filePath", "evidenceCollected"}.issubset(document.first_keys(members["dependencies"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    project = part(document, members.get("projectInfo"), _CheckProject, _CheckProject())
    scan = part(document, members.get("scanInfo"), _CheckScan, _CheckScan())
    accumulator = ScanAccumulator(evidence, Scanner(name=SCANNER, version=scan.engine_version))
    target = accumulator.target(repository(evidence, project.name))
    listed = entries(document, accumulator, members["dependencies"], _CheckDependency, "/dependencies")
    for place, dependency in not_null(accumulator, listed):
        ids = tuple(package.id for package in dependency.packages or () if package and package.id)
        about = package_of(dependency.file_name, dependency.file_path, ids)
        for key, raw, suppressed in (
            ("vulnerabilities", dependency.vulnerabilities, False),
            ("suppressedVulnerabilities", dependency.suppressed_vulnerabilities, True),
        ):
            result = partial(check_result, package=about, target=target, suppressed=suppressed)
            fold_entries(document, accumulator, raw, CheckVulnerability, f"{place}/{key}", result)
    return accumulator.finish(moment(project.report_date))
