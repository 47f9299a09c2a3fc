"""CSV exports of Qualys: three headers, one meaning. Each member says which columns it means what by."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, ScanSnapshot, ScanTarget
from generator.parsers.csv import CsvRow, CsvTable
from generator.parsers.scans.dates_spelled import is_day_first
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.qualys_wire import (
    QualysDetection,
    QualysKnowledge,
    add,
    cves,
    first_day,
    latest,
    present,
    scanner,
    score,
    written_moment,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import Alike, whole_rows

_Names = tuple[str, ...]
_NO_ROW = "the file has a header and no row: it does not say that any host was scanned"
_UNREACHED = "not scanned: {}"


class QualysColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Names of the columns of one export, the preferred one first. Empty where it has none."""

    host: _Names
    identity: _Names = ()
    system: _Names = ()
    names: _Names = ()
    """What else the host is called."""
    title: _Names = ()
    level: _Names = ()
    original: _Names = ()
    """The level of the knowledge base, before a person edited the entry's own."""
    kind: _Names = ()
    status: _Names = ()
    ignored: tuple[tuple[str, str, str], ...] = ()
    """Columns, the word in them by which an entry is ignored, and what to call that."""
    port: str
    protocol: str
    first_seen: _Names = ()
    last_seen: _Names = ()
    cve: _Names = ()
    vendor: _Names = ()
    """Advisories of vendors."""
    description: _Names = ()
    solution: _Names = ()
    scores: tuple[tuple[str, str, str], ...]
    """Version, column and whose score it is."""
    host_status: _Names = ()
    """Says of a row without QID whether its host was scanned."""


def read(table: CsvTable, columns: QualysColumns, evidence: EvidenceFile) -> ScanSnapshot:
    """Every row of the table."""
    above = " ".join(cell for cells in table.preamble for cell in cells)
    accumulator, hosts = ScanAccumulator(evidence, scanner(above)), HostTargets(evidence)
    day_first = is_day_first(_dates(table, columns))
    known: dict[tuple[str, str], QualysKnowledge] = {}
    detections = Alike(table, _names_of_detection(columns), lambda row: _detection(row, columns))
    names = (*columns.host, *columns.identity, *columns.system, *columns.names)
    targets = Alike(table, names, lambda row: _host(row, columns, hosts))
    seen, unreached, any_row = {""}, [], False
    for row in whole_rows(table, accumulator):
        any_row = True
        qid, status = present(row.get("QID")), row.get(*columns.host_status)
        if not qid and status:
            if _was_scanned(status):
                accumulator.target(targets.of(row))
            else:
                unreached.append(row.get(*columns.host))
            continue
        seen.add(row.get(*columns.last_seen))
        target = accumulator.target(targets.of(row))
        key = (qid, row.get(*columns.cve))
        if key not in known:
            known[key] = _knowledge(row, columns)
        detection = detections.of(row)
        first_seen = _day(row.get(*columns.first_seen), day_first=day_first)
        detection = replace(detection, qid=qid, place=f"line {row.line}", first_seen=first_seen)
        add(accumulator, target, detection, known[key])
    written = next(filter(None, (written_moment(cell) for above in table.preamble for cell in above)), None)
    because = _UNREACHED.format(", ".join(unreached)) if unreached else None if any_row else _NO_ROW
    return accumulator.finish(latest(seen, day_first=day_first) or written, assessed=any_row, because=because)


def _dates(table: CsvTable, columns: QualysColumns) -> Iterator[str]:
    for row in table.rows():
        yield row.get(*columns.first_seen)
        yield row.get(*columns.last_seen)


def _was_scanned(status: str) -> bool:
    return "not " not in status.lower() and "scanned" in status.lower()


def _host(row: CsvRow, columns: QualysColumns, hosts: HostTargets) -> ScanTarget:
    name = next(filter(None, (present(row.get(column)) for column in columns.host)), "")
    others = map(row.get, (*columns.host, *columns.names))
    return hosts.target(name, identity=row.get(*columns.identity), os_name=present(row.get(*columns.system)), others=others)


_day = lru_cache(1 << 12)(first_day)


def _names_of_detection(columns: QualysColumns) -> tuple[str, ...]:
    ignored = (column for column, _, _ in columns.ignored)
    return (*columns.level, *columns.original, *columns.kind, *columns.status, *ignored, columns.port, columns.protocol)


def _detection(row: CsvRow, columns: QualysColumns) -> QualysDetection:
    """What may be the same for many rows: not yet which QID, where and since when."""
    ignored = (name for column, word, name in columns.ignored if row.get(column).lower() == word)
    return QualysDetection(
        qid="",
        place="",
        level=row.get(*columns.level),
        original=row.get(*columns.original),
        kind=row.get(*columns.kind),
        status=row.get(*columns.status),
        ignored=next(ignored, ""),
        port=present(row.get(columns.port)),
        protocol=present(row.get(columns.protocol)),
    )


def _knowledge(row: CsvRow, columns: QualysColumns) -> QualysKnowledge:
    return QualysKnowledge(
        title=row.get(*columns.title),
        description=row.get(*columns.description),
        solution=row.get(*columns.solution),
        cves=cves([row.get(*columns.cve)]),
        aliases=aliases("", *row.get(*columns.vendor).split(",")),
        cvss=_scores(row, columns),
    )


def _scores(row: CsvRow, columns: QualysColumns) -> tuple[Cvss, ...]:
    scores = (score(version, present(row.get(column)), source=source) for version, column, source in columns.scores)
    return tuple(rating for several in scores for rating in several)
