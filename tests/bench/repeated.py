"""Real reports made large, and how fast they are read: their entries are repeated under identifiers of their own.

Which list holds the entries is not asked of the format: it is the heaviest list of objects (JSON), the children of one element
(XML) or the rows below the header (CSV). Which texts are identifiers says the reader itself, by what it reads of the real file.
"""

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from lxml import etree

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.registry import read

_DIGITS = "0123456789"


class Repeated(NamedTuple):
    """A report made large."""

    format_: str
    container: FileContainer
    data: bytes


def repeated(path: Path, size: int) -> Repeated | None:
    """The report with its entries repeated until it is about `size` bytes; None where it has none to repeat."""
    document = Document(path.name, path.read_bytes())
    format_, snapshot = read(document, _evidence(path.name))
    if not isinstance(snapshot, ScanSnapshot) or not snapshot.results:
        return None
    names = {result.identifier for result in snapshot.results}
    grow = _GROWN.get(document.container)
    data = grow(document, names, size) if grow else None
    return Repeated(format_.name, document.container, data) if data else None


def _evidence(name: str) -> EvidenceFile:
    return EvidenceFile(path=name, sha256=Sha256("0" * 64), size=1, media_type="application/octet-stream")


def _renamed(value: Any, names: Set[str], number: int) -> Any:
    """The same entry under another identifier: `CVE-2099-10007`, `G1017`, `xss-7`."""
    if isinstance(value, dict):
        return {key: _renamed(inner, names, number) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names, number) for inner in value]
    if isinstance(value, str):
        return _rename(value, names, number)
    if isinstance(value, int) and str(value) in names:
        return int(f"{value}{number}")
    return value


def _rename(text: str, names: Set[str], number: int) -> str:
    bare = text.strip()
    return (f"{bare}{number}" if bare[-1] in _DIGITS else f"{bare}-{number}") if bare in names else text


def _heaviest(value: Any) -> list[Any] | None:
    """The list of objects that most of the report lies in, as far in as half of it goes."""
    lists = list(_lists(value))
    return max(lists, key=lambda entries: len(json.dumps(entries)) / (1 + 1 / len(entries)), default=None)


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        if value and all(isinstance(entry, dict) for entry in value):
            yield value
            return
        for entry in value:
            yield from _lists(entry)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _lists(entry)


def _json(document: Document, names: Set[str], size: int) -> bytes | None:
    content = msgspec.json.decode(document.data)
    entries = _heaviest(content)
    if not entries:
        return None
    one_pass = len(json.dumps(entries))
    entries += [_renamed(entry, names, number) for number in range(1, size // one_pass + 1) for entry in list(entries)]
    return json.dumps(content, ensure_ascii=False).encode()


def _lines(document: Document, names: Set[str], size: int) -> bytes | None:
    entries = [msgspec.json.decode(line) for line in document.lines()]
    passes = range(size // len(document.data) + 1)
    grown = (_renamed(entry, names, number) if number else entry for number in passes for entry in entries)
    return b"\n".join(json.dumps(entry, ensure_ascii=False).encode() for entry in grown) + b"\n"


def _xml(document: Document, names: Set[str], size: int) -> bytes | None:
    root = etree.fromstring(document.data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    parent = _heaviest_element(root)
    entries = list(parent)
    for number in range(1, size // len(etree.tostring(parent)) + 1):
        for entry in entries:
            made = copy.deepcopy(entry)
            for element in made.iter():
                _rename_element(element, names, number)
            parent.append(made)
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))


def _heaviest_element(root: Any) -> Any:
    """The element whose children are the entries: as far in as six tenths of the report go, and more than one child."""
    weights = {
        element: len(etree.tostring(element)) for element in root.iter() if len(element) and isinstance(element.tag, str)
    }
    parent = root
    while True:
        inner = max((child for child in parent if child in weights), key=lambda child: weights[child], default=None)
        if inner is None or weights[inner] < 0.6 * weights[parent]:
            break
        parent = inner
    outer = parent.getparent()
    return outer if len(parent) < 2 and outer is not None else parent


def _rename_element(element: Any, names: Set[str], number: int) -> None:
    if element.text:
        element.text = _cdata(_rename(element.text, names, number) if element.text.strip() else element.text)
    for key, text in element.attrib.items():
        if text.strip() in names:
            element.set(key, _rename(text, names, number))


def _cdata(text: str) -> Any:
    """Tools write texts that hold markup as CDATA."""
    return etree.CDATA(text) if "<" in text and "]]>" not in text else text


def _csv(document: Document, names: Set[str], size: int) -> bytes | None:
    text = document.text
    delimiter = max(",;\t|", key=text[:2_000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    columns = max(len(row) for row in rows)
    first = next(index for index, row in enumerate(rows) if len(row) == columns)
    entries = [row for row in rows[first + 1 :] if any(row)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(rows)
    number = 1
    while entries and out.tell() < size:
        writer.writerows([_rename(cell, names, number) if cell.strip() else cell for cell in row] for row in entries)
        number += 1
    return out.getvalue().encode()


_GROWN: dict[FileContainer, Callable[[Document, Set[str], int], bytes | None]] = {
    FileContainer.JSON: _json,
    FileContainer.JSON_LINES: _lines,
    FileContainer.XML: _xml,
    FileContainer.TEXT: _csv,
}
