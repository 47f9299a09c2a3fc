"""Where each value that was typed into a document goes: to a key, to a person who has to decide, or to a remark."""

from dataclasses import dataclass, field

import msgspec

from generator.text import shortened
from generator.workspace.edit_remarks import Remark
from generator.workspace.returned_table import TypedCell
from generator.workspace.yaml_writer import ChangingYaml

_SHOWN = 2_000


class RefusedCellError(Exception):
    """A cell that is reported and not taken over: says why, and what to do."""


class TakenCell(msgspec.Struct, frozen=True, kw_only=True):
    """A typed value, and the key that says it from now on."""

    cell: TypedCell
    file: str
    key: str
    """`function`."""


@dataclass(slots=True)
class CellPlan:
    """What becomes of everything that was typed; nothing is written yet."""

    changing: ChangingYaml
    taken: list[TakenCell] = field(default_factory=list)
    clashes: list[TypedCell] = field(default_factory=list)
    """What we would write changed as well: both versions are shown, and a person decides."""
    remarks: list[Remark] = field(default_factory=list)

    def tell(self, cell: TypedCell, why: str) -> None:
        """The cell with its words, and why they are not taken over."""
        shown = shortened(cell.typed, _SHOWN)
        self.remarks.append(Remark(place=cell.place, text=f"{cell.named} says {shown!r}: {why}"))

    def take(self, cell: TypedCell, key: str) -> None:
        """The cell was put under a key of the file."""
        self.taken.append(TakenCell(cell=cell, file=self.changing.file, key=key))
