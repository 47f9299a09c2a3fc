"""Grype's JSON report: `grype IMAGE -o json`.

https://github.com/anchore/grype, `grype/presenter/models`. A match names a vulnerability by the id of the database it came
from: for language packages a GHSA, whose CVE stands among the related vulnerabilities. Grype does not list the packages it
looked at, so a report on an image with neither a match nor a distribution does not show that it looked at all.
"""

from dataclasses import replace

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.grype_fold import fold
from generator.parsers.scans.grype_wire import Database, Distro, Image, Origin, Report
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_KINDS = {
    "image": TargetKind.IMAGE,
    "directory": TargetKind.FILESYSTEM,
    "file": TargetKind.FILESYSTEM,
}
_NOTHING = "Grype found neither a distribution nor a match in {name}, and its report does not list the packages it looked at"
_NO_DATABASE = "Grype says that its vulnerability database was not usable"


_DECIDES = (
    "add-cpes-if-none by-cve distro exclude externalSources ignore ignore-wontfix match match-upstream-kernel-headers "
    "only-fixed only-notfixed platform search show-suppressed vex-add vex-documents"
).split()
"""Options that decide what is found. Paths, output, registry access and limits of time are left out: they differ from machine
to machine, and may hold secrets."""


def recognizes(document: Document) -> bool:
    members = document.members
    if "matches" not in members or "descriptor" not in members:
        return False
    return bytes(document.members_of(members["descriptor"]).get("name", b"")) == b'"grype"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, Report)
    database = report.descriptor.db or Database()
    status = database.status or database
    scanner = Scanner(name="Grype", version=report.descriptor.version, database_updated=moment(status.built))
    accumulator = ScanAccumulator(evidence, scanner)
    target = _target(report, evidence)
    accumulator.target(target)
    fold(accumulator, report.matches or (), "/matches", target, Disposition.OPEN)
    fold(accumulator, report.ignored_matches or (), "/ignoredMatches", target, Disposition.SUPPRESSED)
    because = _not_assessed(report, target, failed=status.failed or database.failed)
    return accumulator.finish(
        moment(report.descriptor.timestamp),
        assessed=because is None,
        because=because,
        configuration=_configuration(document, report.descriptor.configuration),
    )


def _target(report: Report, evidence: EvidenceFile) -> ScanTarget:
    origin = report.source or Origin()
    distro = report.distro or Distro()
    image = origin.target if isinstance(origin.target, Image) else Image()
    name = origin.target if isinstance(origin.target, str) else next(filter(None, (image.user_input, *(image.tags or ()))), "")
    pinned = (reference for reference in (*(image.repo_digests or ()), name) if "@sha256:" in reference)
    kind = _KINDS.get(origin.type, TargetKind.UNKNOWN)
    return replace(
        ScanTarget(name=name, kind=kind) if name else from_evidence(evidence, kind),
        digests=tuple(sorted({reference.rpartition("@")[2] for reference in pinned})),
        image_id=image.image_id or None,
        os_name=f"{distro.name} {distro.version}".strip() or None,
    )


def _not_assessed(report: Report, target: ScanTarget, *, failed: bool) -> str | None:
    if failed:
        return _NO_DATABASE
    nothing = not (report.matches or report.ignored_matches or target.os_name)
    return _NOTHING.format(name=target.name) if nothing and target.kind is TargetKind.IMAGE else None


def _configuration(document: Document, raw: msgspec.Raw) -> str | None:
    options = document.members_of(raw)
    known = ((name, options[name]) for name in _DECIDES if name in options)
    return configuration(row for name, value in known for row in settings(name, document.decode(value, object)))
