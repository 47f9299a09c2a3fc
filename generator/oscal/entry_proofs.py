"""Proves of many entries at once that they have no fault, and gathers what they have to do with others.

What is not proven may still have none: it is judged entry by entry, which says what is wrong and where. Nothing is reported
here.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from generator.oscal.entry_expectations import Expectations
from generator.oscal.entry_types import EntryMember, EntryType, MemberKind
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.known_parts import KnownParts
from generator.oscal.written_names import has_names

_UUIDS = re.compile(r"(?:[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n)*")
_UUID_AND_LINE = 37
"""Characters of an identifier and the end of its line."""


class EntryProofs:
    """Of the entries of one list."""

    __slots__ = ("_decoder", "_expectations", "_gathered", "_parts", "_type")

    def __init__(self, of: EntryType, parts: KnownParts, gathered: GatheredEntries, expectations: Expectations | None) -> None:
        self._type, self._parts, self._gathered, self._expectations = of, parts, gathered, expectations
        self._decoder = msgspec.json.Decoder(of.type)

    def prove(self, written: Sequence[bytes | Raw]) -> bool:
        """Have these entries no fault? Then they are gathered."""
        columns = _Columns(self._parts, self._gathered)
        try:
            entries = [*map(self._decoder.decode, written)]
            good = columns.are_good(self._type, entries) and (self._expectations is None or self._expectations.are_met(entries))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        if not good or not has_names(b"".join(written), columns.names):
            return False
        for holder, uuids in columns.uuids:
            self._gathered.uuids[holder] += uuids
        self._gathered.names += columns.names
        return True


class _Columns:
    """Judges a member of all objects of one type before the next: what is called for each of them are functions in C."""

    __slots__ = ("_gathered", "_parts", "names", "uuids")

    def __init__(self, parts: KnownParts, gathered: GatheredEntries) -> None:
        self._parts, self._gathered = parts, gathered
        self.names = 0
        self.uuids: list[tuple[str, list[str]]] = []

    def are_good(self, of: EntryType, objects: Sequence[Any]) -> bool:
        """Have the members of these objects no fault, nor those of the objects inside of them?"""
        for member in of.members:
            column = [*map(member.value, objects)]
            if not member.required:
                column = [value for value in column if value is not UNSET]
            self.names += len(column)
            if column and not self._is_good(of, member, column):
                return False
        return True

    def _is_good(self, of: EntryType, member: EntryMember, column: list[Any]) -> bool:
        match member.judged:
            case MemberKind.OBJECT | MemberKind.OBJECTS:
                inner = [*chain.from_iterable(column)] if member.judged is MemberKind.OBJECTS else column
                return member.inner is not None and self.are_good(member.inner, inner)
            case MemberKind.PART | MemberKind.PARTS:
                return self._are_good_parts(of, member, column)
            case MemberKind.WORD:
                return self._parts.are_good_words(of, member, column)
            case MemberKind.UUID | MemberKind.REFERENCE:
                return self._are_uuids(of, member, [*map(str.lower, column)])
            case MemberKind.ANY_TEXT:
                return True
            case _:
                return _is_no_blank_in(column) and (member.judged is MemberKind.TEXT or "\n" not in "".join(column))

    def _are_good_parts(self, of: EntryType, member: EntryMember, column: list[Any]) -> bool:
        parts: Iterable[Raw] = chain.from_iterable(column) if member.judged is MemberKind.PARTS else column
        names = self._parts.names(of, member, [*map(bytes, parts)])
        self.names += names or 0
        return names is not None

    def _are_uuids(self, of: EntryType, member: EntryMember, uuids: list[str]) -> bool:
        lines = "\n".join((*uuids, ""))
        if len(lines) != _UUID_AND_LINE * len(uuids) or not _UUIDS.fullmatch(lines):
            return False
        if member.target is None:
            self.uuids.append((of.held_under, uuids))
        else:
            self._gathered.uses[member.target].update(uuids)
        return True


def _is_no_blank_in(texts: list[str]) -> bool:
    return all(texts) and not any(map(str.isspace, texts))
