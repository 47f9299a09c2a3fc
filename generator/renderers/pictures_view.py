"""Which pictures stand in which page of the report, and what their shapes lead to."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

from generator.drawing.namespace_boxes import namespace_key
from generator.model.picture import EDITABLE, Mark, Picture, PictureFlow, PictureKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_rows import Place
from generator.renderers.crosscheck_words import link_to
from generator.renderers.picture_cards import Cards
from generator.renderers.picture_markup import inlined
from generator.renderers.picture_rows import Card, FlowRow, PictureParts, Shown
from generator.renderers.report.pages import CROSSCHECK, PICTURES

PAGE = PICTURES
_MOST_BYTES = 6_000_000
"""Of pictures inside one page; the others are linked, so that a browser opens the page at once."""
_SHAPE = re.compile(rb'class="shape" data-key="([^"]*)"')
_DIFFERENCES = (Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED)


def of_index(package: AuthorizationPackage) -> PictureParts:
    """The boundary and the differences; each namespace is a link to the page of pictures."""
    own = [one for one in package.pictures if one.kind is not PictureKind.NAMESPACE]
    rest = [one for one in package.pictures if one.kind is PictureKind.NAMESPACE]
    others = [Place(text=one.title, href=f"{PAGE}#{anchor('picture', one.name)}") for one in rest]
    return _parts(package, own, index="", page=PAGE, others=others)


def of_page(package: AuthorizationPackage) -> PictureParts:
    """All pictures, as far as a browser can be asked to open them at once."""
    shown: list[Picture] = []
    size = 0
    for one in package.pictures:
        size += len(one.svg)
        if size <= _MOST_BYTES or not shown:
            shown.append(one)
    others = [Place(text=one.title, href=link_to(one.path)) for one in package.pictures if one not in shown]
    return _parts(package, shown, index=CROSSCHECK, page="", others=others)


def _parts(
    package: AuthorizationPackage, pictures: Sequence[Picture], *, index: str, page: str, others: Sequence[Place]
) -> PictureParts:
    found = _cards(package, pictures, index, page)
    links = {key: f"#{card.id}" for key, card in found.items()}
    return PictureParts(
        pictures=tuple(_shown(one, links) for one in pictures),
        cards=tuple(found[key] for key in sorted(found)),
        editable=link_to(EDITABLE) if pictures else "",
        others=tuple(others),
    )


def _cards(package: AuthorizationPackage, pictures: Sequence[Picture], index: str, page: str) -> Mapping[str, Card]:
    """Of everything that the pictures show."""
    known = Cards(package, index)
    places = {
        namespace_key(*one.home): Place(text=one.title, href=f"{page}#{anchor('picture', one.name)}")
        for one in package.pictures
        if one.home is not None
    }
    keys = {unescape(key.decode()) for one in pictures for key in _SHAPE.findall(one.svg)}
    cards = ((key, known.card(key, places)) for key in sorted(keys))
    return {key: card for key, card in cards if card is not None}


def _shown(one: Picture, links: Mapping[str, str]) -> Shown:
    return Shown(
        name=anchor("picture", one.name),
        title=one.title,
        caption=one.caption,
        alt=one.alt,
        svg=inlined(one.svg, lambda key: links.get(key, "")),
        file=link_to(one.path),
        flows=tuple(_flow(flow) for flow in one.flows),
    )


def _flow(one: PictureFlow) -> FlowRow:
    return FlowRow(
        number=str(one.number or ""),
        source=one.source,
        target=one.target,
        what=one.what,
        known_by=one.known_by,
        mark="" if one.mark is Mark.PLAIN else one.mark.value,
        differs=one.mark in _DIFFERENCES,
    )
