"""A Mermaid flowchart read statement by statement: shapes, lines, and the subgraphs around them."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from generator.errors import ParseError
from generator.limits import DIAGRAM_EDGES
from generator.parsers.diagrams.mermaid_text import Block, label_of
from generator.parsers.diagrams.mermaid_tokens import Link, Vertex, link, vertex

_GAP = re.compile(r"[\s;]*")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"\s*")
_BEFORE_LINK = re.compile(r"\s*(?=[-=~<])|[ \t]*")
_AND = re.compile(r"[ \t]+&[ \t]+|[ \t]*&(?=[ \t])[ \t]*")
_COMMENT = re.compile(r"%%(?P<text>[^\n]*)")
_END = re.compile(r"end[ \t]*(?=[;\n]|%%|$)")
_SUBGRAPH = re.compile(r"subgraph(?=[ \t;\n]|$)[ \t]*(?P<rest>(?:\"[^\"]*\"|[^;\n\"])*)")
_TITLED = re.compile(r"(?P<id>[^\s\[\]]+)[ \t]*\[(?P<title>.*)\]", re.S)
_LOOKS = re.compile(r"(?:classDef|class|style|linkStyle|click|direction)[ \t](?:\"[^\"\n]*\"|[^;\n\"])*")
_ACCESSIBLE = re.compile(r"acc(?:Title|Descr)[ \t]*(?::[^\n]*|\{[^}]*\})")
_SAID = re.compile(r"\s*(?P<key>workload|diagram-label):\s*(?P<id>\S+)\s*=\s*(?P<value>\S.*?)\s*", re.I)
_STOPS = ("", "\n", ";", "\r")


@dataclass(slots=True)
class Shape:
    """A node or a subgraph, while the text is read."""

    id: str
    line: int
    label: str | None = None
    parent: str | None = None
    is_subgraph: bool = False
    classes: tuple[str, ...] = ()
    """Names of looks that it is given (`:::actor`)."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line between two shapes."""

    source: str
    target: str
    text: str
    both_ways: bool
    line: int


@dataclass(slots=True)
class Chart:
    """One flowchart, read. `unread` are the lines that were not understood."""

    subgraphs: dict[str, Shape] = field(default_factory=dict)
    nodes: dict[str, Shape] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    """(key, shape id) -> value of comments such as `%% workload: cart = shop/Deployment/cart`."""
    unread: list[int] = field(default_factory=list)


def read(block: Block) -> Chart:
    """The chart of a block; what is not understood is left out and its line kept.

    Raises:
        ParseError: more lines than any drawing has.
    """
    return _Reader(block).read()


class _Reader:
    """The place reached, and the subgraphs open there with the shapes each mentions."""

    def __init__(self, block: Block) -> None:
        self._text = block.text
        self._place = block.start
        self._first_line = block.first_line
        self._breaks = [found.start() for found in re.finditer("\n", block.text)]
        self._repeated: Counter[str] = Counter()
        self._open: list[tuple[str, list[str]]] = []
        self._chart = Chart()
        self._read_comments(block.text[: block.start])

    def read(self) -> Chart:
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
        while found := self._link():
            right = self._group()
            if not right:
                return False
            self._join(left, right, found)
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
        while found := vertex(self._text, self._place):
            self._mention(found)
            members.append(found.id)
            self._place = found.end
            if not self._skip(_AND):
                self._skip(_SPACE)
                return members
        return []

    def _link(self) -> Link | None:
        """A link may begin on the next line, and lead to one after it."""
        ahead = _BEFORE_LINK.match(self._text, self._place)
        found = link(self._text, ahead.end() if ahead else self._place)
        if found:
            self._place = found.end
            self._skip(_BLANK)
        return found

    def _join(self, left: list[str], right: list[str], found: Link) -> None:
        if found.hidden:
            return
        if len(self._chart.arrows) + len(left) * len(right) > DIAGRAM_EDGES:
            raise ParseError(f"more than {DIAGRAM_EDGES:,} links", where=f"line {self._line}", next_step="split the flowchart")
        both_ways = found.from_start == found.to_end
        if found.from_start and not both_ways:
            left, right = right, left
        text = label_of(found.text)
        self._chart.arrows += [Arrow(source, target, text, both_ways, self._line) for source in left for target in right]

    def _mention(self, found: Vertex) -> None:
        node = self._chart.nodes.setdefault(found.id, Shape(found.id, self._line))
        if found.text is not None:
            node.label = label_of(found.text)
        node.classes = found.classes or node.classes
        if self._open:
            self._open[-1][1].append(found.id)

    def _open_subgraph(self, rest: str) -> None:
        titled = _TITLED.fullmatch(rest)
        title = label_of(titled["title"] if titled else rest)
        wanted = label_of(titled["id"]) if titled else title or "subgraph"
        free = wanted
        while free in self._chart.subgraphs:
            self._repeated[wanted] += 1
            free = f"{wanted} ({self._repeated[wanted] + 1})"
        parent = self._open[-1][0] if self._open else None
        self._chart.subgraphs[free] = Shape(free, self._line, title, parent, is_subgraph=True)
        self._open.append((free, []))

    def _close(self) -> None:
        """As in Mermaid a node belongs to the subgraph that is complete first among those that mention it."""
        subgraph, members = self._open.pop()
        for member in members:
            node = self._chart.nodes[member]
            node.parent = node.parent or subgraph

    def _read_comments(self, text: str) -> None:
        for comment in _COMMENT.finditer(text):
            if said := _SAID.fullmatch(comment["text"]):
                self._chart.said[said["key"].lower(), said["id"]] = said["value"]

    def _give_up(self) -> None:
        """Leave the rest of the line."""
        if self._line not in self._chart.unread[-1:]:
            self._chart.unread.append(self._line)
        following = self._text.find("\n", self._place)
        self._place = following if following >= 0 else len(self._text)

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._place)
        if found:
            self._place = found.end()
        return found

    @property
    def _line(self) -> int:
        return self._first_line + bisect_right(self._breaks, self._place - 1)
