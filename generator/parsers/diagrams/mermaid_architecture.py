"""Mermaid's architecture diagrams. https://mermaid.js.org/syntax/architecture.html

`group shop(cloud)[Shop]`, `service db(database)[Orders] in shop`, `web:R -[HTTPS 443]-> L:db`, and junctions, at which
lines split.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from generator.model.diagram import NodeKind
from generator.parsers.diagrams.mermaid_text import MermaidDiagram, label_of
from generator.parsers.diagrams.outline import Outline, OutlineArrow, OutlineShape

_OTHER_LINES = re.compile(r"\s*+(?:%%.*|title\b.*|acc(?:Title|Descr)\b.*|align\b.*|)\s*+")
_ELEMENT = re.compile(
    r"\s*+(?P<what>group|service)\s++(?P<id>[\w-]{1,200})\s*+(?:\(\s*+(?P<icon>[\w:.-]{1,200})\s*+\)|\"[^\"]{0,200}\")?"
    r"\s*+(?:\[(?P<title>\"[^\"]{0,500}\"|[^\]]{0,500})\])?\s*+(?:in\s++(?P<parent>[\w-]{1,200}))?\s*+(?:%%.*)?"
)
_JUNCTION = re.compile(r"\s*+junction\s++(?P<id>[\w-]{1,200})\s*+(?:in\s++[\w-]{1,200})?\s*+(?:%%.*)?")
_EDGE = re.compile(
    r"\s*+(?P<from>[\w-]{1,200}?)(?P<from_group>\{group\})?(?:\s*+:\s*+[LRTB])?\s*+(?P<back><)?-"
    r"(?:-|\s*+\[(?P<text>\"[^\"]{0,500}\"|[^\]]{0,500})\]\s*+-)(?P<forth>>)?\s*+(?:[LRTB]\s*+:\s*+)?"
    r"(?P<to>[\w-]{1,200})(?P<to_group>\{group\})?\s*+(?:%%.*)?"
)
_PLAIN_ICONS = frozenset({"cloud", "database", "disk", "internet", "server"})


class _ArchitectureLine(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    target: str
    text: str
    both_ways: bool
    from_group: bool
    to_group: bool
    number: int
    headless: bool = False


def outline(block: MermaidDiagram) -> Outline:
    """The groups, services and edges of one architecture diagram."""
    diagram = Outline()
    junctions: set[str] = set()
    lines: list[_ArchitectureLine] = []
    first = block.first_line + block.text.count("\n", 0, block.start)
    for number, line in enumerate(block.text[block.start :].split("\n"), start=first):
        if _OTHER_LINES.fullmatch(line):
            continue
        if element := _ELEMENT.fullmatch(line):
            _element(element, diagram, number)
        elif junction := _JUNCTION.fullmatch(line):
            junctions.add(junction["id"])
        elif edge := _EDGE.fullmatch(line):
            lines.append(_line(edge, number))
        else:
            diagram.unread.append(number)
    for architecture_line in lines:
        if architecture_line.source not in junctions and architecture_line.target not in junctions:
            _join(diagram, architecture_line, architecture_line.target, both_ways=architecture_line.both_ways)
    _through(junctions, lines, diagram)
    return diagram


def _element(element: re.Match[str], diagram: Outline, number: int) -> None:
    icon = (element["icon"] or "").rpartition(":")[2]
    kind = NodeKind.BOUNDARY if element["what"] == "group" else NodeKind.EXTERNAL if icon == "internet" else None
    label = label_of(element["title"]) if element["title"] is not None else None
    technology = icon if icon not in _PLAIN_ICONS else None
    diagram.add(
        OutlineShape(
            id=element["id"],
            place=f"line {number}",
            label=label,
            kind=kind,
            parent=element["parent"],
            technology=technology,
        )
    )


def _line(edge: re.Match[str], number: int) -> _ArchitectureLine:
    """An arrowhead on both ends or on none is a line for both ways; one only at the start turns it round."""
    back, forth = edge["back"] is not None, edge["forth"] is not None
    names = ("to", "from") if back and not forth else ("from", "to")
    source, target = (edge[name] for name in names)
    groups = [edge[f"{name}_group"] is not None for name in names]
    text = label_of(edge["text"] or "")
    return _ArchitectureLine(
        source=source,
        target=target,
        text=text,
        both_ways=back == forth,
        headless=not (back or forth),
        from_group=groups[0],
        to_group=groups[1],
        number=number,
    )


def _join(diagram: Outline, line: _ArchitectureLine, target: str, *, both_ways: bool, text: str = "") -> None:
    """`{group}` ends a line at the border of the group that the service is in."""
    source_shape, target_shape = diagram.shapes.get(line.source), diagram.shapes.get(target)
    diagram.join(
        OutlineArrow(
            source=line.source,
            target=target,
            place=f"line {line.number}",
            label=" ".join(part for part in (line.text, text) if part),
            both_ways=both_ways,
            headless=both_ways and line.headless,
            source_box=source_shape.parent if line.from_group and source_shape else None,
            target_box=target_shape.parent if line.to_group and target_shape else None,
        )
    )


def _through(junctions: set[str], lines: list[_ArchitectureLine], diagram: Outline) -> None:
    """Lines that meet at junctions join every service on one side with every service on the other."""
    after: dict[str, list[_ArchitectureLine]] = defaultdict(list)
    for line in (line for line in lines if not junctions.isdisjoint((line.source, line.target))):
        for architecture_line in (line, *([_turned(line)] if line.both_ways else [])):
            after[architecture_line.source].append(architecture_line)
    begun = [line for source, ones in list(after.items()) if source not in junctions for line in ones]
    reached: dict[tuple[str, str], tuple[_ArchitectureLine, str]] = {}
    for line in begun:
        for end, text in _ends(line, after, junctions):
            reached.setdefault((line.source, end), (line, text))
    for (start, end), (line, text) in reached.items():
        if start != end and ((end, start) not in reached or start < end):
            _join(diagram, line, end, both_ways=(end, start) in reached, text=text)


def _turned(line: _ArchitectureLine) -> _ArchitectureLine:
    return _ArchitectureLine(
        source=line.target,
        target=line.source,
        text=line.text,
        both_ways=True,
        from_group=line.to_group,
        to_group=line.from_group,
        number=line.number,
    )


def _ends(
    first: _ArchitectureLine, after: dict[str, list[_ArchitectureLine]], junctions: set[str]
) -> Iterator[tuple[str, str]]:
    """Services behind the junctions that a line leads to, with the text of the last line on the way."""
    seen, waiting = {first.target}, [first]
    for line in waiting:  # grows while it is walked
        if line.target not in junctions:
            yield line.target, "" if line is first else line.text
            continue
        for following in after[line.target]:
            if following.target not in seen and following.target != line.source:
                seen.add(following.target)
                waiting.append(following)
