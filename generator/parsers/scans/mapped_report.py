"""A report that is read by a mapping file instead of a reader of its own: JSON, JSON lines, XML or CSV.

What it holds counts as any scan, and its scanner is shown as user-mapped wherever a scanner is named: in the report, in the
detector of POA&M items, in the scan index.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from generator.errors import ConfigError, ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers import csv, xml
from generator.parsers.base import Family
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import bounded_jmespath, cvss_scores
from generator.parsers.scans.bounded_jmespath import Select, UnfitError
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment, spaced_moment
from generator.parsers.scans.entries import affected, cves, digests, fold_placed, result_of
from generator.parsers.scans.field_map import written_day
from generator.parsers.scans.format_mapping import FOLDER, KEY, ReadMapping
from generator.parsers.scans.null_entries import with_null_entries
from generator.parsers.scans.severity import band, severity
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named
from generator.parsers.scans.whole_rows import whole_rows
from generator.parsers.xml_values import plain_value

MARK = "user-mapped"
_LONGEST = 10_000
"""Characters of one text that are kept."""
_MOST = 100
"""Values of a list that make one text."""
_MOST_ENTRIES = 2_000_000
_BY_EXPRESSIONS = {FileContainer.JSON, FileContainer.JSON_LINES, FileContainer.XML}
Getters = Mapping[str, tuple[Select | None, ...]]
"""By field, what selects it; None for the key."""
MappedEntry = Callable[[str], str]
"""One entry of a report: a field of it as text; empty where there is none."""


class _Level:
    """An entry, its group or the whole file, with what is selected of it: each field once, however many entries ask for it."""

    __slots__ = ("_getters", "_key", "_texts", "_value")

    def __init__(self, getters: Getters, value: object, key: str = "") -> None:
        self._getters, self._value, self._key = getters, value, key
        self._texts: dict[str, str] = {}

    def text(self, field: str) -> str:
        known = self._texts.get(field)
        if known is None:
            known = self._texts[field] = next(filter(None, map(self._selected, self._getters.get(field, ()))), "")
        return known

    def _selected(self, select: Select | None) -> str:
        return self._key[:_LONGEST] if select is None else _attempted(select, self._value)


class MappedReport(msgspec.Struct, frozen=True):
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
        self._accumulator = ScanAccumulator(evidence, f"{read.mapping.scanner.strip()} ({MARK})")
        self._targets: dict[str, ScanTarget] = {}
        self._taken, self._version = "", ""
        self._file = f"{FOLDER}/{read.name}.yaml"
        self._by_key = any(KEY in paths for paths in (*read.fields.values(), *read.group_fields.values()))
        self._by_expressions = document.container in _BY_EXPRESSIONS

    def snapshot(self) -> ScanSnapshot:
        rows, accumulator = list(self._rows()), self._accumulator
        fold_placed(accumulator, rows, lambda entry, place: self._result(entry, place, accumulator))
        if not self._targets:
            accumulator.target(self._target(""))
        snapshot = accumulator.finish(moment(self._taken) or spaced_moment(self._taken))
        return replace(snapshot, scanner=Scanner(name=snapshot.scanner.name, version=self._version or None))

    def _rows(self) -> Iterator[tuple[str, MappedEntry | None]]:
        if not self._by_expressions:
            return self._of_table()
        return self._of_lines() if self._document.container is FileContainer.JSON_LINES else self._of_whole()

    def _of_lines(self) -> Iterator[tuple[str, MappedEntry | None]]:
        for number, line in enumerate(self._document.data.splitlines(), 1):
            if line.strip():
                value = self._document.decode(line, object, place=f"line {number}")
                yield from self._entries(value, f"line {number}")

    def _of_whole(self) -> Iterator[tuple[str, MappedEntry | None]]:
        document = self._document
        of_xml = document.container is FileContainer.XML
        value = plain_value(xml.parse(document.data)) if of_xml else document.decode(document.data, object)
        mapping = self._read.mapping
        self._taken, self._version = _selected(mapping.taken, value), _selected(mapping.version, value)
        return self._entries(value, "")

    def _entries(self, value: object, place: str) -> Iterator[tuple[str, MappedEntry | None]]:
        mapping, read = self._read.mapping, self._read
        of_report, of_group, of_entry = _getters(read.report_fields), _getters(read.group_fields), _getters(read.fields)
        groups = [("", value)] if mapping.groups is None else self._list("groups", mapping.groups, value, place)
        report, count = _Level(of_report, value), 0
        for position, (group_key, group) in enumerate(groups):
            at = f"{place} {mapping.groups}[{position}]".strip() if mapping.groups else place
            if group is None and mapping.groups:
                continue
            above = (_Level(of_group, group, group_key), report)
            for index, (key, entry) in enumerate(self._list("entries", mapping.entries, group, at)):
                count += 1
                if count > _MOST_ENTRIES:
                    step = "split the file before collecting"
                    raise ParseError(f"more than {_MOST_ENTRIES:,} entries", where=at, next_step=step)
                levels = (_Level(of_entry, entry, key), *above)
                yield f"{at} {mapping.entries or ''}[{index}]".strip(), None if entry is None else partial(_of_levels, levels)

    def _list(self, key: str, path: str | None, value: object, place: str) -> list[tuple[str, Any]]:
        """What the expression selects; with keys where it is an object and the mapping asks for them. A line of JSON lines may
        be about something else, and a group may hold nothing."""
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
        if isinstance(listed, dict) and self._by_key and all(_may_be(key, inner) for inner in listed.values()):
            return list(listed.items())
        if not isinstance(listed, list):
            what = f"`{key}: {path}` selects no list in this file" if path else "the file is no list, and `entries` is missing"
            raise ParseError(what, where=place, next_step=f"correct `{key}` in {self._file}")
        return [("", inner) for inner in listed]

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
        for row in whole_rows(table, self._accumulator):
            self._taken = self._taken or (row.get(mapping.taken) if mapping.taken else "")
            self._version = self._version or (row.get(mapping.version) if mapping.version else "")
            yield f"line {row.line}", partial(_of_row, row, fields)

    def _target(self, name: str) -> ScanTarget:
        known = self._targets.get(name)
        if known is None:
            pinned = digests(name) if "@" in name else ()
            known = self._targets[name] = named(name, self._read.target_kind, self._evidence, digests=pinned)
        return known

    def _result(self, entry: MappedEntry, place: str, accumulator: ScanAccumulator) -> ScanResult | None:
        read = self._read
        target = accumulator.target(self._target(entry("target").strip()))
        secret = read.kind is ResultKind.SECRET
        status, identifier = entry("status"), entry("id").strip()
        score = cvss_scores.number(entry("score"))
        word = entry("severity") or entry("score")
        return result_of(
            read.kind,
            identifier,
            target,
            place,
            severity=self._severity(word, score),
            word=word,
            disposition=read.statuses.get(status.strip().lower(), Disposition.OPEN),
            native_status=status,
            package=affected(entry("package"), entry("version"), entry("fixed")),
            scope=entry("place"),
            title="" if secret else entry("title"),
            description="" if secret else entry("description"),
            solution=entry("solution"),
            cves=cves(identifier, entry("cves")),
            cwes=cwes(entry("cwes")),
            cvss=cvss_scores.scores((("user-mapped", "3.1", entry("vector") or None, score),)),
            first_seen=written_day(entry("date")),
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


def _of_levels(levels: Sequence[_Level], field: str) -> str:
    """Of a value of JSON or XML with those that it lies in: what the entry does not say, its group or the file may."""
    return next(filter(None, (level.text(field) for level in levels)), "")


def _of_row(row: CsvRow, columns: Mapping[str, tuple[str, ...]], field: str) -> str:
    return row.get(*columns.get(field, ()))[:_LONGEST]


def _getters(fields: Mapping[str, tuple[str, ...]]) -> Getters:
    return {
        name: tuple(None if path == KEY else bounded_jmespath.compiled(path) for path in paths)
        for name, paths in fields.items()
    }


def _may_be(key: str, value: object) -> bool:
    """Entries that are filed by their names are objects; a group may be a list of entries itself."""
    return isinstance(value, dict | list) if key == "groups" else isinstance(value, dict)


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
