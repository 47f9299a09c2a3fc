"""Brakeman's report of a Rails application: `brakeman -f json`.

https://brakemanscanner.org/docs/options/ and `lib/brakeman/warning.rb`. Brakeman states how sure it is (High, Medium, Weak) and
no severity, so the severity is unknown and its word is the confidence. What `brakeman.ignore` names is listed apart.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, fold_entries, part, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import spaced_moment
from generator.parsers.scans.entries import aliases, cves, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.text import counted


class _BrakemanInfo(msgspec.Struct, gc=False):
    app_path: str | None = None
    end_time: str | None = None
    version: str | None = msgspec.field(name="brakeman_version", default=None)


class _BrakemanEntry(msgspec.Struct, gc=False):
    warning_type: str | None = None
    warning_code: Scalar = None
    message: str | None = None
    file: str | None = None
    line: Scalar = None
    confidence: str | None = None
    cwe_id: tuple[Scalar, ...] | None = None
    fingerprint: str | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if {"scan_info", "warnings"}.issubset(members):
        return True
    return {"warning_type", "fingerprint"}.issubset(document.first_keys(members.get("warnings")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    info = part(document, members.get("scan_info"), _BrakemanInfo, _BrakemanInfo())
    accumulator = ScanAccumulator(evidence, Scanner(name="Brakeman", version=info.version))
    target = accumulator.target(repository(evidence, info.app_path))
    for key, disposition in (("warnings", Disposition.OPEN), ("ignored_warnings", Disposition.SUPPRESSED)):
        result = partial(_result, disposition=disposition, target=target)
        fold_entries(document, accumulator, members.get(key), _BrakemanEntry, f"/{key}", result)
    errors = len(part(document, members.get("errors"), list[msgspec.Raw], []))
    because = f"Brakeman met {counted(errors, 'error')}, so parts of the application were not looked at" if errors else None
    return accumulator.finish(spaced_moment(info.end_time), because=because)


def _result(entry: _BrakemanEntry, place: str, *, disposition: Disposition, target: ScanTarget) -> ScanResult | None:
    return vulnerability_of(
        text(entry.warning_code) or entry.warning_type,
        target,
        place,
        severity=Severity.UNKNOWN,
        word=entry.confidence,
        disposition=disposition,
        native_status="ignored" if disposition is Disposition.SUPPRESSED else "",
        scope=at(entry.file, entry.line, (entry.fingerprint or "")[:12]),
        title=titled(entry.warning_type, *(entry.cwe_id or ())),
        cwes=cwes(*(entry.cwe_id or ())),
        description=entry.message,
        cves=cves(entry.message),
        aliases=aliases(text(entry.warning_code), *cves(entry.message)),
    )
