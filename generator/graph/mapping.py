"""`decisions/diagram-mapping.yaml`: what a person decided about shapes whose names do not tell what they stand for.

```yaml
matches:
  - drawn: Cache (Valkey)          # a shape's id or text
    workloads: [valkey-cart]       # name, namespace/Kind/name, .../container, or namespace/* for all of a namespace
    reviewed-by: A. Lovelace
    note: role name in the diagram, product name in the cluster
not-workloads: [op-srv]            # shapes that stand for nothing in the cluster
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from generator import handwritten
from generator.errors import ConfigError
from generator.graph.normalise import plain
from generator.handwritten import Handwritten

FILE = "decisions/diagram-mapping.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedShape:
    """One drawn shape, or all of the same text, and the workloads it stands for."""

    drawn: str
    workloads: tuple[str, ...]
    reviewed_by: str | None = None
    note: str | None = None
    place: str = ""
    """File and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramMapping:
    """The whole file."""

    matches: tuple[MappedShape, ...] = ()
    not_workloads: tuple[str, ...] = ()


class _Match(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    drawn: str
    workloads: list[str]
    reviewed_by: str | None = None
    note: str | None = None


class _File(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    matches: list[_Match] = []
    not_workloads: list[str] = []


def read_mapping(text: str, *, file: str = FILE) -> DiagramMapping:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, a shape given twice or without workloads.
    """
    written = handwritten.load(text, file)
    content = handwritten.convert(written, _File)
    matches = tuple(_shape(index, match, written) for index, match in enumerate(content.matches))
    for index, drawn in enumerate(content.not_workloads):
        _refuse_blank(drawn, written, ("not-workloads", index))
    _refuse_repeats(content, written)
    return DiagramMapping(matches=matches, not_workloads=tuple(content.not_workloads))


def _shape(index: int, match: _Match, written: Handwritten) -> MappedShape:
    _refuse_blank(match.drawn, written, ("matches", index, "drawn"))
    path = ("matches", index, "workloads")
    if not match.workloads:
        raise _error("no workload is named", written, path, "name at least one, or list the shape under `not-workloads`")
    for number, workload in enumerate(match.workloads):
        _refuse_blank(workload, written, (*path, number))
    return MappedShape(
        drawn=match.drawn,
        workloads=tuple(match.workloads),
        reviewed_by=match.reviewed_by,
        note=match.note,
        place=f"{written.file}, line {written.line(('matches', index))}",
    )


def _refuse_blank(text: str, written: Handwritten, path: tuple[str | int, ...]) -> None:
    if not text.strip():
        raise _error("the text is empty", written, path, "write a name, or remove the entry")


def _refuse_repeats(content: _File, written: Handwritten) -> None:
    seen: dict[str, int] = {}
    for drawn, path in _every_shape(content):
        key = plain(drawn) or drawn
        if key in seen:
            what = f"`{drawn}` is decided twice (first on line {seen[key]})"
            raise _error(what, written, path, "keep one of the two; an entry may name several workloads")
        seen[key] = written.line(path)


def _every_shape(content: _File) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, match in enumerate(content.matches):
        yield match.drawn, ("matches", index, "drawn")
    for index, drawn in enumerate(content.not_workloads):
        yield drawn, ("not-workloads", index)


def _error(what: str, written: Handwritten, path: tuple[str | int, ...], next_step: str) -> ConfigError:
    dotted = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    return ConfigError(what, where=f"{written.file}, line {written.line(path)}, key {dotted}", next_step=next_step)
