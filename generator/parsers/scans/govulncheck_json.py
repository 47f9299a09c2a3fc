"""govulncheck's report of Go modules: `govulncheck -json`, the messages of protocol 1.

https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck: a `finding` names an OSV record and the trace to it, whose first
frame says how far govulncheck looked: module, package or called symbol. One finding for each, as govulncheck writes them.
Go's database rates nothing, so the severity is unknown. A finding that is not called is shown as that and closes nothing.
"""

import itertools
from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.cluster.dump_text import json_values
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.code_results import OTHER_SHAPE, at, is_null, repository
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, aliases, cves, joined, vulnerability_of
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator

_TELLING = 4
"""Messages that are looked at: progress tells nothing."""
_TELLS = {"config": {"scanner_name", "db"}, "osv": {"schema_version", "database_specific"}, "finding": {"osv"}}
"""By message, keys of which one says that it is govulncheck's."""
_MESSAGES = {"config", "progress", "SBOM", "osv", "finding"}
_STREAMS = {FileContainer.JSON_LINES, FileContainer.JSON_STREAM}
_NO_CONFIG = "the report does not begin with govulncheck's configuration, so it may not be whole"


class GoRecord(msgspec.Struct, gc=False):
    """An OSV record, https://ossf.github.io/osv-schema/."""

    id: str | None = None
    summary: str | None = None
    details: str | None = None
    aliases: tuple[str, ...] | None = None


class _GoPosition(msgspec.Struct, gc=False):
    filename: str | None = None
    line: int | None = None


class _GoFrame(msgspec.Struct, gc=False):
    module: str | None = None
    version: str | None = None
    package: str | None = None
    function: str | None = None
    receiver: str | None = None
    position: _GoPosition | None = None


class _GoFinding(msgspec.Struct, gc=False):
    osv: str | None = None
    fixed: str | None = msgspec.field(name="fixed_version", default=None)
    trace: tuple[_GoFrame | None, ...] | None = None


class _GoConfig(msgspec.Struct, gc=False):
    version: str | None = msgspec.field(name="scanner_version", default=None)
    updated: str | None = msgspec.field(name="db_last_modified", default=None)


class _GoMessage(msgspec.Struct, gc=False):
    config: _GoConfig | None = None
    osv: GoRecord | None = None
    finding: _GoFinding | None = None


def recognizes(document: Document) -> bool:
    """A stream of objects with one of its keys each, the configuration first; some tools make a list of them."""
    if document.container not in {FileContainer.JSON, *_STREAMS}:
        return False
    for _, text in itertools.islice(_texts(document), _TELLING):
        keys = document.members_of(text)
        if _MESSAGES.isdisjoint(keys):
            return False
        if any(not _TELLS.get(name, {""}).isdisjoint(document.members_of(keys[name])) for name in _MESSAGES.intersection(keys)):
            return True
    return False


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    config: _GoConfig | None = None
    records: dict[str, GoRecord] = {}
    findings: list[tuple[str, _GoFinding]] = []
    lost: list[str] = []
    for place, message in _messages(document, lost):
        if message is None:
            lost.append(EMPTY_ENTRY)
        elif message.osv and message.osv.id:
            records[message.osv.id] = message.osv
        elif message.finding:
            findings.append((f"{place}/finding", message.finding))
        config = (message.config if message else None) or config
    known = config or _GoConfig()
    scanner = Scanner(name="govulncheck", version=known.version, database_updated=moment(known.updated))
    accumulator = ScanAccumulator(evidence, scanner)
    for reason in lost:
        accumulator.drop(reason, lost=True)
    target = accumulator.target(repository(evidence))
    for place, finding in findings:
        accumulator.take(_result(finding, records.get(finding.osv or "", GoRecord()), target, place))
    return accumulator.finish(None, because=None if config else _NO_CONFIG)


def _texts(document: Document) -> Iterator[tuple[str, bytes | msgspec.Raw]]:
    """Each message with its place."""
    if document.container is FileContainer.JSON_LINES:
        yield from ((f"line {number}", line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip())
    elif document.container is FileContainer.JSON_STREAM:
        yield from ((f"byte {place}", value) for place, value in json_values(document.data))
    elif document.items:
        yield from ((f"/{index}", raw) for index, raw in enumerate(document.items))
    else:
        yield "", document.data


def _messages(document: Document, lost: list[str]) -> Iterator[tuple[str, _GoMessage | None]]:
    for place, raw in _texts(document):
        if is_null(raw):
            yield place, None
        elif not _MESSAGES.isdisjoint(document.decode(raw, dict[str, msgspec.Raw], place=place)):
            try:
                yield place, document.decode(raw, _GoMessage, place=place)
            except ParseError:
                lost.append(OTHER_SHAPE)


def _result(finding: _GoFinding, record: GoRecord, target: ScanTarget, place: str) -> ScanResult | None:
    frames = [frame for frame in finding.trace or () if frame]
    sink, entry = (frames[0], frames[-1]) if frames else (_GoFrame(), _GoFrame())
    position = entry.position or _GoPosition()
    found = GoFound(
        identifier=finding.osv,
        level="symbol" if sink.function else "package" if sink.package else "module",
        package=affected(sink.module, sink.version, finding.fixed),
        scope=at(position.filename, position.line, joined(" ", sink.package, joined(".", sink.receiver, sink.function))),
    )
    return go_result(found, record, target, place)


class GoFound(msgspec.Struct, kw_only=True, gc=False):
    """What a finding says beside its record."""

    identifier: str | None
    level: str
    """How far govulncheck followed it."""
    package: AffectedPackage | None
    scope: str


def go_result(found: GoFound, record: GoRecord, target: ScanTarget, place: str) -> ScanResult | None:
    """One finding with what its record says."""
    names = record.aliases or ()
    return vulnerability_of(
        found.identifier,
        target,
        place,
        native_status=found.level,
        package=found.package,
        scope=found.scope,
        title=record.summary or f"{found.identifier} in {found.package.name if found.package else 'a module'}",
        description=record.details,
        cves=cves(*names),
        aliases=aliases(found.identifier, *names),
    )
