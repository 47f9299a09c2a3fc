"""The deviations that a row of the edited workbook asks for, beside what is known of them and what stands in `decisions/`.

A workbook names no approver and no letter, so it can ask and take back, and never approve.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import structs

from generator.ledger import columns as c
from generator.ledger.adopted_items import deviation_of
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.workbook import WrittenRow

DECIDE = "decisions/deviations.yaml"
_FLAGS: Mapping[DeviationKind, tuple[str, ...]] = {
    DeviationKind.FALSE_POSITIVE: (c.FALSE_POSITIVE,),
    DeviationKind.OPERATIONAL_REQUIREMENT: (c.OPERATIONAL,),
    DeviationKind.RISK_ADJUSTMENT: (c.ADJUSTMENT, c.ADJUSTED),
    DeviationKind.VENDOR_DEPENDENCY: (c.VENDOR, c.CHECK_IN, c.PRODUCT),
}
"""The column that asks, and those that say more."""
_ASKS = ("yes", "pending")
_CORRECT = "correct one of the two"


class RequestedDeviations:
    """One row. `changed` says whether a person wrote the cell under a header; `tell` takes row, header, what, next step."""

    def __init__(self, row: WrittenRow, changed: Callable[[str], bool], tell: Callable[..., None]) -> None:
        self._row, self._changed, self._tell_row = row, changed, tell

    def _tell(self, header: str, what: str, step: str = "") -> None:
        self._tell_row(self._row, header, what, step)

    def of(self, known: Sequence[Deviation], decided: Mapping[DeviationKind, Deviation]) -> tuple[Deviation, ...]:
        """All that are known after the row was read; what was decided has precedence, and a notice says where it differs."""
        deviations = {deviation.kind: deviation for deviation in known}
        rewritten = c.RATIONALE in self._row.places and self._changed(c.RATIONALE)
        for kind, headers in _FLAGS.items():
            requested = any(self._changed(header) for header in headers)
            if requested:
                self._deviation(kind, deviations)
                self._conflict(kind, deviations.get(kind), decided.get(kind))
                if kind is DeviationKind.VENDOR_DEPENDENCY and kind not in decided and self._is_unproven():
                    self._without_contact(deviations, known)
            if rewritten and kind is not DeviationKind.VENDOR_DEPENDENCY:
                self._two_rationales(decided.get(kind))
                if kind in deviations and not requested:
                    deviations[kind] = structs.replace(deviations[kind], rationale=self._cell(c.RATIONALE))
        return tuple(deviations[kind] for kind in DeviationKind if kind in deviations)

    def without_proof(self, *, closed: bool) -> None:
        """What a new row says of deviations and is not taken as it stands."""
        for kind, (flag, *_) in _FLAGS.items():
            word = self._cell(flag).casefold()
            if word not in _ASKS:
                self._report_unrequested(kind)
            elif word == "yes" and kind is not DeviationKind.VENDOR_DEPENDENCY and not closed:
                self._report_missing_proof(flag)

    def _cell(self, header: str) -> str:
        return self._row.cells.get(header, "")

    def _report_missing_proof(self, flag: str) -> None:
        step = f"write approver, day and the file of the decision into {DECIDE}"
        self._tell(flag, "Yes without an approver, a day and a file of evidence counts as Pending", step)

    def _deviation(self, kind: DeviationKind, deviations: dict[DeviationKind, Deviation]) -> None:
        flag = _FLAGS[kind][0]
        word, known = self._cell(flag).casefold(), deviations.get(kind)
        if word not in _ASKS:
            self._report_unrequested(kind)
            if known is not None and known.standing is DeviationStatus.PENDING:
                deviations[kind] = structs.replace(known, standing=DeviationStatus.WITHDRAWN)
            elif known is not None and known.standing is DeviationStatus.APPROVED:
                step = f"if it was taken back, write `status: withdrawn` into {DECIDE}"
                self._tell(flag, f"the workbook says {word or 'nothing'}, the decision says approved, which counts", step)
            return
        new = deviation_of(self._row, kind, known)
        if known is not None and known.standing is DeviationStatus.APPROVED:
            if kind is DeviationKind.RISK_ADJUSTMENT and new.adjusted != known.adjusted:
                self._tell(c.ADJUSTED, f"the approved rating is {known.adjusted or ''}, which counts")
            if kind is DeviationKind.VENDOR_DEPENDENCY:  # whether and when the vendor was asked needs no approval
                deviations[kind] = structs.replace(new, standing=known.standing)
            return
        if word == "yes" and kind is not DeviationKind.VENDOR_DEPENDENCY:
            self._report_missing_proof(flag)
        deviations[kind] = new

    def _is_unproven(self) -> bool:
        """A day of a contact that a person wrote without naming a ticket or a letter beside it."""
        is_requested = self._cell(c.VENDOR).casefold() in _ASKS and self._changed(c.CHECK_IN)
        return is_requested and bool(self._cell(c.CHECK_IN)) and not self._changed(c.DOCUMENTS)

    def _without_contact(self, deviations: dict[DeviationKind, Deviation], known: Sequence[Deviation]) -> None:
        """That is no record of a contact: the day that was known stays."""
        kind = DeviationKind.VENDOR_DEPENDENCY
        before = next((deviation.checked_in for deviation in known if deviation.kind is kind), None)
        if kind in deviations:
            deviations[kind] = structs.replace(deviations[kind], checked_in=before)
        kept = f"it stays {before}" if before else "it is not taken"
        what = f"the contact with the vendor on {self._cell(c.CHECK_IN)} names no evidence, so {kept}"
        self._tell(c.CHECK_IN, what, f"name the ticket or the letter under {c.DOCUMENTS}")

    def _report_unrequested(self, kind: DeviationKind) -> None:
        """Words about a deviation that the row does not ask for."""
        flag, *others = _FLAGS[kind]
        cell_text = self._cell(flag)
        if cell_text.casefold() not in ("", "no", "n/a"):
            self._tell(flag, f"{cell_text[:40]!r} is none of Yes, No and Pending and counts as No", "write one of the three")
        for header in others:
            text = self._cell(header)
            if text and text.casefold() != "n/a" and self._changed(header):
                word = "Yes" if flag == c.VENDOR else "Pending"
                what = f"{text[:60]!r} is not taken while {flag} says {cell_text or 'nothing'}"
                self._tell(header, what, f"write {word} under {flag}, or say it in {DECIDE}")

    def _two_rationales(self, decided: Deviation | None) -> None:
        rationale = self._cell(c.RATIONALE)
        if decided is not None and decided.rationale and rationale and rationale != decided.rationale:
            other = f"{DECIDE} gives another rationale of the {decided.kind}"
            self._tell(c.RATIONALE, f"{other}; this one stands in the POA&M, that one in the form", _CORRECT)

    def _conflict(self, kind: DeviationKind, deviation: Deviation | None, decided: Deviation | None) -> None:
        """The workbook and the file of decisions say different things of one deviation."""
        if decided is None:
            return
        flag = _FLAGS[kind][0]
        word = self._cell(flag).casefold() or "nothing"
        stands = decided.standing in (DeviationStatus.PENDING, DeviationStatus.APPROVED)
        if (word in _ASKS) != stands:
            what = f"the workbook says {word}, {DECIDE} says {decided.standing} of the {kind}, which counts"
            self._tell(flag, what, _CORRECT)
        elif deviation is not None and deviation.standing in (DeviationStatus.PENDING, DeviationStatus.APPROVED):
            day = decided.checked_in.isoformat() if decided.checked_in else ""
            mine_of = {c.ADJUSTED: deviation.adjusted or ""} | {name: self._cell(name) for name in (c.CHECK_IN, c.PRODUCT)}
            for header, theirs in ((c.ADJUSTED, decided.adjusted or ""), (c.CHECK_IN, day), (c.PRODUCT, decided.product)):
                mine = mine_of[header]
                if header in _FLAGS[kind] and mine and mine != theirs:
                    what = f"the workbook says {mine}, {DECIDE} says {theirs or 'nothing'}, which counts"
                    self._tell(header, what, _CORRECT)
