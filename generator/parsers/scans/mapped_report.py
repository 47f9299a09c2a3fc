"""A report that is read by a mapping file instead of a reader of its own: JSON, JSON lines or CSV.

What it holds counts as any scan, and its scanner is shown as user-mapped wherever a scanner is named: in the report, in the
detector of POA&M items, in the scan index.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from generator.errors import ConfigError, ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers import csv
from generator.parsers.base import Family
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document, FileContainer
from generator.parsers.scans import bounded_jmespath, cvss_scores
from generator.parsers.scans.bounded_jmespath import Select, UnfitError
from generator.parsers.scans.dates import moment, seen_day, spaced_moment
from generator.parsers.scans.entries import affected, cves, digests, fold_placed, result_of, unique
from generator.parsers.scans.format_mapping import FOLDER, ReadMapping
from generator.parsers.scans.null_entries import with_null_entries
from generator.parsers.scans.severity import band, severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.whole_rows import whole_rows

MARK = "user-mapped"
_LONGEST = 10_000
"""Characters of one text that are kept."""
_MOST = 100
"""Values of a list that make one text."""
_MOST_ENTRIES = 2_000_000
_JSON = {FileContainer.JSON, FileContainer.JSON_LINES}
Getters = Mapping[str, tuple[Select, ...]]
"""By field, what selects it."""


class MappedEntry(Protocol):
    """One entry of a report."""

    def text(self, field: str) -> str:
        """A field as text; empty where there is none."""


class _JsonEntry:
    """A value of JSON with those that it lies in: what the entry does not say, its group or the file may."""

    __slots__ = ("_levels",)

    def __init__(self, levels: Sequence[tuple[Getters, object]]) -> None:
        self._levels = levels

    def text(self, field: str) -> str:
        for getters, value in self._levels:
            for select in getters.get(field, ()):
                found = _attempted(select, value)
                if found:
                    return found
        return ""


class _RowEntry:
    """A row of a table."""

    __slots__ = ("_columns", "_row")

    def __init__(self, row: CsvRow, columns: Mapping[str, tuple[str, ...]]) -> None:
        self._row, self._columns = row, columns

    def text(self, field: str) -> str:
        return self._row.get(*self._columns.get(field, ()))[:_LONGEST]


@dataclass(frozen=True, slots=True)
class MappedReport:
    """See `Parser`."""

    read: ReadMapping
    family: Final[Family] = "scan"

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return f"mapped-{self.read.name}"

    @property
    def title(self) -> str:
        """See `Parser.title`."""
        return f"{self.read.mapping.scanner} ({MARK}: {FOLDER}/{self.read.name}.yaml)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`: by the name of the file alone, since a person says which files these are."""
        return self.read.takes(document.name)

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        try:
            return with_null_entries(document, _MappedReading(self.read, document, evidence).snapshot())
        except ConfigError as error:
            raise ParseError(error.what, where=f"{FOLDER}/{self.read.name}.yaml", next_step=error.next_step) from error


