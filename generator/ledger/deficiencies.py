"""The sheet PL-2 Findings as people wrote it: faults of the documents, which no scan knows of."""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_cells import ValueRow, WorkbookSheet, cell_name
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.cell_values import Cells, plain
from generator.ledger.poam_ledger import Deficiency, Notice

_HEADERS = ("Deficiency ID", "Deficiency Name", "Deficiency Description", "Remediation Plan/Description", "Remediation Date")
_LABELS = frozenset({"guidance", "examples", "mandatory or situational"})


def deficiencies_of(sheet: WorkbookSheet, cells: Cells, notices: list[Notice], where: str) -> tuple[Deficiency, ...]:
    """All rows.

    Raises:
        ConfigError: a header was renamed, a row has no id, or one that another row has (names the cell).
    """
    if not sheet.rows:
        return ()
    head, places = _header(sheet, where)
    rows = [row for row in sheet.rows if row.number > head and not _is_guidance(row)]
    deficiencies: dict[str, Deficiency] = {}
    for row in rows:
        extra_columns = [column for column, value in sorted(row.values.items()) if column not in places and plain(value)]
        if extra_columns:
            what = "this sheet has five columns; what stands beside them is not carried over"
            place = f"{sheet.name}!{cell_name(row.number, extra_columns[0])}"
            notices.append(Notice(path=where, place=place, what=what, next_step="write it into one of the five"))
        deficiency = _deficiency(sheet, row, places, cells)
        if deficiency is None:
            continue
        at = f"{where}, {sheet.name}!{cell_name(row.number, places[0])}"
        if not deficiency.id:
            raise ConfigError("a PL-2 finding without its id", where=at, next_step="give it an id of its own, or empty the row")
        if deficiency.id in deficiencies:
            raise ConfigError(f"duplicate PL-2 finding {deficiency.id!r}", where=at, next_step="give it an id of its own")
        deficiencies[deficiency.id] = deficiency
    return tuple(deficiencies.values())


def _header(sheet: WorkbookSheet, where: str) -> tuple[int, Sequence[int]]:
    best: tuple[int, Iterable[str]] = (0, _HEADERS)
    for row in sheet.rows:
        texts = {normalize_header(text): column for column, text in row.values.items() if isinstance(text, str)}
        places = [texts.get(normalize_header(header), 0) for header in _HEADERS]
        if all(places):
            return row.number, places
        if sum(place > 0 for place in places) > best[0]:
            missing = [header for header, place in zip(_HEADERS, places, strict=True) if not place]
            best = sum(place > 0 for place in places), missing
    what = f"the columns {', '.join(best[1])} are missing"
    raise ConfigError(what, where=f"{where}, sheet {sheet.name!r}", next_step="give the header the text that the template has")


def _deficiency(sheet: WorkbookSheet, row: ValueRow, places: Sequence[int], cells: Cells) -> Deficiency | None:
    texts = [cells.text(sheet.name, row.number, column, "", row.values.get(column, "")) for column in places[:4]]
    done = row.values.get(places[4], "")
    day = cells.day(c.STATUS_DATE, f"{sheet.name}!{cell_name(row.number, places[4])}", done) if done != "" else ""
    if not any((*texts, day)):
        return None
    return Deficiency(
        id=texts[0], name=texts[1], description=texts[2], plan=texts[3], remediated=date.fromisoformat(day) if day else None
    )


def _is_guidance(row: ValueRow) -> bool:
    label = row.values.get(1)
    return isinstance(label, str) and normalize_header(label) in _LABELS
