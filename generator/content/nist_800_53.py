"""NIST SP 800-53 Revision 5 as NIST publishes it in OSCAL: control texts, parameters and assessment objectives.

https://github.com/usnistgov/oscal-content, NIST_SP-800-53_rev5_catalog.json. Kept control by control,
enhancements beside the controls that they enhance, so that a build takes what its baseline selects.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from generator.content.base import Condensed, ContentKind, broken, day_of
from generator.model.control_text import CatalogAbout, ControlText

HEAD = "!catalog"
"""Key of the line about the catalog itself: before every control."""
RESOURCE = "!resource-"
"""Before the uuid in the key of a line of its back matter."""
CONTROL_ID = re.compile(r"[a-z]{2}-[0-9]{1,3}(\.[0-9]{1,3})?", re.ASCII)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_TITLE = "800-53"
_METADATA = "/catalog/metadata"


class _CatalogMetadata(msgspec.Struct, rename="kebab"):
    title: str
    last_modified: str
    version: str


class _CatalogGroup(msgspec.Struct):
    id: str
    title: str
    controls: list[dict[str, object]] = []


class _ControlCatalog(msgspec.Struct):
    uuid: str
    metadata: _CatalogMetadata
    groups: list[_CatalogGroup]
    back_matter: "_CatalogBackMatter | None" = msgspec.field(default=None, name="back-matter")


class _CatalogBackMatter(msgspec.Struct):
    resources: list[dict[str, object]] = []


class _CatalogFile(msgspec.Struct):
    catalog: _ControlCatalog


class _CatalogHead(msgspec.Struct, rename="kebab"):
    uuid: str
    title: str
    version: str
    last_modified: str


class _Kept(msgspec.Struct, rename="kebab"):
    group: str
    group_title: str
    sort_id: str
    enhances: str | None
    control: msgspec.Raw


class _CatalogLine(msgspec.Struct, array_like=True):
    id: str
    kept: _Kept


class _ResourceLine(msgspec.Struct, array_like=True):
    id: str
    resource: msgspec.Raw


class _HeadLine(msgspec.Struct, array_like=True):
    id: str
    head: _CatalogHead


_file = msgspec.json.Decoder(_CatalogFile)
_line = msgspec.json.Decoder(_CatalogLine)
_head = msgspec.json.Decoder(_HeadLine)
_resource = msgspec.json.Decoder(_ResourceLine)


def _recognizes(head: bytes) -> bool:
    return b'"catalog"' in head and _TITLE.encode() in head


def _condense(stream: BinaryIO) -> Condensed:
    data = stream.read()
    try:
        catalog = _file.decode(data).catalog
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise broken(f"this is not the catalog as NIST writes it: {error}") from error
    lines = sorted(msgspec.json.encode(line) for group in catalog.groups for line in _lines(group))
    if not lines:
        raise broken("the catalog holds no control")
    if len({line[: line.index(b",")] for line in lines}) != len(lines):
        raise broken("the catalog holds a control twice")
    _refuse_faults(data)
    about = catalog.metadata
    lines = sorted([*lines, *_resources(catalog.back_matter)])
    head = _CatalogHead(catalog.uuid, about.title, about.version, about.last_modified)
    return Condensed(
        dated=day_of(about.last_modified),
        dated_by="last-modified",
        lines=[msgspec.json.encode(_HeadLine(HEAD, head)), *lines],
        note=f"version {about.version[:40]}",
    )


def _refuse_faults(data: bytes) -> None:
    """What is wrong with its controls would be wrong with every package that prints their texts, and stop each build. Of its
    metadata little is kept; NIST's older editions are of older versions of OSCAL."""
    from generator.oscal.validate import Level, OscalFile, validate_documents

    faults = validate_documents([OscalFile(name="catalog", data=data)], fedramp=False)
    wrong = (fault for fault in faults if fault.severity is Level.ERROR and not fault.place.startswith(_METADATA))
    first = next(wrong, None)
    if first is not None:
        raise broken(f"this is not the catalog as NIST writes it: {first.place}: {first.message}")


def control_text(line: bytes) -> ControlText:
    """A condensed line of a control."""
    kept = _line.decode(line).kept
    return ControlText(
        group=kept.group,
        group_title=kept.group_title,
        sort_id=kept.sort_id,
        enhances=kept.enhances,
        control=bytes(kept.control),
    )


def catalog_about(line: bytes) -> CatalogAbout:
    """The condensed line of the catalog itself."""
    head = _head.decode(line).head
    return CatalogAbout(title=head.title, version=head.version)


def kept_resource(line: bytes) -> bytes:
    """A condensed line of the back matter: the resource as NIST writes it."""
    return bytes(_resource.decode(line).resource)


def _resources(back_matter: _CatalogBackMatter | None) -> Iterator[bytes]:
    for resource in back_matter.resources if back_matter else ():
        uuid = resource.get("uuid")
        if not isinstance(uuid, str) or not UUID.fullmatch(uuid):
            raise broken("a resource of the back matter has no uuid")
        yield msgspec.json.encode(_ResourceLine(f"{RESOURCE}{uuid}", msgspec.Raw(msgspec.json.encode(resource))))


def _lines(group: _CatalogGroup) -> Iterator[_CatalogLine]:
    for control in group.controls:
        yield from _of(control, group, None)


def _of(control: dict[str, object], group: _CatalogGroup, enhances: str | None) -> Iterator[_CatalogLine]:
    name = control.get("id")
    if not isinstance(name, str) or not CONTROL_ID.fullmatch(name):
        raise broken(f"a control of the family {group.id[:20]} has no id like ac-2 or ac-2.1")
    below = control.pop("controls", [])
    kept = _Kept(group.id, group.title, _sort_id(name), enhances, msgspec.Raw(msgspec.json.encode(control)))
    yield _CatalogLine(name, kept)
    if not isinstance(below, list) or (enhances and below):
        raise broken(f"the enhancements of {name} are not a list")
    for entry in below:
        if not isinstance(entry, dict):
            raise broken(f"an enhancement of {name} is no object")
        yield from _of(entry, group, name)


def _sort_id(name: str) -> str:
    """`ac-02.01`: in the order of numbers, as NIST's own sort-id has it."""
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(3), name)


NIST_800_53 = ContentKind(
    name="nist-800-53",
    title="NIST SP 800-53 Revision 5: the texts of the controls, as OSCAL",
    largest=64 << 20,
    recognizes=_recognizes,
    condense=_condense,
)
