"""The data of Kubernetes Secrets, in objects and lists, and in the copy that `kubectl apply` keeps in an annotation.

Found by structure where the text can be read as JSON or YAML: the order of an object's members says nothing about which
object a `data` belongs to. The places are then looked for in the text as the values stand there.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator

import msgspec
import yaml

_MENTIONED = re.compile(rb"""kind\\?["']?\s{0,3}:\s{0,3}\\?["']?Secret(?:List)?\b""")
_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"
_BEFORE, _AFTER = rb"""(?:(?<=["'\s])|^)""", rb"""(?=["'\s\\,}\]]|$)"""
_SHORTEST = 4
_NO_SECRET = re.compile(r"(?:REDACTED|[*x]+|<[^>]*>|\s*)\Z")


def mentioned(data: bytes) -> bool:
    """Is there a Secret at all?"""
    return _MENTIONED.search(data) is not None


def readable(data: bytes) -> bool:
    """Can all that mentions a Secret be read for its structure?"""
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        rows, parts = _rows(data), _parts(data)
        return _all_read(rows, msgspec.json.decode) if rows else _all_read(parts, _loaded)
    return True


def _all_read(texts: Iterable[bytes], read: Callable[[bytes], object]) -> bool:
    try:
        return all(isinstance(read(text), (dict, list)) for text in texts)
    except (msgspec.DecodeError, yaml.YAMLError, ValueError, RecursionError):
        return False


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the values of Secrets stand in the text, in its order."""
    places = set()
    for value in {value for document in _documents(data) for value in _values(document)}:
        for written in _spellings(value):
            expression = _BEFORE + b"(?P<value>" + re.escape(written) + b")" + _AFTER
            places |= {match.span("value") for match in re.finditer(expression, data)}
    yield from sorted(places)


def _spellings(value: str) -> Iterator[bytes]:
    """As JSON, as JSON inside JSON, and line by line as YAML's blocks have it. Less than four letters are no secret."""
    once = json.dumps(value, ensure_ascii=False)[1:-1]
    twice = json.dumps(once, ensure_ascii=False)[1:-1]
    for written in {value, once, twice, *(line.strip() for line in value.splitlines())}:
        if len(written) >= _SHORTEST:
            yield written.encode("utf-8", "surrogatepass")


def _documents(data: bytes) -> Iterator[object]:
    """The text as JSON, as JSON lines, else as YAML; nothing of what can be read as none of them."""
    try:
        yield msgspec.json.decode(data)
        return
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    rows = _rows(data)
    for line in rows:
        try:
            yield msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            continue
    if not rows:
        yield from _yaml(data)


def _rows(data: bytes) -> list[bytes]:
    """Lines of JSON that mention a Secret."""
    return [line for line in data.split(b"\n") if _MENTIONED.search(line) and line.lstrip()[:1] == b"{"]


def _parts(data: bytes) -> list[bytes]:
    """Documents of YAML that do."""
    return [part for part in re.split(rb"(?m)^---.*$", data) if _MENTIONED.search(part)]


def _loaded(part: bytes) -> object:
    return yaml.load(part, Loader=yaml.CSafeLoader)


def _yaml(data: bytes) -> Iterator[object]:
    for part in _parts(data):
        try:
            yield _loaded(part)
        except (yaml.YAMLError, ValueError, RecursionError):
            continue


def _values(document: object) -> Iterator[str]:
    """The values of every Secret below; what aliases repeat is looked at once."""
    waiting, seen = [document], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())
            waiting.extend(_applied(node.get("annotations")))
            if node.get("kind") == "Secret":
                yield from _of_secret(node)
            if node.get("kind") == "SecretList":
                yield from _of_list(node.get("items"))


def _applied(annotations: object) -> list[object]:
    """What `kubectl apply` keeps of the object that it was given."""
    text = annotations.get(_ANNOTATION) if isinstance(annotations, dict) else None
    try:
        return [msgspec.json.decode(text.encode("utf-8", "surrogatepass"))] if isinstance(text, str) else []
    except (msgspec.DecodeError, RecursionError):
        return []


def _of_list(items: object) -> Iterator[str]:
    """As the API answers: what a list holds has no kind of its own."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield from _of_secret(item)


def _of_secret(node: dict[str, object]) -> Iterator[str]:
    for name in ("data", "stringData"):
        data = node.get(name)
        for value in data.values() if isinstance(data, dict) else ():
            if isinstance(value, str) and not _NO_SECRET.match(value):
                yield value
