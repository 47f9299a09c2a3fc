"""`kubectl cluster-info dump` before Kubernetes 1.9: Go's own names, and metadata in the object itself.

`{"Items": [{"name": "dns-1", "labels": {…}, "Spec": {"Containers": [{"Image": …}]}, "Status": {"Phase": …}}]}` is
written here as the API writes it, so that one set of readers serves both. Without this, such a dump reads as pods
without containers.
"""

from collections.abc import Mapping

from generator.parsers.cluster import kinds
from generator.parsers.cluster.objects import ObjectReader
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re

_ACRONYM = late_re(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+")
_MAPS = frozenset({"labels", "annotations", "matchLabels", "Selector", "NodeSelector", "Limits", "Requests", "Capacity"})
"""Members whose own keys are people's, not Go's."""


def is_dump(reader: ObjectReader, members: Mapping[str, object]) -> bool:
    """Go's names at the top, and a path of the API or Go's names in the first object."""
    if "Items" not in members or "kind" in members:
        return False
    if kinds.from_self_link(reader.text(members.get("selfLink"))):
        return True
    first = next((reader.mapping(each) for each in reader.entries(members["Items"])), {})
    return "name" in first and ("Spec" in first or "Status" in first)


def todays(document: Document) -> tuple[str | None, object]:
    """The kind that the dump lists, and its items in today's names."""
    dump = document.decode(document.data, dict[str, object])
    items, link = dump["Items"], dump.get("selfLink")
    kind = kinds.from_self_link(link) if isinstance(link, str) else None
    return kind, [_today(each) for each in items] if isinstance(items, list) else items


def _today(value: object) -> object:
    """An object: what is not `Spec` or `Status` is its metadata. A template inside one is an object too."""
    if not isinstance(value, dict):
        return value
    inner = {key: value[key] for key in ("Spec", "Status") if key in value}
    metadata = {key: each for key, each in value.items() if key not in inner}
    return {"metadata": metadata, **{key.lower(): _renamed(each) for key, each in inner.items()}}


def _renamed(value: object) -> object:
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {_name(key): _member(key, each) for key, each in value.items()}


def _member(key: str, value: object) -> object:
    if key in ("Template", "JobTemplate"):
        return _today(value)
    return value if key in _MAPS and not _is_label_selector(value) else _renamed(value)


def _is_label_selector(value: object) -> bool:
    return isinstance(value, dict) and ("matchLabels" in value or "matchExpressions" in value)


def _name(key: str) -> str:
    """`ImageID` -> `imageID`, `OSImage` -> `osImage`, `Name` -> `name`."""
    return _ACRONYM.sub(lambda match: match[0].lower(), key, count=1) if key[:1].isupper() else key
