"""Files as a tool's next version writes them: one field more than the readers know, at one kind of place at a time."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import yaml
from lxml import etree

_FIELD = "nextField"
_VALUE = "of the next version"
_LOG = "==== START logs"
"""What follows in the dump of a cluster is no YAML."""
_DELIMITERS = ",;\t"

Changed = tuple[str, Callable[[], bytes]]
"""Where the field is added, such as `/results/*`, and what writes the file with it: in the test that reads it, since every
worker of the tests lists all places."""


def with_a_field_more(path: Path) -> Iterator[Changed]:
    """The file once for each kind of place in it; none where its format has no fields to add to."""
    raw = path.read_bytes()
    if path.suffix in {".json", ".jsonl", ".cklb", ".excalidraw"}:
        return _json(raw)
    if path.suffix in {".yaml", ".yml"}:
        return _yaml(raw)
    if path.suffix in {".xml", ".nessus", ".ckl", ".drawio", ".svg"}:
        return _xml(raw)
    return _csv(raw) if path.suffix == ".csv" else iter(())


def _json(raw: bytes) -> Iterator[Changed]:
    """First in every object at the place: some readers look at the beginning of a file only."""
    parts = list(_parts(raw.decode()))
    for place in dict.fromkeys(place for _, value in parts for place in _places(value, "")):
        yield place, partial(_json_with, parts, place)


def _json_with(parts: list[tuple[str, object]], place: str) -> bytes:
    return "".join(text if value is None else _dumped(text, value, place) for text, value in parts).encode()


def _parts(text: str) -> Iterator[tuple[str, object]]:
    """Objects and lists that begin a line, as text and value, and what stands between them: line ends, lines of a log."""
    decoder, start = json.JSONDecoder(), 0
    while start < len(text):
        if text[start] in "{[":
            with suppress(ValueError):
                value, end = decoder.raw_decode(text, start)
                yield text[start:end], value
                start = end
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end], None
        start = end


def _dumped(text: str, value: object, place: str) -> str:
    """On one line where it was on one."""
    return json.dumps(_extended(value, "", place), indent=1 if "\n" in text else None, ensure_ascii=False)


def _places(value: object, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield place
        for key, inner in value.items():
            yield from _places(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner, f"{place}/*")


def _extended(value: object, place: str, wanted: str) -> object:
    if isinstance(value, dict):
        added = {_FIELD: _VALUE} if place == wanted else {}
        return added | {key: _extended(inner, f"{place}/{key}", wanted) for key, inner in value.items()}
    return [_extended(inner, f"{place}/*", wanted) for inner in value] if isinstance(value, list) else value


def _yaml(raw: bytes) -> Iterator[Changed]:
    """Before the first key of every mapping at the place; the text stays as it was written."""
    text, separator, log = raw.decode().partition(_LOG)
    found: dict[str, list[yaml.MappingNode]] = {}
    for document in yaml.compose_all(text, yaml.SafeLoader):
        for place, mapping in _mappings(document, ""):
            if all(mapping is not known for known in found.setdefault(place, [])):
                found[place].append(mapping)
    for place, mappings in found.items():
        yield place, partial(_yaml_with, text, mappings, f"{separator}{log}")


def _yaml_with(text: str, mappings: list[yaml.MappingNode], rest: str) -> bytes:
    for mapping in sorted(mappings, key=lambda each: -each.start_mark.index):
        first = mapping.value[0][0].start_mark
        follows = ", " if mapping.flow_style else "\n" + " " * first.column
        text = f"{text[: first.index]}{_FIELD}: {_VALUE}{follows}{text[first.index :]}"
    return f"{text}{rest}".encode()


def _mappings(node: yaml.Node, place: str) -> Iterator[tuple[str, yaml.MappingNode]]:
    if isinstance(node, yaml.MappingNode) and node.value:
        yield place, node
        for key, inner in node.value:
            yield from _mappings(inner, f"{place}/{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _mappings(inner, f"{place}/*")


def _xml(raw: bytes) -> Iterator[Changed]:
    """An attribute, and an element of the same namespace before the others."""
    root = etree.fromstring(raw)
    places = dict.fromkeys("/".join(["", *_path(element)]) for element in root.iter(etree.Element))
    for place in places:
        yield f"{place}/@{_FIELD}", partial(_with_each, raw, place, _set)
        yield f"{place}/{_FIELD}", partial(_with_each, raw, place, _insert)


def _with_each(raw: bytes, place: str, change: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(raw)
    for element in list(root.iter(etree.Element)):
        if "/".join(["", *_path(element)]) == place:
            change(element)
    return etree.tostring(root)


def _set(element: etree._Element) -> None:
    element.set(_FIELD, _VALUE)


def _insert(element: etree._Element) -> None:
    """Not into text: an element inside of it would cut the text short."""
    if len(element):
        added = etree.Element(etree.QName(etree.QName(element).namespace, _FIELD))
        added.text = _VALUE
        element.insert(0, added)


def _path(element: etree._Element) -> list[str]:
    return [etree.QName(each).localname for each in (*reversed(list(element.iterancestors())), element)]


def _csv(raw: bytes) -> Iterator[Changed]:
    """A last column. The header is the first of the longest rows, since some exports begin with rows about themselves."""
    text = raw.decode()
    delimiter = max(_DELIMITERS, key=text.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, rows))
    header = next(index for index, row in enumerate(rows) if len(row) == width)
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    for index, row in enumerate(rows):
        full = index >= header and len(row) == width
        writer.writerow([*row, _FIELD if index == header else _VALUE] if full and any(row) else row)
    yield "last column", written.getvalue().encode
