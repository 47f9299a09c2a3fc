"""Texts that name something, each with a type of its own: one kind of identifier is never taken for another.

They are made where text enters (parsers, YAML, OSCAL that is read back) and carried from there.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NewType

_MOST_CWES = 50

ControlId = NewType("ControlId", str)
"""A control of SP 800-53 as FedRAMP writes it: `AC-6(9)`. OSCAL writes `ac-6.9`: see `frameworks.base.oscal_id`."""
AssetId = NewType("AssetId", str)
"""UNIQUE ASSET IDENTIFIER of the inventory: `registry/repository:tag` of an image class, a host's name, a web address."""
CweId = NewType("CweId", str)
"""A kind of weakness of MITRE's list: `CWE-79`, its number without leading zeros."""
Sha256 = NewType("Sha256", str)
"""SHA-256 of a file's bytes: 64 hexadecimal digits in lower case, without `sha256:`."""


def control_ids(*ids: str) -> tuple[ControlId, ...]:
    """Controls that are written out in code."""
    return tuple(map(ControlId, ids))


def cwe_ids(numbers: Iterable[int]) -> tuple[CweId, ...]:
    """Kinds of weakness by their numbers: sorted, each once. Of more than fifty the first, so that the order in which records
    are put together makes no difference."""
    return _cwe_ids(tuple(sorted({number for number in numbers if number})[:_MOST_CWES]))


def every_cwe(groups: Iterable[tuple[CweId, ...]]) -> tuple[CweId, ...]:
    """All kinds of weakness of several records: see `cwe_ids`."""
    several = {group for group in groups if group}
    if len(several) < 2:
        return several.pop() if several else ()
    return cwe_ids(int(cwe[4:]) for group in several for cwe in group)


@lru_cache(1 << 14)
def _cwe_ids(numbers: tuple[int, ...]) -> tuple[CweId, ...]:
    """Reports have a few hundred of these, and many thousand entries each: equal ones are one object."""
    return tuple([CweId(f"CWE-{number}") for number in numbers])
