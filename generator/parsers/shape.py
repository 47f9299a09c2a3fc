"""The shape of a file that no reader knows: names, types and counts, and never a value, since any of them may be a secret.

A key that looks like data (an object of many keys whose values are alike) is shown as `*`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator.errors import ParseError
from generator.parsers import csv, xml
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.xml_values import plain_value

_DEEPEST = 12
_MOST_PATHS = 80
_MOST_VALUES = 200_000
"""Values that are looked at: a large report repeats itself."""
_MOST_NAMES = 24
"""Keys of one object that count as names: more are data, such as paths or ids."""
_LONGEST_NAME = 60
_JSON = {FileContainer.JSON, FileContainer.JSON_LINES}
_TYPES = ((bool, "true or false"), (int, "number"), (float, "number"), (str, "text"))


class ShapedPath(msgspec.Struct, frozen=True):
    """A place of the file, as JMESPath or as the names of elements, and what stands there."""

    path: str
    types: str
    """`text`, `list`, `number, text`."""
    count: int


class FileShape(msgspec.Struct, frozen=True):
    """What a file consists of."""

    container: str
    paths: tuple[ShapedPath, ...]
    cut: bool
    """Are there more paths than are shown?"""
    entries: str | None = None
    """The list of most objects, as JMESPath: very likely the list of findings; `*` stands for keys that are data. None where
    there is none, as in CSV."""
    columns: tuple[str, ...] = ()
    """Names of the fields of its objects, or of the columns."""


def shape_of(document: Document) -> FileShape | None:
    """The shape; None where the file is neither JSON, XML nor a table, or is too broken to have one."""
    try:
        if document.container in _JSON:
            return _of_json(document)
        if document.container is FileContainer.XML:
            return _of_value(document, plain_value(xml.parse(document.data)))
        return _of_table(document) if document.container is FileContainer.TEXT else None
    except (ParseError, RecursionError):
        return None


class _ShapeWalk:
    """Paths with their types, while the values are walked."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.objects: Counter[str] = Counter()
        self._left = _MOST_VALUES

    def walk(self, value: object) -> None:
        """Breadth before depth, so that a large file is cut where it repeats itself."""
        level: list[tuple[str, object, int]] = [("", value, 0)]
        while level and self._left > 0:
            following: list[tuple[str, object, int]] = []
            for path, inner, depth in level:
                self._left -= 1
                if self._left <= 0:
                    break
                self.counts.setdefault(path, Counter())[_type(inner)] += 1
                if depth < _DEEPEST:
                    following += [(each, child, depth + 1) for each, child in self._children(path, inner)]
            level = following

    def _children(self, path: str, value: object) -> Iterator[tuple[str, object]]:
        if isinstance(value, list):
            inside = f"{path}[]"
            for inner in value:
                self.objects[inside] += isinstance(inner, dict)
                yield inside, inner
        elif isinstance(value, dict):
            data, inside = _are_data(value), f"{path}.*".removeprefix(".")
            for key, inner in value.items():
                self.objects[inside] += data and isinstance(inner, dict)
                yield (inside if data else _joined(path, str(key))), inner


def _are_data(value: Mapping[str, object]) -> bool:
    """Are the keys of an object data? Many of them, and all values of one type."""
    return len(value) > _MOST_NAMES or (
        len(value) > 3 and len({_type(inner) for inner in value.values()}) == 1 and _is_object(value)
    )


def _is_object(value: Mapping[str, object]) -> bool:
    """Do all values have the same keys, as records that are filed by their ids?"""
    inner = [frozenset(each) for each in value.values() if isinstance(each, dict)]
    return len(inner) == len(value) and len(set(inner)) == 1


def _joined(path: str, key: str) -> str:
    cut = key if len(key) <= _LONGEST_NAME else f"{key[:_LONGEST_NAME]}…"
    name = cut if cut.isidentifier() and cut.isascii() else f'"{cut}"'
    return f"{path}.{name}" if path else name


def _type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "object"
    return "list" if isinstance(value, list) else next(name for type_, name in _TYPES if isinstance(value, type_))


def _of_json(document: Document) -> FileShape:
    if document.container is FileContainer.JSON_LINES:
        return _of_value(
            document, [document.decode(line, object) for _, line in zip(range(1000), document.lines(), strict=False)]
        )
    return _of_value(document, document.decode(document.data, object))


def _of_value(document: Document, value: object) -> FileShape:
    counting = _ShapeWalk()
    counting.walk(value)
    paths = [ShapedPath(path, *_counted(types)) for path, types in counting.counts.items() if path]
    objects = +counting.objects
    entries = max(objects, key=lambda path: (objects[path], -len(path)), default=None)
    columns = tuple(_fields_below(paths, entries)) if entries is not None else ()
    shown = tuple(paths[:_MOST_PATHS])
    return FileShape(str(document.container), shown, len(paths) > _MOST_PATHS, entries, columns)


def _fields_below(paths: Iterable[ShapedPath], entries: str) -> Iterator[str]:
    """Paths within an entry that lead to texts and numbers, as they are written from the entry on."""
    for each in paths:
        inside = each.path.removeprefix(f"{entries}.")
        if (
            inside != each.path
            and "[]" not in inside
            and "*" not in inside
            and not {"list", "object"} & set(each.types.split(", "))
        ):
            yield inside


def _counted(types: Counter[str]) -> tuple[str, int]:
    return ", ".join(sorted(types)), types.total()


def _of_table(document: Document) -> FileShape | None:
    """The first line of several cells is taken for the header: the delimiter is the one that makes most of them."""
    first = next((line for line in document.start.decode(errors="replace").splitlines() if line.strip()), "")
    mark = max((",", ";", "\t", "|"), key=first.count)
    names = [name.strip().strip('"') for name in first.split(mark)]
    if len(names) < 3 or any(len(name) > _LONGEST_NAME for name in names):
        return None
    table = csv.table(document, names[0])
    if table is None:
        return None
    rows = sum(1 for _ in table.rows())
    paths = tuple(ShapedPath(name, "column", rows) for name in table.header if name)
    return FileShape("csv", paths[:_MOST_PATHS], len(paths) > _MOST_PATHS, None, tuple(name for name in table.header if name))
