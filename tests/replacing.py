"""`replace` of any record of ours, for tests: most are Structs of msgspec, some are dataclasses (docs/decisions/0176)."""

import dataclasses
from typing import Any, TypeVar

import msgspec

R = TypeVar("R")


def replace(record: R, /, **changes: Any) -> R:
    """The record with other values in some fields.

    Raises:
        TypeError: it has no such field.
    """
    if isinstance(record, msgspec.Struct):
        return msgspec.structs.replace(record, **changes)
    return dataclasses.replace(record, **changes)  # type: ignore[type-var]
