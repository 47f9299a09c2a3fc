"""Mermaid flowcharts.

https://mermaid.js.org/syntax/flowchart.html. Mermaid has no place for custom properties; two comments take their place:
`%% workload: cart = shop/Deployment/cart` and `%% diagram-label: cart = C-04`.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from generator.errors import ParseError
from generator.limits import DIAGRAM_EDGES
from generator.model.diagram import DrawnForm, NodeKind
from generator.parsers.diagrams import stencils
from generator.parsers.diagrams.mermaid_text import MermaidDiagram, label_of
from generator.parsers.diagrams.mermaid_tokens import MermaidLink, Vertex, link, vertex
from generator.parsers.diagrams.outline import Outline, OutlineArrow, OutlineShape
from generator.parsers.late_patterns import late_re

_BY_CLASS = {
    **dict.fromkeys(("actor", "actors", "person", "people", "user", "users"), NodeKind.ACTOR),
    **dict.fromkeys(("external", "externals", "outside", "third-party", "thirdparty"), NodeKind.EXTERNAL),
    **dict.fromkeys(("note", "notes", "legend"), NodeKind.NOTE),
}
"""Names that people give to looks, where they say what a shape is."""
_FORMS = dict.fromkeys(("cyl", "cylinder", "database", "db", "h-cyl", "das", "lin-cyl", "disk"), DrawnForm.STORE)
_BY_FORM = {
    **dict.fromkeys(("text", "comment", "brace", "brace-l", "brace-r", "braces"), NodeKind.NOTE),
    "cloud": NodeKind.EXTERNAL,
}
"""Forms of `@{ shape: … }` for words about others, and for what is outside."""
_ORNAMENT = late_re(r"(?:fa\w*|material\S*|mdi\S*|lucide|tabler|ph|heroicons?):", re.I)
"""Packs of signs; other packs, such as `logos:`, have the marks of products."""
_GAP = late_re(r"[\s;]*")
_SPACE = late_re(r"[ \t]*")
_BLANK = late_re(r"\s*")
_BEFORE_LINK = late_re(r"\s*(?=[-=~<])|[ \t]*")
_AND = late_re(r"[ \t]+&[ \t]+|[ \t]*&(?=[ \t])[ \t]*")
_COMMENT = late_re(r"%%(?P<text>[^\n]*)")
_END = late_re(r"end[ \t]*(?=[;\n]|%%|$)")
_SUBGRAPH = late_re(r"subgraph(?=[ \t;\n]|$)[ \t]*(?P<rest>(?:\"[^\"]*\"|[^;\n\"])*)")
_TITLED = late_re(r"(?P<id>[^\s\[\]]+)[ \t]*\[(?P<title>.*)\]", re.S)
_LOOKS = late_re(r"(?:classDef|class|style|linkStyle|click|direction)[ \t](?:\"[^\"\n]*\"|[^;\n\"])*")
_ACCESSIBLE = late_re(r"acc(?:Title|Descr)[ \t]*(?::[^\n]*|\{[^}]*\})")
_PROPERTY = late_re(r"\s*(?P<key>workload|diagram-label):\s*(?P<id>\S+)\s*=\s*(?P<value>\S.*?)\s*", re.I)
_STOPS = ("", "\n", ";", "\r")


@dataclass(slots=True)
class _MermaidShape:
    """A node or a subgraph, while the text is read."""

    id: str
    line: int
    label: str | None = None
    parent: str | None = None
    is_subgraph: bool = False
    classes: tuple[str, ...] = ()
    """Names of looks that it is given (`:::actor`)."""
    form: str = ""
    picture: str = ""


@dataclass(slots=True)
class _MermaidChart:
    """One flowchart, read. `unread` are the lines that were not understood."""

    subgraphs: dict[str, _MermaidShape] = field(default_factory=dict)
    nodes: dict[str, _MermaidShape] = field(default_factory=dict)
    arrows: list[OutlineArrow] = field(default_factory=list)
    properties: dict[tuple[str, str], str] = field(default_factory=dict)
    """(key, shape id) -> value of comments such as `%% workload: cart = shop/Deployment/cart`."""
    unread: list[int] = field(default_factory=list)


def outline(block: MermaidDiagram) -> Outline:
    """The shapes, subgraphs and links of one flowchart; what is not understood is left out and its line kept.

    Raises:
        ParseError: more lines than any drawing has.
    """
    chart = _MermaidChartReader(block).read()
    diagram = Outline(arrows=chart.arrows, unread=chart.unread)
    for shape in (*chart.subgraphs.values(), *chart.nodes.values()):
        diagram.add(
            OutlineShape(
                id=shape.id,
                place=f"line {shape.line}",
                label=shape.label,
                kind=NodeKind.BOUNDARY if shape.is_subgraph else _by_class(shape.classes) or _BY_FORM.get(shape.form),
                parent=shape.parent,
                technology=_technology(shape.picture),
                form=_FORMS.get(shape.form),
                diagram_label=chart.properties.get(("diagram-label", shape.id)),
                workload=chart.properties.get(("workload", shape.id)),
            )
        )
    return diagram


def _by_class(classes: tuple[str, ...]) -> NodeKind | None:
    return next((kind for name in classes if (kind := _BY_CLASS.get(name.lower()))), None)


def _technology(picture: str) -> str | None:
    """`logos:redis` and `https://…/redis.svg` are Redis."""
    if picture.startswith(("http:", "https:", "/", ".")):
        return stencils.picture(picture)
    return None if _ORNAMENT.match(picture) else picture.rpartition(":")[2] or None


class _MermaidChartReader:
    """The place reached, and the subgraphs open there with the shapes each mentions."""

    def __init__(self, block: MermaidDiagram) -> None:
        self._text = block.text
        self._place = block.start
        self._first_line = block.first_line
        self._breaks = [match.start() for match in re.finditer("\n", block.text)]
        self._repeated: Counter[str] = Counter()
        self._open: list[tuple[str, list[str]]] = []
        self._chart = _MermaidChart()
        self._read_comments(block.text[: block.start])

    def read(self) -> _MermaidChart:
        while self._skip(_GAP) and self._place < len(self._text):
            if not (self._framing() or self._shapes()):
                self._give_up()
        while self._open:
            self._chart.unread.append(self._chart.subgraphs[self._open[-1][0]].line)
            self._close()
        for subgraph in self._chart.subgraphs:
            self._chart.nodes.pop(subgraph, None)
        return self._chart

    def _framing(self) -> bool:
        """Comments, subgraphs, and statements about looks only."""
        if comment := self._skip(_COMMENT):
            self._read_comments(comment[0])
        elif opened := self._skip(_SUBGRAPH):
            self._open_subgraph(opened["rest"].strip())
        elif self._skip(_END):
            if not self._open:
                return False
            self._close()
        else:
            return bool(self._skip(_LOOKS) or self._skip(_ACCESSIBLE))
        return True

    def _shapes(self) -> bool:
        """`A & B --> C --> D`; False where the statement ends in something unknown. Links before that are kept."""
        known, mentioned = len(self._chart.nodes), len(self._open[-1][1]) if self._open else 0
        left = self._group()
        if not left:
            return False
        links = len(self._chart.arrows)
        while next_link := self._link():
            right = self._group()
            if not right:
                return False
            self._join(left, right, next_link)
            left = right
        is_whole = self._text[self._place : self._place + 1] in _STOPS or self._text.startswith("%%", self._place)
        if not is_whole and links == len(self._chart.arrows):
            self._forget(known, mentioned)
        return is_whole

    def _forget(self, known: int, mentioned: int) -> None:
        """Words that are no statement are no shapes either."""
        while len(self._chart.nodes) > known:
            self._chart.nodes.popitem()
        if self._open:
            del self._open[-1][1][mentioned:]

    def _group(self) -> list[str]:
        members: list[str] = []
        while mentioned := vertex(self._text, self._place):
            self._mention(mentioned)
            members.append(mentioned.id)
            self._place = mentioned.end
            if not self._skip(_AND):
                self._skip(_SPACE)
                return members
        return []

    def _link(self) -> MermaidLink | None:
        """A link may begin on the next line, and lead to one after it."""
        ahead = _BEFORE_LINK.match(self._text, self._place)
        mermaid_link = link(self._text, ahead.end() if ahead else self._place)
        if mermaid_link:
            self._place = mermaid_link.end
            self._skip(_BLANK)
        return mermaid_link

    def _join(self, left: list[str], right: list[str], mermaid_link: MermaidLink) -> None:
        if mermaid_link.hidden:
            return
        if len(self._chart.arrows) + len(left) * len(right) > DIAGRAM_EDGES:
            raise ParseError(f"more than {DIAGRAM_EDGES:,} links", where=f"line {self._line}", next_step="split the flowchart")
        both_ways = mermaid_link.from_start == mermaid_link.to_end
        if mermaid_link.from_start and not both_ways:
            left, right = right, left
        place, text = f"line {self._line}", label_of(mermaid_link.text)
        headless = both_ways and not mermaid_link.to_end
        self._chart.arrows += [
            OutlineArrow(source=source, target=target, place=place, label=text, both_ways=both_ways, headless=headless)
            for source in left
            for target in right
        ]

    def _mention(self, mentioned: Vertex) -> None:
        node = self._chart.nodes.setdefault(mentioned.id, _MermaidShape(mentioned.id, self._line))
        if mentioned.text is not None:
            node.label = label_of(mentioned.text)
        node.classes = mentioned.classes or node.classes
        node.form, node.picture = mentioned.shape or node.form, mentioned.picture or node.picture
        if self._open:
            self._open[-1][1].append(mentioned.id)

    def _open_subgraph(self, rest: str) -> None:
        titled = _TITLED.fullmatch(rest)
        title = label_of(titled["title"] if titled else rest)
        wanted = label_of(titled["id"]) if titled else title or "subgraph"
        free = wanted
        while free in self._chart.subgraphs:
            self._repeated[wanted] += 1
            free = f"{wanted} ({self._repeated[wanted] + 1})"
        parent = self._open[-1][0] if self._open else None
        self._chart.subgraphs[free] = _MermaidShape(free, self._line, title, parent, is_subgraph=True)
        self._open.append((free, []))

    def _close(self) -> None:
        """As in Mermaid a node belongs to the subgraph that is complete first among those that mention it."""
        subgraph, members = self._open.pop()
        for member in members:
            node = self._chart.nodes[member]
            node.parent = node.parent or subgraph

    def _read_comments(self, text: str) -> None:
        for comment in _COMMENT.finditer(text):
            if match := _PROPERTY.fullmatch(comment["text"]):
                self._chart.properties[match["key"].lower(), match["id"]] = match["value"]

    def _give_up(self) -> None:
        """Leave the rest of the line."""
        if self._line not in self._chart.unread[-1:]:
            self._chart.unread.append(self._line)
        following = self._text.find("\n", self._place)
        self._place = following if following >= 0 else len(self._text)

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._text, self._place)
        if match:
            self._place = match.end()
        return match

    @property
    def _line(self) -> int:
        return self._first_line + bisect_right(self._breaks, self._place - 1)
