"""All decisions as one workbook for people who live in Excel, and back: three-way, refusals by cell.

A sheet for each list of `decisions/`, a row for each entry, a column for each key. What was written travels in the workbook, so
that on the way back a cell that a person changed is distinguished from one that changed in the file. A changed cell goes to its
key, a new row becomes an entry; what both sides changed is a conflict and stays as the file has it. A row that is gone from the
workbook is reported and never removed.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import msgspec

from generator import strict_yaml
from generator.documents.grid import letters
from generator.documents.table_workbook import NAME_LENGTH, TableField, TableSheet, record_of, write_tables
from generator.documents.workbook_rows import formula_cells, sheet_texts
from generator.errors import ConfigError
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.record_fields import FieldKind, FormField, FormRefusedError, entry_of, fields_of, value_of
from generator.workspace.written_records import RecordList, decision_lists
from generator.workspace.yaml_writer import ChangingYaml, read_yaml, refuse_if_changed, write_yaml

_ENTRY = "Entry"
_VERSION = 1
_FIRST_ROW = 3
_HINTS = {
    FieldKind.DAY: "A day, as 2026-11-30",
    FieldKind.LINES: "One a line (Alt+Enter)",
    FieldKind.NUMBER: "A number",
    FieldKind.NUMBERS: "Numbers, one a line (Alt+Enter)",
    FieldKind.PAIRS: "name: text, one a line (Alt+Enter)",
    FieldKind.YAML: "As YAML",
}
_YES_NO = ("yes", "no")
_BOOLEANS = {"True": "yes", "False": "no"}
_FORMULA = "a formula without a value that was stored with it; type the text"


class CellRemark(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that was not taken over, and why."""

    place: str
    """`waivers!C4`."""
    typed: str
    why: str


@dataclass(slots=True, kw_only=True)
class ImportedDecisions:
    """What came of a workbook."""

    written: list[str] = field(default_factory=list)
    """Decisions, one each: `decisions/waivers.yaml: reason of …`."""
    refused: list[CellRemark] = field(default_factory=list)
    conflicts: list[CellRemark] = field(default_factory=list)


def export_decisions(root: Path, day: dt.date) -> bytes:
    """The workbook.

    Raises:
        ConfigError: a file of decisions cannot be read.
    """
    sheets, record = [], {}
    for listed in decision_lists():
        entries = listed.entries(read_yaml(root, listed.file).value)
        rows = tuple(tuple(field.value for field in fields_of(listed.record, entry)) for entry in entries)
        fields = tuple(map(_column, fields_of(listed.record, {})))
        keyed = tuple((str(number), *row) for number, row in enumerate(rows, 1))
        about = f"{listed.file}: {listed.decides}".replace("`", "")
        sheets.append(TableSheet(name=_sheet(listed), about=about, fields=(TableField(header=_ENTRY), *fields), rows=keyed))
        record[listed.key] = rows
    written = {"version": _VERSION, "lists": record}
    return write_tables(sheets, record=json.dumps(written, ensure_ascii=True), date=day)


def import_decisions(root: Path, data: bytes, where: str) -> ImportedDecisions:
    """Take over what was changed in a workbook of `export_decisions`; all files are written, or none.

    Raises:
        ConfigError: it is no such workbook, or a file of decisions cannot be read.
        EditedMeanwhileError: a file was changed while it was taken over.
        ParseError: it is no workbook.
    """
    rows = tuple(sheet_texts(data, where=where))
    record = _record(record_of(rows), where)
    formulas = frozenset(formula_cells(data, where=where))
    imported, files = ImportedDecisions(), dict[str, ChangingYaml]()
    for listed in decision_lists():
        before = files.get(listed.file) or read_yaml(root, listed.file)
        typed = {number: cells for name, number, cells in rows if name == _sheet(listed)}
        files[listed.file] = _SheetMerge(listed, record.get(listed.key, ()), imported, formulas).merged(before, typed)
    for changing in files.values():
        refuse_if_changed(root, changing)
    for changing in files.values():
        write_yaml(root, changing)
        imported.written += [f"{changing.file}: {hunk.why}" for hunk in changing.hunks]
    return imported


