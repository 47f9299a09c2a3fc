"""Judges what comes in pieces after the rest of its document, and keeps of each piece only what other checks ask for.

Many entries are judged at once, where that proves that they have no fault; the others one by one, as a whole document is.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.documents.large_content import Content
from generator.oscal.allowed_values import AllowedValues, FedrampScope
from generator.oscal.entry_expectations import Expectations
from generator.oscal.entry_proofs import EntryProofs
from generator.oscal.faults import FaultLog
from generator.oscal.fedramp_constraints import check_entry_constraints
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.known_parts import KnownParts, PartRules
from generator.oscal.pieces import DocumentEntry, EntryBatch, LaterEntries, ListPath, UnreadEntry
from generator.oscal.reading import opened
from generator.oscal.schema import Schemas
from generator.oscal.survey import Survey, survey_entry

TOO_DEEP = "the document is nested too deep to be OSCAL"
_AT_ONCE = 128
"""Entries that are judged together."""
_FEW = 300
"""Entries up to which it takes as long to prepare for that as to judge them one by one."""
_MOST_IN_VAIN = 100
"""Entries that were not proven: where they are also more than the others, no more are tried."""


class EntryRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the entries of a document are judged by."""

    model: str
    version: str
    schemas: Schemas
    fedramp: FedrampScope | None

    @property
    def expects(self) -> bool:
        """Does FedRAMP expect more of entries than lists of values do?"""
        return self.fedramp is not None and self.model == "plan-of-action-and-milestones"

    def check(self, entry: DocumentEntry, surveyed: Survey, values: AllowedValues, faults: FaultLog) -> None:
        """What an entry shows by itself."""
        self.schemas.check_entry(entry, self.model, self.version, faults)
        values.check(surveyed)
        if self.expects:
            check_entry_constraints(entry, faults)


class EntryJudge:
    """Of one document; `surveyed` is what its other pieces hold."""

    __slots__ = ("_faults", "_gathered", "_rules", "_surveyed", "_values")

    def __init__(
        self, rules: EntryRules, surveyed: Survey, gathered: GatheredEntries, values: AllowedValues, faults: FaultLog
    ) -> None:
        self._rules, self._surveyed, self._gathered, self._values, self._faults = rules, surveyed, gathered, values, faults

    def all_of(self, later: Sequence[LaterEntries]) -> bool:
        """Surveys or gathers each; False when one cannot be read."""
        try:
            for entry in self._unproven(later):
                read = entry.read()
                survey_entry(self._surveyed, read)
                if self._surveyed.too_deep is not None:
                    self._faults.error("json-depth", "", TOO_DEEP)
                    return False
                self._rules.check(read, self._surveyed, self._values, self._faults)
                self._surveyed.forget_values()
                self._gathered.others += 1
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._faults.error("json", "", f"this is not JSON: {error}")
            return False
        except RecursionError:
            self._faults.error("json-depth", "", TOO_DEEP)
            return False
        return True

    def _unproven(self, later: Sequence[LaterEntries]) -> Iterator[UnreadEntry]:
        """The entries to be judged one by one."""
        few = sum(len(entries.written) for entries in later) <= _FEW
        proofs = _Proofs({} if few else _proofs(self._rules, tuple(entries.path for entries in later), self._gathered))
        return (entry for entries in later for batch in entries.batches(_AT_ONCE) for entry in proofs.unproven(batch))


class _Proofs:
    """Of the entries of all lists of a document."""

    __slots__ = ("_by_list", "_proven", "_vain")

    def __init__(self, by_list: Mapping[ListPath, EntryProofs]) -> None:
        self._by_list = by_list
        self._proven = self._vain = 0

    def unproven(self, batch: EntryBatch) -> Iterator[UnreadEntry]:
        """Those that may have a fault, found by halves."""
        proofs = self._by_list.get(batch.path)
        if proofs is None or self._vain > max(_MOST_IN_VAIN, self._proven):
            yield from batch.entries()
        elif proofs.prove(batch.written):
            self._proven += len(batch.written)
        elif len(batch.written) == 1:
            self._vain += 1
            yield from batch.entries()
        else:
            for half in batch.halves():
                yield from self.unproven(half)


def _proofs(rules: EntryRules, paths: tuple[ListPath, ...], gathered: GatheredEntries) -> Mapping[ListPath, EntryProofs]:
    shapes, faults = rules.schemas.entry_shapes(rules.model, rules.version, paths), FaultLog("")
    values = AllowedValues(rules.model, rules.fedramp, faults)
    parts = KnownParts(PartRules(model=rules.model, validator=shapes.parts, values=values, faults=faults), gathered)
    return {
        path: EntryProofs(of, parts, gathered, Expectations(path) if rules.expects else None)
        for path, of in shapes.types.items()
    }


def locate(content: Content, surveyed: Survey, before: tuple[int, ...], gathered: GatheredEntries) -> None:
    """Surveys all entries of a document that was read before, for their places; `before` is the survey's state without them."""
    document = opened(content, FaultLog(""))
    surveyed.go_back(before)
    gathered.clear()
    for entries in document.later if document is not None else ():
        for batch in entries.batches(_AT_ONCE):
            for entry in batch.entries():
                survey_entry(surveyed, entry.read())
                surveyed.forget_values()
