"""Which entries of `decisions/deviations.yaml` are about an item, and what of it an approval covers."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import structs

from generator.ledger.asset_states import Detector
from generator.ledger.deviation_decisions import FILE, LedgerDecision
from generator.ledger.deviation_records import Deviation, DeviationKind
from generator.ledger.deviation_scope import both, scoped
from generator.ledger.deviations import with_decisions
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice


class LedgerDecisions:
    """All entries, found by item. An entry for one item counts before one for a weakness."""

    def __init__(self, decided: Sequence[LedgerDecision]) -> None:
        self._decided = decided
        self._by_id: dict[str, dict[DeviationKind, Deviation]] = {}
        self._by_weakness: dict[tuple[str, str], dict[DeviationKind, Deviation]] = {}
        self._used: set[tuple[str, str]] = set()
        self._ids_used: set[str] = set()
        for decision in decided:
            if decision.poam_id:
                self._by_id.setdefault(decision.poam_id, {})[decision.deviation.kind] = decision.deviation
            else:
                key = decision.scanner.casefold(), decision.identifier
                self._by_weakness.setdefault(key, {})[decision.deviation.kind] = decision.deviation

    def on(self, item: LedgerItem, other_ids: Collection[str] = ()) -> LedgerItem:
        """The item with its entries; `other_ids` are ids by which an entry may mean it as well."""
        deviations = self.of(item, other_ids)
        return with_decisions(item, deviations) if deviations else item

    def of(self, item: LedgerItem, other_ids: Collection[str] = ()) -> Mapping[DeviationKind, Deviation]:
        """The entries for an item: those for a weakness cover its detector, those for the item what it was when they counted
        first."""
        if not self._decided:
            return {}
        rows: dict[DeviationKind, Deviation] = {}
        for name in sorted({*other_ids, item.natural_id} - {item.poam_id}):
            self._ids_used.update({name} & self._by_id.keys())
            rows = {**self._by_id.get(name, {}), **rows}
        rows = {**rows, **self._by_id.get(item.poam_id, {})}
        rows = {kind: scoped(_known_scope(row, item), item) for kind, row in rows.items()}
        named = frozenset(rows)
        for detector in item.found_by:
            if detector.key in self._by_weakness:
                self._used.add(detector.key)
            part = (Detector(scanner=detector.scanner, identifier=detector.identifier),)
            for kind, row in self._by_weakness.get(detector.key, {}).items():
                covering = structs.replace(row, scope=part)
                if kind not in named:
                    rows[kind] = both(rows.get(kind), covering)
                elif (rows[kind].standing, rows[kind].adjusted) == (row.standing, row.adjusted):
                    rows[kind] = both(rows[kind], covering)
        return rows

    def unused(self, known: set[str]) -> Iterable[Notice]:
        """What the file says of nothing that is known, and what its entries lack."""
        for decision in self._decided:
            yield from decision.notices
            key = decision.scanner.casefold(), decision.identifier
            if decision.poam_id not in {*known, *self._ids_used} if decision.poam_id else key not in self._used:
                named = decision.poam_id or f"{decision.scanner} {decision.identifier}"
                what = f"no item is known by `{named}`, so this entry counts for nothing"
                yield Notice(path=FILE, place=f"line {decision.line}", what=what, next_step="correct it, or remove it")


def _known_scope(decided: Deviation, item: LedgerItem) -> Deviation:
    """The scope that the approval got when it counted first; a new decision is about the item as it is."""
    known = item.deviation(decided.kind)
    if known is None or (known.standing, known.decided, known.evidence) != (
        decided.standing,
        decided.decided,
        decided.evidence,
    ):
        return decided
    return structs.replace(decided, scope=known.scope)
