"""govulncheck's report before protocol 1: one object with `Vulns`, `Calls`, `Imports` and `Requires`.

https://pkg.go.dev/golang.org/x/vuln@v0.0.0-20221208180742-f2dca5ff4cc3/vulncheck#Result. One entry for each vulnerable symbol.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import fold_entries, repository
from generator.parsers.scans.entries import affected, joined
from generator.parsers.scans.govulncheck_json import GoFound, GoRecord, go_result
from generator.parsers.scans.tally import ScanAccumulator


class _GoEvent(msgspec.Struct, gc=False):
    fixed: str | None = None


class _GoRange(msgspec.Struct, gc=False):
    events: tuple[_GoEvent | None, ...] | None = None


class _GoAffected(msgspec.Struct, gc=False):
    ranges: tuple[_GoRange | None, ...] | None = None


class _GoAffectedRecord(GoRecord):
    affected: tuple[_GoAffected | None, ...] | None = None


class _GoSymbol(msgspec.Struct, gc=False):
    osv: _GoAffectedRecord | None = msgspec.field(name="OSV", default=None)
    symbol: str | None = msgspec.field(name="Symbol", default=None)
    package: str | None = msgspec.field(name="PkgPath", default=None)
    module: str | None = msgspec.field(name="ModPath", default=None)
    call: int | None = msgspec.field(name="CallSink", default=None)
    imported: int | None = msgspec.field(name="ImportSink", default=None)


def recognizes(document: Document) -> bool:
    return {"Vulns", "Calls", "Imports"}.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "govulncheck")
    target = accumulator.target(repository(evidence))
    vulns = document.members["Vulns"]
    fold_entries(document, accumulator, vulns, _GoSymbol, "/Vulns", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None)


def _result(entry: _GoSymbol, target: ScanTarget, place: str) -> ScanResult | None:
    record = entry.osv or _GoAffectedRecord()
    found = GoFound(
        identifier=record.id,
        level="called" if entry.call else "imported" if entry.imported else "required",
        package=affected(entry.module, None, ", ".join(dict.fromkeys(_fixed(record)))),
        scope=joined(".", entry.package, entry.symbol),
    )
    return go_result(found, record, target, place)


def _fixed(record: _GoAffectedRecord) -> Iterator[str]:
    for part in record.affected or ():
        for span in (part.ranges if part else None) or ():
            yield from (event.fixed for event in (span.events if span else None) or () if event and event.fixed)
