"""Parts of entries, judged once however often they stand in a document byte by byte.

Of 30,000 risks with twenty facets each some hundred facets are different ones. A part is judged by the same schema, walk and
lists as a whole entry, many of them at a time. What it refers to is gathered then: it is the same wherever the part stands.

Of properties and facets that come once, as the number of a vulnerability does, most may have any value. Rules about values are
lists of them: what is without a fault with a value that no list has is so with every plain text on one line.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from generator.oscal.allowed_values import AllowedValues
from generator.oscal.entry_types import EntryMember, EntryType, MemberKind
from generator.oscal.faults import FaultLog
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.shapes import Node
from generator.oscal.survey import Survey, survey_parts
from generator.oscal.written_names import has_names, may_be_spaced, names_in_part

_KEPT = 1 << 13
"""Parts, or words, of one member that are known at once."""
_LONGEST = 500
"""Characters of a part, or word, that is kept."""
_MOST_FORMS = 1 << 9
"""Of the parts of one member, since each is judged by itself."""
_WITH_VALUES = frozenset({"facets", "props"})
_ANY = (
    (re.compile(rb'"value": ?"[!#-\[\]-~][ !#-\[\]-~]*+(?<! )"'), b'"value":"(a value in no list)"'),
    (re.compile(rb'"remarks": ?"(?:[ !#-\[\]-~]|\\["\\/])*+"'), b'"remarks":"(a remark)"'),
)
"""Values of plain characters without a space at either end, which are one line by every rule; and remarks, which have none."""
_BETWEEN = b"\0"
"""In no JSON."""
_decoder = msgspec.json.Decoder(list[Any])


class PartRules(msgspec.Struct, frozen=True, kw_only=True):
    """What parts are judged by."""

    model: str
    validator: Any
    """Of an object with a list of holders for each path of a member: see `entry_types.parts_schema`."""
    values: AllowedValues
    """Whose faults are reported nowhere."""
    faults: FaultLog


def _forms(written: bytes) -> list[bytes]:
    """Of parts, with a text that is in no list where they have some."""
    for text, in_no_list in _ANY:
        written = text.sub(in_no_list, written)
    return written.split(_BETWEEN)


class KnownParts:
    """Those of one document."""

    __slots__ = ("_forms", "_gathered", "_parts", "_rules", "_shapes", "_words")

    def __init__(self, rules: PartRules, gathered: GatheredEntries) -> None:
        self._rules, self._gathered = rules, gathered
        self._words: dict[str, set[str]] = {}
        """By path of the member, as all of these."""
        self._parts: dict[str, dict[bytes, int]] = {}
        """Parts as they are written, with the number of names in each."""
        self._forms: dict[str, dict[bytes, int]] = {}
        """The same with a value that is in no list; without names where it may not have any value."""
        self._shapes = Survey(model=rules.model, body={}).shapes

    def are_good_words(self, of: EntryType, member: EntryMember, words: Sequence[str]) -> bool:
        """Are these texts, each the value of `member` in an object of the type, without a fault?"""
        known = self._words.setdefault(member.path, set())
        unseen = set(words).difference(known)
        if unseen and self._judged(of, member, [{member.name: word} for word in unseen]) is None:
            return False
        if len(known) > _KEPT:
            known.clear()
        known.update(word for word in unseen if len(word) <= _LONGEST)
        return True

    def names(self, of: EntryType, member: EntryMember, parts: Sequence[bytes]) -> int | None:
        """How many names of members these parts have; None where one of them may have a fault."""
        known = self._parts.setdefault(member.path, {})
        unseen = [*set(parts).difference(known)]
        if len(known) + len(unseen) > _KEPT:
            known.clear()
            unseen = [*set(parts)]
        if unseen and not self._learn(of, member, unseen, known):
            return None
        names = sum(map(known.__getitem__, parts))
        for part in unseen:
            if len(part) > _LONGEST:
                del known[part]
        return names

    def _learn(self, of: EntryType, member: EntryMember, parts: Sequence[bytes], known: dict[bytes, int]) -> bool:
        written = _BETWEEN.join(parts)
        if may_be_spaced(written) or written.count(_BETWEEN) != len(parts) - 1:
            return False  # NOTE: one name that is not counted would hide another that is counted twice
        if member.name in _WITH_VALUES:
            forms = _forms(written)
            good = self._good_forms(of, member, forms)
            known.update((part, good[form]) for part, form in zip(parts, forms, strict=True) if good.get(form))
            parts = [part for part in parts if part not in known]
        if parts and not self._are_good(of, member, parts):
            return False
        known.update(zip(parts, map(names_in_part, parts), strict=True))
        return True

    def _good_forms(self, of: EntryType, member: EntryMember, forms: Iterable[bytes]) -> dict[bytes, int]:
        known = self._forms.setdefault(member.path, {})
        for form in set(forms).difference(known):
            if len(known) < _MOST_FORMS and len(form) <= _LONGEST:
                known[form] = names_in_part(form) if self._are_good(of, member, [form]) else 0
        return known

    def _are_good(self, of: EntryType, member: EntryMember, parts: Sequence[bytes]) -> bool:
        written = b",".join(parts)
        values = _decoder.decode(b"[" + written + b"]")
        held = [values] if member.judged is MemberKind.PARTS else values
        names = self._judged(of, member, [{member.name: value} for value in held])
        return names is not None and has_names(written, names)

    def _judged(self, of: EntryType, member: EntryMember, holders: list[Node]) -> int | None:
        """How many names these have beside that of the member; None where they have a fault, or what is asked for by place."""
        rules, found = self._rules, Survey(model=self._rules.model, body={}, shapes=self._shapes)
        survey_parts(found, holders, of.held_under, of.depth)
        if found.too_deep is not None or any((found.uuids, found.ids, found.empty, found.rlinks, found.component_props)):
            return None
        if not rules.validator.is_valid({member.path: holders}):
            return None
        before = rules.faults.total + rules.values.older
        rules.values.check(found)
        if rules.faults.total + rules.values.older != before:
            return None
        for _, uuid, target, _ in found.uses:
            self._gathered.uses[target].add(uuid)
        self._gathered.fragments.update((holder, fragment, rel) for holder, fragment, rel, _ in found.fragments)
        self._gathered.roles.update(role for role, _ in found.roles)
        return found.names - len(holders)
