"""What people changed in last time's workbook, cell by cell, back into the ledger.

A cell counts as a person's when it differs from what the accepted workbook said; without that one, when it holds anything.
What the ledger knows better (what a scanner reports, dates, ratings) is not taken from a cell; that it was changed is reported.
Nothing is dropped: a deleted row leaves its item, an edited id is reported and the item keeps its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import structs

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.adopted_items import closed_by, identified, item_of
from generator.ledger.asset_states import ClosureReason, ScanCoverage
from generator.ledger.decisions_by_item import LedgerDecisions
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before, Deficiency, Notice
from generator.ledger.requested_deviations import DECIDE, RequestedDeviations
from generator.ledger.shared_cells import own_words
from generator.ledger.workbook import CLOSED, CONFIGURATION, WrittenBook, WrittenRow
from generator.model.identifiers import ControlId

_OURS = (c.NAME, c.DESCRIPTION, c.DETECTOR, c.IDENTIFIER, c.ASSETS, c.RATING, c.TRACKING, c.TRACKING_DUE, c.CVE)
_SHARED = (c.COMMENTS, c.DOCUMENTS)
"""Cells that we write into as well as people."""
_OF_THE_TEMPLATE = ("Instructions", "Record of Changes")


def with_edits(
    before: Before,
    edited: WrittenBook,
    base: WrittenBook | None,
    *,
    ids: UuidFactory,
    scanners: Iterable[str],
    as_of: date,
    decided: Sequence[LedgerDecision] = (),
) -> tuple[Before, tuple[Notice, ...]]:
    """The prior ledger with what people wrote since. `base` is the accepted workbook, where it is kept; `decided` what
    stands in `decisions/` and counts where the two differ. A new row without an id gets one from `ids`.

    Raises:
        ConfigError: a row that cannot be an item (names the cell).
    """
    merge = _Merge(edited, base, as_of, LedgerDecisions(decided), before.looks)
    rows = merge.rows_by_item(before.items)
    items = [merge.item(item, rows[item.poam_id]) if item.poam_id in rows else item for item in before.items]
    used = {row.at(c.ID) for row in rows.values()}
    known = tuple(scanners)
    taken = {name for item in items for name in (item.poam_id, item.natural_id)} | {row.poam_id for row in edited.rows}
    new = [row for row in edited.rows if row.at(c.ID) not in used]
    items += [merge.adopted(row, known) for row in identified(new, ids, taken)]
    _one_collector(items)
    merge.tell_elsewhere(base)
    deficiencies = merge.deficiencies(before.deficiencies)
    result = structs.replace(before, items=tuple(items), deficiencies=deficiencies)
    return result, tuple(sorted((*edited.notices, *merge.notices)))


class _Merge:
    def __init__(
        self,
        edited: WrittenBook,
        base: WrittenBook | None,
        as_of: date,
        decisions: LedgerDecisions,
        looks: Sequence[ScanCoverage],
    ) -> None:
        self._looks = looks
        self._edited, self._as_of, self._decisions = edited, as_of, decisions
        self._has_base = base is not None
        self._base = {row.poam_id: row for row in base.rows} if base else {}
        self._headers = edited.headers | set(edited.extra)
        self._extra = tuple(dict.fromkeys((*(base.extra if base else ()), *edited.extra)))
        self.notices: list[Notice] = []

    def _tell(self, row: WrittenRow, header: str, what: str, step: str = "") -> None:
        self.notices.append(Notice(path=self._edited.path, place=row.at(header), what=what, next_step=step))

    def rows_by_item(self, items: Iterable[LedgerItem]) -> dict[str, WrittenRow]:
        """The row of each item. A row with an unknown id that is otherwise a row that is missing has had its id edited."""
        rows = {row.poam_id: row for row in self._edited.rows}
        written_rows = {item.poam_id: rows[item.poam_id] for item in items if item.poam_id in rows}
        missing = {_signature(self._base[item.poam_id]): item for item in items if self._is_missing(item, rows)}
        for row in self._edited.rows:
            item = missing.pop(_signature(row), None) if row.poam_id not in written_rows else None
            if item is not None:
                written_rows[item.poam_id] = row
                self._tell(row, c.ID, f"the id was {item.poam_id} and now reads {row.poam_id!r}; an id stays for life: kept")
        for item in missing.values():
            what = f"the row of {item.poam_id} was deleted; the item is kept"
            step = "move the row to the closed sheet to close it"
            self.notices.append(Notice(path=self._edited.path, place=item.poam_id, what=what, next_step=step))
        return written_rows

    def _is_missing(self, item: LedgerItem, rows: Mapping[str, WrittenRow]) -> bool:
        return item.poam_id in self._base and item.poam_id not in rows

    def item(self, item: LedgerItem, row: WrittenRow) -> LedgerItem:
        """The item with what its row says."""
        base = self._base.get(item.poam_id)
        if not item.by_scan and base is not None and row.cells != base.cells:
            item = self._rewritten(item, row)
        if base is None and self._has_base:
            what = f"the row of {item.poam_id} was not in the accepted workbook; what it says by hand is taken"
            self._tell(row, c.ID, what)
        item = structs.replace(item, written=self._written(item, row, base))
        if self._changed(row, base, c.CONTROLS) and c.CONTROLS in row.cells:
            controls = tuple(ControlId(part.strip()) for part in row.cells[c.CONTROLS].split(",") if part.strip())
            item = structs.replace(item, controls=controls)
        if item.by_scan:
            item = self._ours(item, row, base)
        requested = RequestedDeviations(row, lambda header: self._changed(row, base, header), self._tell)
        item = structs.replace(item, deviations=requested.of(item.deviations, self._decisions.of(item)))
        return self._moved(item, row, base)

    def _rewritten(self, item: LedgerItem, row: WrittenRow) -> LedgerItem:
        """What a person found is theirs to rewrite, but for its id and first day."""
        new = item_of(row, path=self._edited.path, scanners=(), extra=(), as_of=self._as_of)
        if new.detected != item.detected:
            self._tell(row, c.DETECTED, f"the original detection date never changes; it stays {item.detected}")
        return structs.replace(
            new,
            poam_id=item.poam_id,
            former_id=item.former_id,
            detected=item.detected,
            configuration=item.configuration,
            closed=item.closed,
            deviations=item.deviations,
            dispositions=item.dispositions,
        )

    def _changed(self, row: WrittenRow, base: WrittenRow | None, header: str) -> bool:
        """A person wrote the cell. Without the accepted workbook, every cell that holds something is a person's."""
        if header not in row.places:
            return False
        if base is None:
            return header in row.cells
        return header in base.places and row.cells.get(header, "") != base.cells.get(header, "")

    def _written(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> tuple[tuple[str, str], ...]:
        written = dict(item.written)
        for header in (*c.HUMAN, *self._extra):
            added = base is not None and header in row.cells and header not in base.places
            if not (added or self._changed(row, base, header)):
                continue
            text = row.cells.get(header, "")
            if header in _SHARED and base is not None:
                text = own_words(text, base.cells.get(header, ""), written.get(header, ""))
            written[header] = text
        if self._changed(row, base, c.PLAN):
            for header in (c.MILESTONES, c.CHANGES):  # version 3.0 has them inside the plan, which is the person's now
                if header not in row.places:
                    written.pop(header, None)
        order = (*c.HUMAN, *self._extra, *written)
        return tuple((name, written[name]) for name in dict.fromkeys(order) if written.get(name))

    def _ours(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> LedgerItem:
        """Cells that a scan or a rule decides."""
        if base is None:
            return item
        for header in _OURS:
            if self._changed(row, base, header):
                was = base.cells.get(header, "")
                self._tell(row, header, f"this cell is made from evidence and stays {was[:60]!r}; the edit is not taken")
        if self._changed(row, base, c.DUE) and c.DUE in row.cells:
            step = f"say why in {DECIDE}: a risk adjustment, or a vendor dependency with the day of the release"
            self._tell(row, c.DUE, "the date follows from rating and detection and is not taken from the cell", step)
        if self._changed(row, base, c.DETECTED):
            cell = row.cells.get(c.DETECTED, "")
            if cell and _may_be_given(item, date.fromisoformat(cell)):
                return structs.replace(item, detected=date.fromisoformat(cell), detected_by=DetectionBasis.PERSON)
            self._tell(row, c.DETECTED, f"the original detection date never changes; it stays {item.detected}")
        return item

    def _moved(self, item: LedgerItem, row: WrittenRow, base: WrittenRow | None) -> LedgerItem:
        """A row on the other sheet."""
        is_closed = row.stands_on(CLOSED)
        documents = dict(item.written).get(c.DOCUMENTS) if item.by_scan else row.cells.get(c.DOCUMENTS)
        if not is_closed and item.closed is None and item.configuration is not (row.stands_on(CONFIGURATION)):
            self._tell(row, c.ID, f"{item.poam_id} goes back to the sheet on which it stood: what was found decides that")
        if item.closed is not None and is_closed and base is not None and self._changed(row, base, c.STATUS_DATE):
            if item.closed.reason is ClosureReason.BY_A_PERSON:
                return structs.replace(item, closed=closed_by(row, self._as_of, documents, item.closed.digests))
            self._tell(row, c.STATUS_DATE, f"{item.poam_id} was closed on {item.closed.day} by evidence, which counts")
        if item.closed is None and is_closed:
            false = item.deviation(DeviationKind.FALSE_POSITIVE)
            if false is not None and false.standing is not DeviationStatus.APPROVED:
                step = f"write the approval into {DECIDE}; the item closes with it"
                self._tell(row, c.ID, "a false positive closes when its approval is on file; the item stays open", step)
                return item
            if not documents:
                step = f"name it under {c.DOCUMENTS}"
                self._tell(row, c.ID, f"{item.poam_id} was closed by a person, who names no evidence", step)
            return item.closing(closed_by(row, self._as_of, documents, self._digests(item)))
        if item.closed is not None and not is_closed and row.sheet in {written_row.sheet for written_row in self._edited.open}:
            step = "if it is open again, a scan or a new row with an id of its own says so"
            self._tell(row, c.ID, f"{item.poam_id} was closed on {item.closed.day} and is never reopened", step)
        return item

    def _digests(self, item: LedgerItem) -> tuple[str, ...]:
        """On which digests it was open when a person closed it: those that scanners looked at last."""
        assets = {asset.asset_id for asset in item.assets}
        return tuple(sorted({digest for look in self._looks if look.asset_id in assets for digest in look.digests}))

    def tell_elsewhere(self, base: WrittenBook | None) -> None:
        """What people wrote where nothing is carried over: other sheets, and comments that hang on cells."""
        edited, before = self._edited, base.elsewhere if base else {}
        for name, texts in edited.elsewhere.items():
            if name not in before if base else texts and name.strip() not in _OF_THE_TEMPLATE:
                what = "this sheet is none of the template's, and is not carried over"
            elif base and texts != before[name]:
                what = "the words on this sheet were changed; they are not carried over"
            else:
                continue
            step = "keep the file; what belongs to an item goes into its row"
            self.notices.append(Notice(path=edited.path, place=name, what=what, next_step=step))
        more = edited.comments - (base.comments if base else 0)
        if more > 0:
            text = f"{more} comments hang on cells and are" if more > 1 else "1 comment hangs on cells and is"
            what = f"{text} not carried over"
            step = f"write what is to stay into the column {c.COMMENTS}"
            self.notices.append(Notice(path=edited.path, place="comments", what=what, next_step=step))

    def adopted(self, row: WrittenRow, scanners: tuple[str, ...]) -> LedgerItem:
        """A row that is new in the workbook."""
        RequestedDeviations(row, row.cells.__contains__, self._tell).without_proof(closed=row.stands_on(CLOSED))
        item = item_of(row, path=self._edited.path, scanners=scanners, extra=self._extra, as_of=self._as_of)
        self._dates(row, item)
        return self._with_proven_contact(row, item) if self._has_base else item

    def _with_proven_contact(self, row: WrittenRow, item: LedgerItem) -> LedgerItem:
        """A day on which a vendor was asked counts with its evidence; of a plan that is older than the ledger it is history."""
        vendor = item.deviation(DeviationKind.VENDOR_DEPENDENCY)
        if vendor is None or vendor.checked_in is None or c.DOCUMENTS in row.cells:
            return item
        what = f"the contact with the vendor on {vendor.checked_in} names no evidence, so it is not taken"
        self._tell(row, c.CHECK_IN, what, f"name the ticket or the letter under {c.DOCUMENTS}")
        unproven = structs.replace(vendor, checked_in=None)
        return structs.replace(item, deviations=tuple(unproven if row is vendor else row for row in item.deviations))

    def _dates(self, row: WrittenRow, item: LedgerItem) -> None:
        """Days of a new row that do not count as they were written."""
        if item.detected > self._as_of:
            self._tell(row, c.DETECTED, f"the original detection date is after {self._as_of}, the as-of date")
        if c.TRACKING in row.cells and item.known_exploited is None and row.cells[c.TRACKING].casefold() == "yes":
            step = f"write CISA's due date under {c.TRACKING_DUE}"
            self._tell(row, c.TRACKING, "this is not taken without a date", step)
        rule = FEDRAMP_REV5.due(item.rating, item.detected, item.known_exploited)
        if item.due is not None and item.due != rule and item.closed is None:
            step = f"say why in {DECIDE}: a risk adjustment, or a vendor dependency with the day of the release"
            self._tell(row, c.DUE, f"the row says {item.due}; the date follows from rating and detection: {rule}", step)

    def deficiencies(self, known: tuple[Deficiency, ...]) -> tuple[Deficiency, ...]:
        """Faults of documents: the rows of the sheet, and those of the prior ledger whose row was deleted."""
        deficiencies = {deficiency.id: deficiency for deficiency in known}
        listed = {deficiency.id for deficiency in self._edited.deficiencies}
        if self._edited.deficiencies:
            for deficiency in known:
                if deficiency.id not in listed:
                    what = f"the row of the PL-2 finding {deficiency.id} was deleted; it is kept"
                    self.notices.append(Notice(path=self._edited.path, place="PL-2 Findings", what=what))
        deficiencies.update((deficiency.id, deficiency) for deficiency in self._edited.deficiencies)
        return tuple(deficiencies.values())


def _signature(row: WrittenRow) -> tuple[str, ...]:
    return tuple(row.cells.get(name, "") for name in (c.DETECTOR, c.IDENTIFIER, c.NAME, c.DETECTED, c.ASSETS))


def _one_collector(items: list[LedgerItem]) -> None:
    """Rows for CM-6 beside the one that the ledger knows are findings of people."""
    seen = False
    for index, item in enumerate(items):
        if item.members and item.controls == ("CM-6",) and item.closed is None:
            if seen:
                items[index] = structs.replace(item, members=0, by_scan=False)
            seen = True


def _may_be_given(item: LedgerItem, day: date) -> bool:
    """Where nothing dates the report any day may be, in place of the day of its collection an earlier one."""
    earlier = item.detected_by in (DetectionBasis.COLLECTION, DetectionBasis.PERSON) and day < item.detected
    return item.detected_by is DetectionBasis.AS_OF or earlier
