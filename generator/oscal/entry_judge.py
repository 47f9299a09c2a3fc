"""Judges what comes in pieces after the rest of its document, and keeps of each piece only what other checks ask for."""

import msgspec

from generator.oscal.allowed_values import AllowedValues, FedrampScope
from generator.oscal.faults import FaultLog
from generator.oscal.fedramp_constraints import check_entry_constraints
from generator.oscal.pieces import DocumentEntry, SplitDocument, UnreadEntry
from generator.oscal.repeated_parts import RepeatedParts
from generator.oscal.schema import Schemas
from generator.oscal.survey import Survey, survey_entry
from generator.oscal.validated_pieces import ValidatedPieces

TOO_DEEP = "the document is nested too deep to be OSCAL"
_MOST_IN_VAIN = 100
"""Entries that were judged without their known parts and had a fault: a document with more is judged as it is written."""


class EntryRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the entries of a document are judged by."""

    model: str
    version: str
    schemas: Schemas
    fedramp: FedrampScope | None

    @property
    def key(self) -> tuple[str, ...]:
        """What decides how an entry is judged, beside itself."""
        return self.model, self.version, *(sorted(self.fedramp.namespaces) if self.fedramp is not None else ())

    def check(self, entry: DocumentEntry, surveyed: Survey, values: AllowedValues, faults: FaultLog) -> bool:
        """What an entry shows by itself. The older namespace counts as a fault, which is reported once for all."""
        before = faults.total + values.older
        self.schemas.check_entry(entry, self.model, self.version, faults)
        values.check(surveyed)
        if self.fedramp is not None:
            check_entry_constraints(entry, faults)
        return faults.total + values.older == before


class _Apart:
    """Judges what nothing is reported of: places in it are others than in what is written."""

    __slots__ = ("_faults", "_rules", "_values")

    def __init__(self, rules: EntryRules) -> None:
        self._rules = rules
        self._begin()

    def passes(self, entry: DocumentEntry, surveyed: Survey) -> bool:
        """Has it no fault?"""
        good = self._rules.check(entry, surveyed, self._values, self._faults)
        if not good:
            self._begin()
        return good

    def _begin(self) -> None:
        self._faults = FaultLog("")
        self._values = AllowedValues(self._rules.model, self._rules.fedramp, self._faults)


class EntryJudge:
    """Of one document; `surveyed` is what its other pieces hold."""

    __slots__ = ("_apart", "_faults", "_in_vain", "_key", "_parts", "_rules", "_surveyed", "_validated", "_values")

    def __init__(
        self, rules: EntryRules, surveyed: Survey, values: AllowedValues, faults: FaultLog, *, validated: ValidatedPieces
    ) -> None:
        self._rules, self._surveyed, self._values, self._faults = rules, surveyed, values, faults
        self._validated, self._key = validated, rules.key
        self._parts, self._in_vain = RepeatedParts(), 0
        self._apart = _Apart(rules)

    def all_of(self, document: SplitDocument) -> bool:
        """False when an entry cannot be read."""
        try:
            for entry in document.entries():
                if not self._is_read(entry):
                    self._faults.error("json-depth", "", TOO_DEEP)
                    return False
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._faults.error("json", "", f"this is not JSON: {error}")
            return False
        except RecursionError:
            self._faults.error("json-depth", "", TOO_DEEP)
            return False
        return True

    def _is_read(self, entry: UnreadEntry) -> bool:
        digest = self._validated.digest(entry.written, *self._key, entry.name)
        known = digest is not None and self._validated.has(digest)
        good = self._is_good_by_its_rest(entry, known=known)
        if not good:
            read = entry.read()
            survey_entry(self._surveyed, read)
            if self._surveyed.too_deep is not None:
                return False
            good = known or self._rules.check(read, self._surveyed, self._values, self._faults)
        if digest is not None and good and not known:
            self._validated.add(digest)
        self._surveyed.forget_values()
        return True

    def _is_good_by_its_rest(self, entry: UnreadEntry, *, known: bool) -> bool:
        """Is it without a fault, as what is left of it shows? Else nothing of it is kept."""
        rest = self._parts.rest(entry.name, entry.written) if self._in_vain < _MOST_IN_VAIN else None
        if rest is None:
            return False
        before = self._surveyed.state()
        left = DocumentEntry(name=entry.name, value=rest.value, place=entry.place)
        survey_entry(self._surveyed, left)
        if self._surveyed.too_deep is None and (known or self._apart.passes(left, self._surveyed)):
            self._surveyed.names += rest.names
            self._parts.learn(rest)
            return True
        self._surveyed.go_back(before)
        self._in_vain += 1
        return False
