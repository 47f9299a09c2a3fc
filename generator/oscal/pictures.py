"""Pictures drawn from what runs, as OSCAL cites them: a diagram with caption and words, and a file with its checksum."""

import hashlib
from collections.abc import Iterator, Sequence

from generator.ids import UuidFactory
from generator.model.picture import Picture, PictureKind
from generator.oscal import types as o
from generator.oscal.common import line, prop, text

_BOUNDARY, _FLOWS = "authorization-boundary", "data-flow"


def boundary_diagrams(pictures: Sequence[Picture], ids: UuidFactory) -> tuple[o.Diagram, ...]:
    """The picture of the whole boundary."""
    return tuple(_diagram(picture, _BOUNDARY, ids) for picture in pictures if picture.kind is PictureKind.BOUNDARY)


def flow_diagrams(pictures: Sequence[Picture], ids: UuidFactory) -> tuple[o.Diagram, ...]:
    """Which component calls which: the picture of each namespace; of a system that has one only, that of the boundary."""
    parts = [picture for picture in pictures if picture.kind is PictureKind.NAMESPACE]
    whole = [picture for picture in pictures if picture.kind is PictureKind.BOUNDARY]
    return tuple(_diagram(part, _FLOWS, ids) for part in parts or whole)


def picture_resources(pictures: Sequence[Picture], ids: UuidFactory) -> Iterator[o.Resource]:
    """The files that diagrams link to."""
    for picture in pictures:
        if picture.kind is not PictureKind.DRIFT:
            digest = hashlib.sha256(picture.svg).hexdigest()
            yield o.Resource(
                uuid=_resource(picture, ids),
                title=line(picture.title),
                description=f"Drawn from the collected inventory ({len(picture.svg)} bytes).",
                props=(prop("type", "image"),),
                rlinks=(
                    o.Rlink(
                        href=f"../{picture.path}",
                        media_type="image/svg+xml",
                        hashes=(o.Hash(algorithm="SHA-256", value=digest),),
                    ),
                ),
            )


def _diagram(picture: Picture, section: str, ids: UuidFactory) -> o.Diagram:
    whole = picture.kind is PictureKind.BOUNDARY and section == _BOUNDARY
    return o.Diagram(
        uuid=ids.object("diagram", picture.name) if whole else ids.object("diagram", section, picture.name),
        description=text(picture.alt),
        links=(o.Link(href=f"#{_resource(picture, ids)}", rel="diagram"),),
        caption=line(picture.caption),
    )


def _resource(picture: Picture, ids: UuidFactory) -> str:
    return ids.object("resource", picture.name)
