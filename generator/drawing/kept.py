"""Where boxes stood in the package before, so that a reader finds them there again: `diagrams/layout.json`.

The file names pictures and keys of boxes that the pictures beside it show anyway. Whatever it says, it moves boxes among
cells only: a file that was damaged or made up gives another arrangement, never another content.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from generator.drawing.layout_plan import Cell

MOST_BYTES = 4 << 20
_FAR = 1000


class KeptPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The arrangement of one picture."""

    name: str
    columns: int
    cells: dict[str, tuple[int, int]]
    """Row and column of each box, by its key."""
    cluster: str = ""
    namespace: str = ""
    """Whose workloads it shows; both empty where it is of the whole."""


NOTHING_KEPT: Mapping[str, KeptPicture] = MappingProxyType({})
_pictures = msgspec.json.Decoder(list[KeptPicture])


def read(data: bytes) -> Mapping[str, KeptPicture]:
    """The pictures by name; none where the file cannot be read."""
    if len(data) > MOST_BYTES:
        return NOTHING_KEPT
    try:
        pictures = _pictures.decode(data)
    except msgspec.DecodeError:
        return NOTHING_KEPT
    return {picture.name: picture for picture in pictures if 0 < picture.columns < _FAR and _near(picture.cells.values())}


def write(pictures: Iterable[KeptPicture]) -> bytes:
    """The file, the same for the same arrangement."""
    return msgspec.json.format(msgspec.json.encode(sorted(pictures, key=lambda picture: picture.name), order="sorted")) + b"\n"


def _near(cells: Iterable[Cell]) -> bool:
    return all(0 <= row < _FAR and 0 <= column < _FAR for row, column in cells)
