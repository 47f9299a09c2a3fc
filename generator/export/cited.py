"""The files that OSCAL documents link to by a path inside the delivery."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from generator.export.material import Made


class _Link(msgspec.Struct):
    href: str


class _Resource(msgspec.Struct):
    rlinks: list[_Link] = []


class _BackMatter(msgspec.Struct):
    resources: list[_Resource] = []


class _Document(msgspec.Struct, rename="kebab"):
    back_matter: _BackMatter = msgspec.field(default_factory=_BackMatter)


def cited_files(documents: Made) -> frozenset[str]:
    """Paths in the delivery, of what the back matter of its OSCAL documents links to."""
    oscal = ((name, data) for name, (data, _) in documents.items() if name.startswith("oscal/") and name.endswith(".json"))
    return frozenset(path for name, data in oscal for path in _cited(name, data))


def _cited(name: str, data: bytes) -> Iterator[str]:
    for document in msgspec.json.decode(data, type=dict[str, _Document]).values():
        for resource in document.back_matter.resources:
            for link in resource.rlinks:
                if "://" not in link.href and not link.href.startswith("#"):
                    yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(link.href)))
