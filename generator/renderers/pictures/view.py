"""Which pictures stand in which page of the report, and what their shapes lead to."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

from generator.drawing.namespace_boxes import namespace_key
from generator.model.picture import EDITABLE, Mark, Picture, PictureFlow, PictureKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.rows import EvidencePlace
from generator.renderers.crosscheck.text import link_to
from generator.renderers.pictures.cards import Cards
from generator.renderers.pictures.markup import inlined
from generator.renderers.pictures.rows import Card, FlowRow, PictureParts, Shown
from generator.renderers.report.pages import CROSSCHECK, PICTURES

PAGE = PICTURES
_MOST_BYTES = 6_000_000
"""Of pictures inside one page; the others are linked, so that a browser opens the page at once."""
_SHAPE = re.compile(rb'class="shape" data-key="([^"]*)"')
_DIFFERENCES = (Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED)


def of_index(package: AuthorizationPackage) -> PictureParts:
    """The boundary and the differences; each namespace is a link to the page of pictures."""
    own = [picture for picture in package.pictures if picture.kind is not PictureKind.NAMESPACE]
    rest = [picture for picture in package.pictures if picture.kind is PictureKind.NAMESPACE]
    others = [EvidencePlace(text=picture.title, href=f"{PAGE}#{anchor('picture', picture.name)}") for picture in rest]
    return _parts(package, own, index="", page=PAGE, others=others)


def of_page(package: AuthorizationPackage) -> PictureParts:
    """All pictures, as far as a browser can be asked to open them at once."""
    shown: list[Picture] = []
    size = 0
    for picture in package.pictures:
        size += len(picture.svg)
        if size <= _MOST_BYTES or not shown:
            shown.append(picture)
    others = [
        EvidencePlace(text=picture.title, href=link_to(picture.path)) for picture in package.pictures if picture not in shown
    ]
    return _parts(package, shown, index=CROSSCHECK, page="", others=others)


def _parts(
    package: AuthorizationPackage, pictures: Sequence[Picture], *, index: str, page: str, others: Sequence[EvidencePlace]
) -> PictureParts:
    cards = _cards(package, pictures, index, page)
    links = {key: f"#{card.id}" for key, card in cards.items()}
    return PictureParts(
        pictures=tuple(_shown(picture, links) for picture in pictures),
        cards=tuple(cards[key] for key in sorted(cards)),
        editable=link_to(EDITABLE) if pictures else "",
        others=tuple(others),
    )


def _cards(package: AuthorizationPackage, pictures: Sequence[Picture], index: str, page: str) -> Mapping[str, Card]:
    """Of everything that the pictures show."""
    known = Cards(package, index)
    places: dict[str, EvidencePlace] = {}
    for picture in package.pictures:
        if picture.home is not None:
            place = EvidencePlace(text=picture.title, href=f"{page}#{anchor('picture', picture.name)}")
            places |= {picture.about: place, **dict.fromkeys(picture.members, place)}
            places.setdefault(namespace_key(*picture.home), place)
    keys = {unescape(key.decode()) for picture in pictures for key in _SHAPE.findall(picture.svg)}
    cards = ((key, known.card(key, places)) for key in sorted(keys))
    return {key: card for key, card in cards if card is not None}


def _shown(picture: Picture, links: Mapping[str, str]) -> Shown:
    return Shown(
        name=anchor("picture", picture.name),
        title=picture.title,
        caption=picture.caption,
        alt=picture.alt,
        svg=inlined(picture.svg, lambda key: links.get(key, "")),
        file=link_to(picture.path),
        flows=tuple(_flow(flow) for flow in picture.flows),
    )


def _flow(flow: PictureFlow) -> FlowRow:
    return FlowRow(
        number=str(flow.number or ""),
        source=flow.source,
        target=flow.target,
        what=flow.what,
        known_by=flow.known_by,
        mark="" if flow.mark is Mark.PLAIN else flow.mark.value,
        differs=flow.mark in _DIFFERENCES,
    )
