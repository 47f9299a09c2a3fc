"""The data of Kubernetes Secrets, in objects and lists, and in the copy that `kubectl apply` keeps in an annotation.

Found by structure where the text can be read as JSON or YAML: the order of an object's members says nothing about which
object a `data` belongs to. The places are then looked for in the text as the values stand there.
"""

import json
import re
from collections.abc import Iterator

import msgspec
import yaml

_MENTIONED = re.compile(rb"""kind\\?["']?\s{0,3}:\s{0,3}\\?["']?Secret\b""")
_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"
_BEFORE, _AFTER = rb"""(?:(?<=["'\s])|^)""", rb"""(?=["'\s\\,}\]]|$)"""
_SHORTEST = 4
_NO_SECRET = re.compile(r"(?:REDACTED|[*x]+|<[^>]*>|\s*)\Z")


def mentioned(data: bytes) -> bool:
    """Is there a Secret at all?"""
    return _MENTIONED.search(data) is not None


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the values of Secrets stand in the text, in its order."""
    places = set()
    for value in {value for document in _documents(data) for value in _values(document)}:
        for written in _spellings(value):
            expression = _BEFORE + b"(?P<value>" + re.escape(written) + b")" + _AFTER
            places |= {one.span("value") for one in re.finditer(expression, data)}
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
    rows = [line for line in data.split(b"\n") if _MENTIONED.search(line) and line.lstrip()[:1] == b"{"]
    for line in rows:
        try:
            yield msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            continue
    if not rows:
        yield from _yaml(data)


def _yaml(data: bytes) -> Iterator[object]:
    for part in re.split(rb"(?m)^---.*$", data):
        if _MENTIONED.search(part):
            try:
                yield yaml.load(part, Loader=yaml.CSafeLoader)
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


def _applied(annotations: object) -> list[object]:
    """What `kubectl apply` keeps of the object that it was given."""
    text = annotations.get(_ANNOTATION) if isinstance(annotations, dict) else None
    try:
        return [msgspec.json.decode(text.encode("utf-8", "surrogatepass"))] if isinstance(text, str) else []
    except (msgspec.DecodeError, RecursionError):
        return []


def _of_secret(node: dict[str, object]) -> Iterator[str]:
    for name in ("data", "stringData"):
        data = node.get(name)
        for value in data.values() if isinstance(data, dict) else ():
            if isinstance(value, str) and not _NO_SECRET.match(value):
                yield value
