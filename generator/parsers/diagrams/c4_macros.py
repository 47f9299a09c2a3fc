"""What each C4 macro draws, the same for PlantUML and Mermaid.

https://github.com/plantuml-stdlib/C4-PlantUML (macros of C4_Context, C4_Container, C4_Component, C4_Deployment, C4_Dynamic)
"""

import re
from collections.abc import Callable
from enum import StrEnum

from generator.model.diagram import NodeKind
from generator.parsers.diagrams.c4_calls import C4Call
from generator.parsers.diagrams.outline import Outline, OutlineArrow, OutlineShape
from generator.parsers.diagrams.plantuml_sprites import sprite_of_c4
from generator.parsers.late_patterns import late_re

_ELEMENT = late_re(r"(?P<what>Person|System|Container|Component)(?:Db|Queue)?(?P<outside>_Ext)?")
_BOX = late_re(r"(?:Enterprise_|System_|Container_|Component_)?Boundary|(?:Deployment_)?Node(?:_[LR])?")
_RELATION = late_re(
    r"(?P<both>Bi)?Rel(?P<index>_?Index)?(?P<back>_Back)?(?:_Neighbou?r|_Back_Neighbou?r)?(?:_(?:U|Up|D|Down|L|Left|R|Right))?"
)
_LOOKS = late_re(
    r"(?:LAYOUT|SHOW|HIDE|Lay_|Update|update|Add|Set|Remove)\w*|(?:set|get)?(?:Last)?(?:Index|Increment)|increment|[A-Z]+_?LEGEND\w*"
)
_PROPER_NAME = late_re(r"[A-Z][\w.+#-]{1,40}")

Label = Callable[[str], str]


class DrawnCall(StrEnum):
    """What became of a call."""

    NOTHING = "not a C4 macro"
    DONE = "drawn, or about looks only"
    OPENED = "a box that what follows lies in"


def draw(call: C4Call, outline: Outline, *, parent: str | None, place: str, label: Label) -> DrawnCall:
    """Draw what a macro says; `label` makes plain text of what the language allows in a text.

    Raises:
        ParseError: more shapes or lines than any drawing has.
    """
    if _BOX.fullmatch(call.name):
        return _box(call, outline, parent, place, label)
    if match := _ELEMENT.fullmatch(call.name):
        _element(call, match, outline, OutlineShape(id=call.get(0, "alias"), place=place, parent=parent), label)
        return DrawnCall.OPENED if call.opens and not call.closes else DrawnCall.DONE
    if match := _RELATION.fullmatch(call.name):
        outline.join(_relation(call, match, place, label))
        return DrawnCall.DONE
    return DrawnCall.DONE if _LOOKS.fullmatch(call.name) else DrawnCall.NOTHING


def is_known(call: C4Call) -> bool:
    """Is it a macro of C4?"""
    return any(words.fullmatch(call.name) for words in (_BOX, _ELEMENT, _RELATION, _LOOKS))


def _box(call: C4Call, outline: Outline, parent: str | None, place: str, label: Label) -> DrawnCall:
    """A deployment node in which nothing lies is a shape like any other."""
    is_node = call.name.startswith(("Deployment_", "Node"))
    kind = None if is_node else NodeKind.BOUNDARY
    shape = OutlineShape(id=call.get(0, "alias"), place=place, label=label(call.get(1, "label")), kind=kind, parent=parent)
    shape.technology = label(call.get(2, "type")) if is_node else None
    outline.add(shape)
    return DrawnCall.OPENED if call.opens and not call.closes else DrawnCall.DONE


def _element(call: C4Call, match: re.Match[str], outline: Outline, shape: OutlineShape, label: Label) -> None:
    shape.label = label(call.get(1, "label"))
    if match["what"] in {"Container", "Component"}:
        shape.technology = label(call.get(2, "techn")) or sprite_of_c4(call.get(4, "sprite"))
    elif match["what"] == "System":
        shape.technology = _technology(label(call.get(2, "descr"))) or sprite_of_c4(call.get(3, "sprite"))
    if match["what"] == "Person":
        shape.kind = NodeKind.ACTOR
    elif match["outside"]:
        shape.kind = NodeKind.EXTERNAL
    outline.add(shape)


def _technology(description: str) -> str | None:
    """A system has a description only; a proper name alone says what it is: `System(scan, "Virus scanner", "ClamAV")`."""
    return description if _PROPER_NAME.fullmatch(description) else None


def _relation(call: C4Call, match: re.Match[str], place: str, label: Label) -> OutlineArrow:
    first = 1 if match["index"] else 0
    source, target = call.get(first, "from"), call.get(first + 1, "to")
    if match["back"] or "_Back" in call.name:
        source, target = target, source
    return OutlineArrow(
        source=source,
        target=target,
        place=place,
        label=label(call.get(first + 2, "label")),
        technology=label(f"{call.get(first + 3, 'techn')} {call.behind}"),
        both_ways=match["both"] is not None,
    )
