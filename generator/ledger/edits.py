"""What people changed in last time's workbook, cell by cell, back into the ledger.

A cell counts as a person's when it differs from what the accepted workbook said; without that one, when it holds anything.
What the ledger knows better (what a scanner reports, dates, ratings) is not taken from a cell; that it was changed is told.
Nothing is dropped: a deleted row leaves its item, an edited id is told and the item keeps its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import structs

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.adopt import closed_by, deviation_of, item_of
from generator.ledger.decisions import Decided, Decisions
from generator.ledger.item import (
    Before,
    Deficiency,
    Deviation,
    DeviationKind,
    LedgerItem,
    Notice,
    Standing,
)
from generator.ledger.workbook import WrittenBook, WrittenRow

_OURS = (c.NAME, c.DESCRIPTION, c.DETECTOR, c.IDENTIFIER, c.ASSETS, c.RATING, c.TRACKING, c.TRACKING_DUE, c.CVE)
_VENDOR_CELLS = (c.VENDOR, c.CHECK_IN, c.PRODUCT)
_FLAGS: Mapping[DeviationKind, tuple[str, ...]] = {
    DeviationKind.FALSE_POSITIVE: (c.FALSE_POSITIVE,),
    DeviationKind.OPERATIONAL_REQUIREMENT: (c.OPERATIONAL,),
    DeviationKind.RISK_ADJUSTMENT: (c.ADJUSTMENT, c.ADJUSTED),
    DeviationKind.VENDOR_DEPENDENCY: _VENDOR_CELLS,
}
_DECIDE = "decisions/deviations.yaml"


def with_edits(
    before: Before,
    edited: WrittenBook,
    base: WrittenBook | None,
    *,
    scanners: Iterable[str],
    as_of: date,
    decided: Sequence[Decided] = (),
) -> tuple[Before, tuple[Notice, ...]]:
    """The ledger of last time with what people wrote since. `base` is the accepted workbook, where it is kept; `decided` what
    stands in `decisions/` and counts where the two differ.

    Raises:
        ConfigError: a row that cannot be an item (names the cell).
    """
    merge = _Merge(edited, base, as_of, Decisions(decided))
    rows = merge.rows_by_item(before.items)
    items = [merge.item(item, rows[item.poam_id]) if item.poam_id in rows else item for item in before.items]
    used = {row.at(c.ID) for row in rows.values()}
    known = tuple(scanners)
    items += [merge.adopted(row, known) for row in edited.rows if row.at(c.ID) not in used]
    _one_collector(items)
    deficiencies = merge.deficiencies(before.deficiencies)
    result = structs.replace(before, items=tuple(items), deficiencies=deficiencies)
    return result, tuple(sorted((*edited.notices, *merge.notices)))


class _Merge:
    def __init__(self, edited: WrittenBook, base: WrittenBook | None, as_of: date, decisions: Decisions) -> None:
        self._edited, self._as_of, self._decisions = edited, as_of, decisions
        self._has_base = base is not None
        self._base = {row.poam_id: row for row in base.rows} if base else {}
        self._headers = edited.headers | set(edited.extra)
        self._extra = tuple(dict.fromkeys((*(base.extra if base else ()), *edited.extra)))
        self._closed = {row.poam_id for row in edited.closed}
        self.notices: list[Notice] = []

    def _tell(self, row: WrittenRow, header: str, what: str, step: str = "") -> None:
        self.notices.append(Notice(path=self._edited.path, place=row.at(header), what=what, next_step=step))

    def rows_by_item(self, items: Iterable[LedgerItem]) -> dict[str, WrittenRow]:
        """The row of each item. A row with an unknown id that is otherwise a row that is missing has had its id edited."""
        rows = {row.poam_id: row for row in self._edited.rows}
        found = {item.poam_id: rows[item.poam_id] for item in items if item.poam_id in rows}
        missing = {_signature(self._base[item.poam_id]): item for item in items if self._is_missing(item, rows)}
        for row in self._edited.rows:
            item = missing.pop(_signature(row), None) if row.poam_id not in found else None
            if item is not None:
                found[item.poam_id] = row
                self._tell(row, c.ID, f"the id was {item.poam_id} and now reads {row.poam_id!r}; an id stays for life: kept")
        for item in missing.values():
            what = f"the row of {item.poam_id} was deleted; the item is kept"
            step = "move the row to the closed sheet to close it"
            self.notices.append(Notice(path=self._edited.path, place=item.poam_id, what=what, next_step=step))
        return found

    def _is_missing(self, item: LedgerItem, rows: Mapping[str, WrittenRow]) -> bool:
        return item.poam_id in self._base and item.poam_id not in rows

    def item(self, item: LedgerItem, row: WrittenRow) -> LedgerItem:
        """The item with what its row says."""
        base = self._base.get(item.poam_id)
        if not item.by_scan and base is not None and row.cells != base.cells:
            item = self._rewritten(item, row)
        item = structs.replace(item, written=self._written(item, row, base))
        if self._changed(row, base, c.CONTROLS) and c.CONTROLS in row.cells:
            controls = tuple(part.strip() for part in row.cells[c.CONTROLS].split(",") if part.strip())
            item = structs.replace(item, controls=controls)
        if item.by_scan:
            item = self._ours(item, row, base)
        item = structs.replace(item, deviations=self._deviations(item, row, base))
        return self._moved(item, row)

    def _rewritten(self, item: LedgerItem, row: WrittenRow) -> LedgerItem:
        """What a person found is theirs to rewrite, but for its id and first day."""
        new = item_of(row, path=self._edited.path, scanners=(), extra=(), as_of=self._as_of)
        if new.detected != item.detected:
            self._tell(row, c.DETECTED, f"the original detection date never changes; it stays {item.detected}")
        return structs.replace(
            new,
            poam_id=item.poam_id,
            detected=item.detected,
            configuration=item.configuration,
            closed=item.closed,
            deviations=item.deviations,
            settled=item.settled,
        )

    def _changed(self, row: WrittenRow, base: WrittenRow | None, header: str) -> bool:
        """A person wrote the cell. Without the accepted workbook, every cell that holds something is a person's."""
        if header not in row.places:
            return False
        if base is None:
            return not self._has_base and header in row.cells
        return header in base.places and row.cells.get(header, "") != base.cells.get(header, "")

    def _written(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> tuple[tuple[str, str], ...]:
        found = dict(item.written)
        for header in (*c.HUMAN, *self._extra):
            added = base is not None and header in row.cells and header not in base.places
            if not (added or self._changed(row, base, header)):
                continue
            text = row.cells.get(header, "")
            if header == c.COMMENTS and base is not None:
                text = _rest(text, base.cells.get(header, ""), found.get(header, ""))
            found[header] = text
        order = (*c.HUMAN, *self._extra, *found)
        return tuple((name, found[name]) for name in dict.fromkeys(order) if found.get(name))

    def _ours(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> LedgerItem:
        """Cells that a scan or a rule decides."""
        if base is None:
            return item
        for header in _OURS:
            if self._changed(row, base, header):
                was = base.cells.get(header, "")
                self._tell(row, header, f"this cell is made from evidence and stays {was[:60]!r}; the edit is not taken")
        if self._changed(row, base, c.DUE):
            step = f"say why in {_DECIDE}: a risk adjustment, or a vendor dependency with the day of the release"
            self._tell(row, c.DUE, "the date follows from rating and detection and is not taken from the cell", step)
        if self._changed(row, base, c.DETECTED):
            said = row.cells.get(c.DETECTED, "")
            if not item.dated and said:
                return structs.replace(item, detected=date.fromisoformat(said), dated=True)
            self._tell(row, c.DETECTED, f"the original detection date never changes; it stays {item.detected}")
        return item

    def _deviations(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> tuple[Deviation, ...]:
        found = {one.kind: one for one in item.deviations}
        for kind, headers in _FLAGS.items():
            rationale = c.RATIONALE in row.places and self._changed(row, base, c.RATIONALE)
            if any(self._changed(row, base, header) for header in headers):
                self._deviation(row, kind, headers[0], found)
                self._conflict(row, kind, headers[0], found.get(kind), self._decisions.of(item).get(kind))
            elif rationale and kind in found and kind is not DeviationKind.VENDOR_DEPENDENCY:
                found[kind] = structs.replace(found[kind], rationale=row.cells.get(c.RATIONALE, ""))
        return tuple(found[kind] for kind in DeviationKind if kind in found)

    def _deviation(self, row: WrittenRow, kind: DeviationKind, header: str, found: dict[DeviationKind, Deviation]) -> None:
        word, known = row.cells.get(header, "").casefold(), found.get(kind)
        if word not in ("yes", "pending"):
            if known is not None and known.standing is Standing.PENDING:
                found[kind] = structs.replace(known, standing=Standing.WITHDRAWN)
            elif known is not None and known.standing is Standing.APPROVED:
                step = f"if it was taken back, write `status: withdrawn` into {_DECIDE}"
                self._tell(
                    row, header, f"the workbook says {word or 'nothing'}, the decision says approved, which counts", step
                )
            return
        new = deviation_of(row, kind)
        if known is not None and known.standing is Standing.APPROVED:
            if kind is DeviationKind.RISK_ADJUSTMENT and new.adjusted != known.adjusted:
                self._tell(row, c.ADJUSTED, f"the approved rating is {known.adjusted}, which counts")
            return
        if word == "yes" and kind is not DeviationKind.VENDOR_DEPENDENCY:
            step = f"write approver, day and the file of the decision into {_DECIDE}"
            self._tell(row, header, "Yes without an approver, a day and a file of evidence counts as Pending", step)
        found[kind] = new

    def _conflict(
        self, row: WrittenRow, kind: DeviationKind, header: str, said: Deviation | None, decided: Deviation | None
    ) -> None:
        """The workbook and the file of decisions say different things of one deviation."""
        if decided is None:
            return
        word = row.cells.get(header, "").casefold() or "nothing"
        asks = said is not None and said.standing in (Standing.PENDING, Standing.APPROVED)
        stands = decided.standing in (Standing.PENDING, Standing.APPROVED)
        if (word in ("yes", "pending")) != stands:
            what = f"the workbook says {word}, {_DECIDE} says {decided.standing} of the {kind}, which counts"
            self._tell(row, header, what, "correct one of the two")
        elif asks and said is not None and said.adjusted and said.adjusted != decided.adjusted:
            what = f"the workbook says {said.adjusted}, {_DECIDE} says {decided.adjusted or 'nothing'}, which counts"
            self._tell(row, c.ADJUSTED, what, "correct one of the two")

    def _moved(self, item: LedgerItem, row: WrittenRow) -> LedgerItem:
        """A row on the other sheet."""
        is_closed = row.poam_id in self._closed
        if item.closed is None and is_closed:
            false = item.deviation(DeviationKind.FALSE_POSITIVE)
            if false is not None and false.standing is not Standing.APPROVED:
                step = f"write the approval into {_DECIDE}; the item closes with it"
                self._tell(row, c.ID, "a false positive closes when its approval is on file; the item stays open", step)
                return item
            if c.DOCUMENTS not in row.cells:
                step = f"name it under {c.DOCUMENTS}"
                self._tell(row, c.ID, f"{item.poam_id} was closed by a person, who names no evidence", step)
            return structs.replace(item, closed=closed_by(row, self._as_of), late=False, unseen=(), told=())
        if item.closed is not None and not is_closed and row.sheet in {one.sheet for one in self._edited.open}:
            step = "if it is open again, a scan or a new row with an id of its own says so"
            self._tell(row, c.ID, f"{item.poam_id} was closed on {item.closed.day} and is never reopened", step)
        return item

    def adopted(self, row: WrittenRow, scanners: tuple[str, ...]) -> LedgerItem:
        """A row that was not there last time."""
        if not row.poam_id:
            step = "give the row an id of its own, or empty it"
            raise ConfigError("a row without a POA&M ID", where=f"{self._edited.path}, {row.at(c.ID)}", next_step=step)
        for header in (c.FALSE_POSITIVE, c.OPERATIONAL, c.ADJUSTMENT):
            if row.cells.get(header, "").casefold() == "yes" and row.poam_id not in self._closed:
                step = f"write approver, day and the file of the decision into {_DECIDE}"
                self._tell(row, header, "Yes without an approver, a day and a file of evidence counts as Pending", step)
        return item_of(row, path=self._edited.path, scanners=scanners, extra=self._extra, as_of=self._as_of)

    def deficiencies(self, known: tuple[Deficiency, ...]) -> tuple[Deficiency, ...]:
        """Faults of documents: the rows of the sheet, and those of last time whose row is gone."""
        found = {one.id: one for one in known}
        listed = {one.id for one in self._edited.deficiencies}
        if self._edited.deficiencies:
            for one in known:
                if one.id not in listed:
                    what = f"the row of the PL-2 finding {one.id} was deleted; it is kept"
                    self.notices.append(Notice(path=self._edited.path, place="PL-2 Findings", what=what))
        found.update((one.id, one) for one in self._edited.deficiencies)
        return tuple(found.values())


def _signature(row: WrittenRow) -> tuple[str, ...]:
    return tuple(row.cells.get(name, "") for name in (c.DETECTOR, c.IDENTIFIER, c.NAME, c.DETECTED, c.ASSETS))


def _rest(text: str, base: str, before: str) -> str:
    """What a person says in a cell that we write into as well: all but our own sentences."""
    ours = base.removesuffix(before).strip() if before else base
    if ours and ours in text:
        return text.replace(ours, "", 1).strip()
    return text


def _one_collector(items: list[LedgerItem]) -> None:
    """Rows for CM-6 beside the one that the ledger knows are what somebody found."""
    seen = False
    for index, item in enumerate(items):
        if item.members and item.controls == ("CM-6",) and item.closed is None:
            if seen:
                items[index] = structs.replace(item, members=0, by_scan=False)
            seen = True
