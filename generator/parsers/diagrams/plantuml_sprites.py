"""What a PlantUML label shows beside its words: sprites and stereotypes.

https://plantuml.com/sprite (`<$kafka>`, `<$kafka,scale=0.5>`), https://plantuml.com/deployment-diagram (`<<queue>>`). A sprite
is a picture of a product; OpenIconic signs (`<&layers>`) and emoji are ornaments.
"""

import re
from collections.abc import Iterable

import msgspec

from generator.parsers.diagrams.plantuml_text import label_of

_SPRITE = re.compile(r"<\$(?P<name>\w{1,80})[^<>\n]{0,80}>")
_STEREOTYPE = re.compile(r"<<\s*(?P<text>[^<>\n]{0,200}?)\s*>>")
_SPOT = re.compile(r"\(\w\s*,[^()]{0,40}\)")
"""The lettered circle in front of a stereotype's text."""
_SPRITE_OF_STEREOTYPE = re.compile(r"\$(?P<name>\w{1,80})[^\s]{0,80}")
_SPRITE_OF_C4 = re.compile(r"\$?(?P<name>[A-Za-z]\w{0,80})(?:[,{].*)?", re.S)


class ShownText(msgspec.Struct, frozen=True):
    """A label taken apart."""

    words: str
    """Plain text; the sprite's name where there is no letter or digit beside it."""
    technology: str
    """Sprites and stereotypes, each once."""
    is_picture: bool
    """Are the words a sprite's name?"""


def shown(label: str, stereotypes: Iterable[str] = ()) -> ShownText:
    """Words and pictures of a label. Stereotypes that were written inside the quotes are stereotypes as well."""
    inside = _STEREOTYPE.findall(label[:10_000])
    words = label_of(_STEREOTYPE.sub(" ", label[:10_000]))
    sprites = [match["name"] for match in _SPRITE.finditer(label[:10_000])]
    said = [text for stereotype in (*stereotypes, *inside) if (text := _stereotype(stereotype))]
    is_picture = bool(sprites) and not any(sign.isalnum() for sign in words)
    words = " ".join(dict.fromkeys(sprites)) if is_picture else words
    return ShownText(words, ", ".join(dict.fromkeys((*sprites, *said))), is_picture)


def sprite_of_c4(argument: str) -> str:
    """The sprite in a C4 macro's argument, `kafka` or `$kafka,scale=0.5`; nothing for a picture's address or an ornament."""
    match = _SPRITE_OF_C4.fullmatch(argument)
    return match["name"] if match and not argument.startswith("img:") else ""


def _stereotype(text: str) -> str:
    return label_of(_SPRITE_OF_STEREOTYPE.sub(lambda match: match["name"], _SPOT.sub("", text)))
