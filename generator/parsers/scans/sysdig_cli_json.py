"""The JSON report of Sysdig's command line scanner, versions 0 and 1.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/pipeline
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import digest, digests
from generator.parsers.scans.outline import keys_of
from generator.parsers.scans.sysdig_cli_fold import fold
from generator.parsers.scans.sysdig_cli_wire import Metadata, Report
from generator.parsers.scans.sysdig_rows import SCANNER
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_NOTHING = "the report lists no package: the scanner found nothing in {name} that it could look at"


def recognizes(document: Document) -> bool:
    members = document.members
    named = bytes(keys_of(document, members.get("scanner")).get("name", b""))
    return "result" in members and named == b'"sysdig-cli-scanner"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, Report)
    accumulator = ScanAccumulator(evidence, Scanner(name=SCANNER, version=report.scanner.version if report.scanner else None))
    target = _target(report.result.metadata or Metadata(), evidence)
    accumulator.target(target)
    taken = moment(report.info.scan_time) if report.info else None
    known = taken or evidence.collected
    looked = fold(accumulator, document, report.result, target=target, today=known.date() if known else None)
    return accumulator.finish(taken, assessed=looked, because=None if looked else _NOTHING.format(name=target.name))


def _target(metadata: Metadata, evidence: EvidenceFile) -> ScanTarget:
    if metadata.host_name and not metadata.pull_string:
        return ScanTarget(name=metadata.host_name, kind=TargetKind.HOST, os_name=metadata.os or None)
    name = metadata.pull_string or evidence.target or metadata.digest or metadata.image_id
    if not name:
        return from_evidence(evidence, TargetKind.IMAGE)
    return ScanTarget(
        name=name,
        kind=TargetKind.IMAGE,
        digests=digests(metadata.digest, name),
        image_id=digest(metadata.image_id),
        os_name=metadata.base_os or None,
    )