class _SheetMerge:
    """One sheet against its list."""

    def __init__(
        self,
        listed: RecordList,
        base: Sequence[Sequence[str]],
        imported: ImportedDecisions,
        formulas: Collection[tuple[str, int, int]],
    ) -> None:
        self._listed, self._base, self._imported, self._formulas = listed, base, imported, formulas
        self._fields = fields_of(listed.record, {})

    def merged(self, before: ChangingYaml, typed: Mapping[int, tuple[str, ...]]) -> ChangingYaml:
        """The file with what was typed. `typed` has the rows of the sheet by number, headers and all."""
        if misplaced := self._misplaced(typed):
            self._imported.refused.append(misplaced)
            return before
        return self._rows(before, [(number, cells) for number, cells in typed.items() if number >= _FIRST_ROW])

    def _misplaced(self, typed: Mapping[int, tuple[str, ...]]) -> CellRemark | None:
        """Why nothing of the sheet can be read: it has another name, or a column stands where another one was."""
        if not typed:
            why = "the workbook has no sheet of this name; give it its name back"
            return CellRemark(place=_sheet(self._listed), typed="", why=why) if self._base else None
        headers = (_ENTRY, *(_column(form).header for form in self._fields))
        shown = (*typed.get(_FIRST_ROW - 1, ()), *([""] * len(headers)))
        for at, (header, there) in enumerate(zip(headers, shown, strict=False)):
            if there.strip() != header:
                why = f"this column is `{header}`; nothing of the sheet was taken over"
                return CellRemark(place=self._cell(_FIRST_ROW - 1, at - 1), typed=there, why=why)
        return None

    def _rows(self, before: ChangingYaml, typed: Sequence[tuple[int, tuple[str, ...]]]) -> ChangingYaml:
        after, seen = before, set[int]()
        now = [self._texts(entry) for entry in self._listed.entries(before.value)]
        for number, cells in typed:
            key, texts = cells[0].strip() if cells else "", self._typed(cells)
            if key.isdecimal() and 1 <= int(key) <= len(self._base):
                seen.add(int(key))
                after = self._entry(after, number, int(key) - 1, texts, now)
            elif any(texts) or self._not_stored(number, texts):
                after = self._new(after, number, texts)
        for gone in sorted(set(range(1, len(self._base) + 1)) - seen):
            why = "the row is gone from the workbook; entries are removed in the file or in the workbench"
            self._imported.refused.append(CellRemark(place=_sheet(self._listed), typed=f"entry {gone}", why=why))
        return after

    def _entry(
        self, changing: ChangingYaml, number: int, index: int, texts: tuple[str, ...], now: Sequence[tuple[str, ...]]
    ) -> ChangingYaml:
        base = tuple(self._base[index])
        if texts == base:
            return changing
        place = self._place(base, index, now)
        for column, (form, was, text) in enumerate(zip(self._fields, base, texts, strict=False)):
            if text == was:
                continue
            cell = self._cell(number, column)
            if column in self._not_stored(number, texts):
                self._imported.refused.append(CellRemark(place=cell, typed="", why=_FORMULA))
            elif place is None:
                self._imported.conflicts.append(CellRemark(place=cell, typed=text, why="the entry is gone from the file"))
            elif (standing := now[place][column]) not in (was, text):
                why = f"the file says {standing!r} meanwhile"
                self._imported.conflicts.append(CellRemark(place=cell, typed=text, why=why))
            elif standing != text:
                changing = self._set(changing, (*self._listed.path, place), form, text, cell)
        return changing

    def _not_stored(self, number: int, texts: Sequence[str]) -> list[int]:
        """Fields of a row that hold a formula and no value of it."""
        sheet = _sheet(self._listed)
        return [at for at, text in enumerate(texts) if not text and (sheet, number, at + 1) in self._formulas]

    def _set(self, changing: ChangingYaml, path: tuple[str | int, ...], form: FormField, text: str, cell: str) -> ChangingYaml:
        why = f"{form.name} of entry {int(path[-1]) + 1}"
        try:
            if not text:
                if form.required:
                    raise ValueError("required, and emptied")
                return self._valid(changing.without((*path, form.name), why=f"{why} removed"))
            return self._valid(changing.with_key((*path, form.name), value_of(form, text), why=why))
        except (ValueError, ConfigError) as error:
            said = error.what if isinstance(error, ConfigError) else str(error)
            self._imported.refused.append(CellRemark(place=cell, typed=text, why=said))
            return changing

    def _new(self, changing: ChangingYaml, number: int, texts: tuple[str, ...]) -> ChangingYaml:
        posted = dict(zip((form.name for form in self._fields), texts, strict=False))
        if empty := self._not_stored(number, texts):
            self._imported.refused.append(CellRemark(place=self._cell(number, empty[0]), typed="", why=_FORMULA))
            return changing
        try:
            entry = entry_of(self._listed.record, posted)
            return self._valid(changing.with_entry(self._listed.path, entry, why=f"new entry, row {number}"))
        except FormRefusedError as refused:
            columns = {form.name: column for column, form in enumerate(self._fields)}
            for name, reason in refused.reasons.items():
                remark = CellRemark(place=self._cell(number, columns[name]), typed=posted.get(name, ""), why=reason)
                self._imported.refused.append(remark)
        except ConfigError as error:
            place = f"{_sheet(self._listed)}, row {number}"
            self._imported.refused.append(CellRemark(place=place, typed="", why=error.what))
        return changing

    def _valid(self, changing: ChangingYaml) -> ChangingYaml:
        """The change, once the type that reads the file takes it."""
        module = next(file.module for file in DECISION_FILES if f"{FOLDER}/{file.name}" == changing.file)
        strict_yaml.convert(strict_yaml.load(changing.text, changing.file), import_module(module).SCHEMA)
        return changing

    def _place(self, base: tuple[str, ...], index: int, now: Sequence[tuple[str, ...]]) -> int | None:
        """Where an entry stands in the file now: where it stood, else where the same entry stands."""
        if index < len(now) and (now[index] == base or len(now) == len(self._base)):
            return index
        return next((place for place, texts in enumerate(now) if texts == base), None)

    def _texts(self, entry: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(form.value for form in fields_of(self._listed.record, entry))

    def _typed(self, cells: Sequence[str]) -> tuple[str, ...]:
        texts = [_plain(form, text) for form, text in zip(self._fields, cells[1:], strict=False)]
        return tuple(texts + [""] * (len(self._fields) - len(texts)))

    def _cell(self, number: int, column: int) -> str:
        return f"{_sheet(self._listed)}!{letters(column + 2)}{number}"


def _plain(form: FormField, text: str) -> str:
    """A cell as the form has it: of a day Excel makes a moment, of a number a fraction, and a yes may be typed as TRUE."""
    text = text.replace("\r\n", "\n").strip()
    if form.kind is FieldKind.DAY:
        return text.removesuffix(" 00:00:00")
    if form.kind is FieldKind.YES_NO:
        return _BOOLEANS.get(text, text)
    return text.removesuffix(".0") if form.kind is FieldKind.NUMBER else text


def _column(form: FormField) -> TableField:
    choices = _YES_NO if form.kind is FieldKind.YES_NO else form.choices if form.kind is FieldKind.CHOICE else ()
    wide = form.kind in (FieldKind.LONG, FieldKind.LINES, FieldKind.NUMBERS, FieldKind.PAIRS, FieldKind.YAML)
    header = f"{form.name} *" if form.required else form.name
    return TableField(header=header, choices=choices, hint=_HINTS.get(form.kind, ""), wide=wide)


def _sheet(listed: RecordList) -> str:
    return listed.key[:NAME_LENGTH]


def _record(text: str, where: str) -> Mapping[str, Sequence[Sequence[str]]]:
    step = "export it again with `atopack decisions export`, and type into that"
    if not text:
        raise ConfigError(
            "it is no workbook of decisions: the record of what was written is not in it", where=where, next_step=step
        )
    try:
        content = json.loads(text)
        lists = {str(key): [tuple(map(str, row)) for row in rows] for key, rows in content["lists"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("the record of what was written is damaged", where=where, next_step=step) from error
    if content.get("version") != _VERSION:
        raise ConfigError("it was written by another version of atopack", where=where, next_step=step)
    return lists


def remark_lines(imported: ImportedDecisions) -> Iterator[str]:
    """What a command prints: each conflict and each refusal by cell."""
    for remark in imported.conflicts:
        yield f"  {remark.place}: {remark.typed!r} is not written: {remark.why}"
    for remark in imported.refused:
        yield f"  {remark.place}: {remark.typed!r} is refused: {remark.why}"