class _MappedReading:
    """One file, while it is read."""

    def __init__(self, read: ReadMapping, document: Document, evidence: EvidenceFile) -> None:
        self._read, self._document, self._evidence = read, document, evidence
        self._targets: dict[str, ScanTarget] = {}
        self._taken, self._version = "", ""
        self._file = f"{FOLDER}/{read.name}.yaml"
        self._json = document.container in _JSON

    def snapshot(self) -> ScanSnapshot:
        rows = list(self._rows())
        scanner = Scanner(name=f"{self._read.mapping.scanner.strip()} ({MARK})", version=self._version or None)
        accumulator = ScanAccumulator(self._evidence, scanner)
        fold_placed(accumulator, rows, lambda entry, place: self._result(entry, place, accumulator))
        if not self._targets:
            accumulator.target(self._target(""))
        return accumulator.finish(moment(self._taken) or spaced_moment(self._taken))

    def _rows(self) -> Iterator[tuple[str, MappedEntry | None]]:
        if not self._json:
            return self._of_table()
        return self._of_lines() if self._document.container is FileContainer.JSON_LINES else self._of_json()

    def _of_lines(self) -> Iterator[tuple[str, MappedEntry | None]]:
        for number, line in enumerate(self._document.data.splitlines(), 1):
            if line.strip():
                value = self._document.decode(line, object, place=f"line {number}")
                yield from self._entries(value, f"line {number}")

    def _of_json(self) -> Iterator[tuple[str, MappedEntry | None]]:
        value = self._document.decode(self._document.data, object)
        mapping = self._read.mapping
        self._taken, self._version = _selected(mapping.taken, value), _selected(mapping.version, value)
        return self._entries(value, "")

    def _entries(self, value: object, place: str) -> Iterator[tuple[str, MappedEntry | None]]:
        mapping, read = self._read.mapping, self._read
        of_report, of_group, of_entry = _getters(read.report_fields), _getters(read.group_fields), _getters(read.fields)
        groups = [value] if mapping.groups is None else self._list("groups", mapping.groups, value, place)
        count = 0
        for position, group in enumerate(groups):
            at = f"{place} {mapping.groups}[{position}]".strip() if mapping.groups else place
            if group is None and mapping.groups:
                continue
            for index, entry in enumerate(self._list("entries", mapping.entries, group, at)):
                count += 1
                if count > _MOST_ENTRIES:
                    step = "split the file before collecting"
                    raise ParseError(f"more than {_MOST_ENTRIES:,} entries", where=at, next_step=step)
                levels = ((of_entry, entry), (of_group, group), (of_report, value))
                yield f"{at} {mapping.entries or ''}[{index}]".strip(), None if entry is None else _JsonEntry(levels)

    def _list(self, key: str, path: str | None, value: object, place: str) -> list[Any]:
        """What the expression selects. A line of JSON lines may be about something else, and a group may hold nothing."""
        lines = self._document.container is FileContainer.JSON_LINES
        if path is None:
            listed: object = value if isinstance(value, list) else [value] if lines else None
        else:
            try:
                listed = bounded_jmespath.compiled(path)(value)
            except UnfitError as error:
                what, step = f"`{key}: {path}` does not fit this file: {error}", f"correct `{key}` in {self._file}"
                raise ParseError(what, where=place, next_step=step) from error
            if listed is None and (lines or (key == "entries" and self._read.mapping.groups)):
                return []
        if not isinstance(listed, list):
            what = f"`{key}: {path}` selects no list in this file" if path else "the file is no list, and `entries` is missing"
            raise ParseError(what, where=place, next_step=f"correct `{key}` in {self._file}")
        return listed

    def _of_table(self) -> Iterator[tuple[str, MappedEntry | None]]:
        fields = self._read.fields
        table = csv.table(self._document, fields["id"][0])
        if table is None:
            what = f"no header of a table names the column `{fields['id'][0][:80]}`, and the file is no JSON"
            raise ParseError(what, next_step=f"correct `fields.id` in {self._file}")
        missing = [name for names in fields.values() if not set(names) & set(table.header) for name in names]
        if missing:
            what = f"the table has no column `{missing[0][:80]}`"
            raise ParseError(what, where=f"line {table.first_line}", next_step=f"correct it in {self._file}")
        mapping = self._read.mapping
        for row in whole_rows(table):
            self._taken = self._taken or (row.get(mapping.taken) if mapping.taken else "")
            self._version = self._version or (row.get(mapping.version) if mapping.version else "")
            yield f"line {row.line}", _RowEntry(row, fields)

    def _target(self, name: str) -> ScanTarget:
        known = self._targets.get(name)
        if known is None:
            kind = self._read.target_kind
            named = ScanTarget(name=name, kind=kind, digests=digests(name) if "@" in name else ())
            known = self._targets[name] = named if name else from_evidence(self._evidence, kind)
        return known

    def _result(self, entry: MappedEntry, place: str, accumulator: ScanAccumulator) -> ScanResult | None:
        read = self._read
        target = accumulator.target(self._target(entry.text("target").strip()))
        secret = read.kind is ResultKind.SECRET
        status, identifier = entry.text("status"), entry.text("id").strip()
        score = cvss_scores.number(entry.text("score"))
        word = entry.text("severity") or entry.text("score")
        return result_of(
            read.kind,
            identifier,
            target,
            place,
            severity=self._severity(word, score),
            word=word,
            disposition=read.statuses.get(status.strip().lower(), Disposition.OPEN),
            native_status=status,
            package=affected(entry.text("package"), entry.text("version"), entry.text("fixed")),
            scope=entry.text("place"),
            title="" if secret else entry.text("title"),
            description="" if secret else entry.text("description"),
            solution=entry.text("solution"),
            cves=cves(identifier, entry.text("cves")),
            cvss=cvss_scores.scores((("user-mapped", "3.1", entry.text("vector") or None, score),)),
            references=unique(entry.text("link")),
            published=seen_day(entry.text("published")),
            first_seen=seen_day(entry.text("date")),
        )

    def _severity(self, word: str, score: float | None) -> Severity:
        """By the mapping, else as scanners say it, else by the score; a number in place of a word is a score."""
        mapped = self._read.severities.get(word.strip().lower())
        if mapped is not None:
            return mapped
        rated = severity(word)
        if rated is not Severity.UNKNOWN:
            return rated
        return band(score if score is not None else cvss_scores.number(word.strip()))


def _getters(fields: Mapping[str, tuple[str, ...]]) -> Getters:
    return {name: tuple(map(bounded_jmespath.compiled, paths)) for name, paths in fields.items()}


def _selected(path: str | None, value: object) -> str:
    return _attempted(bounded_jmespath.compiled(path), value) if path else ""


def _attempted(select: Select, value: object) -> str:
    """A field whose expression does not fit this value has none."""
    try:
        return plain_text(select(value))
    except UnfitError:
        return ""


def plain_text(value: object) -> str:
    """A value as text: of a list its values, of an object nothing; at most 10,000 characters."""
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)[:_LONGEST]
    if isinstance(value, list):
        texts = (plain_text(inner) for inner in value[:_MOST] if not isinstance(inner, list))
        return ", ".join(filter(None, texts))[:_LONGEST]
    return ""
