"""One PlantUML diagram read line by line: elements, boxes, notes, links and C4 macros."""

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from generator.model.diagram import DrawnForm, NodeKind
from generator.parsers.diagrams import c4_macros, plantuml_words
from generator.parsers.diagrams.c4_calls import C4Call, call
from generator.parsers.diagrams.c4_macros import DrawnCall
from generator.parsers.diagrams.labels import protocols
from generator.parsers.diagrams.outline import Outline, OutlineArrow, OutlineShape
from generator.parsers.diagrams.plantuml_sprites import shown
from generator.parsers.diagrams.plantuml_text import PlantumlDiagram, label_of
from generator.parsers.diagrams.plantuml_words import PlantumlElement

_NOTE_OPEN = re.compile(
    r"\s*(?:[hr]?note\b(?!.*[^:]:(?!:)\s*\S)(?!\s+\").*|legend\b.*|(?:header|footer|caption)\s*|(?:center|left|right)\s+(?:header|footer)\s*|title\s*)"
)
_NOTE_CLOSE = re.compile(r"\s*(?:end\s?(?:[hr]?note|legend|header|footer|caption|title))\s*")
_NOTE_LINE = re.compile(r"\s*[hr]?note\b[^:\"]{0,300}:(?P<text>.*)", re.S)
_NOTE_NAMED = re.compile(r"\s*note\s+\"(?P<text>[^\"]{0,2000})\"\s+as\s+(?P<id>[\w.]{1,200}).*")
_NOTE_ID = re.compile(r"\s*note\s+as\s+(?P<id>[\w.]{1,200})")
_NOTE_ABOUT = re.compile(r"\s*note\s+\w+\s+of\s+\"?(?P<id>[\w.\[\]]{1,200})")
_TEXT_OPEN = re.compile(r"\s*[a-z]{3,20}\b[^\[\]]{0,500}\[[^\[\]]*")
_TITLE = re.compile(r"\s*title\s+(?P<text>\S.*)")
_LOOKS = re.compile(
    r"\s*(?:skinparam\b.*|hide\b.*|show\b.*|remove\b.*|restore\b.*|scale\b.*|left to right direction|top to bottom direction"
    r"|allow_?mixing|newpage.*|(?:header|footer|caption)\s.*|mainframe\b.*|sprite\b.*|center\s.*"
    r"|[A-Z][A-Z_0-9]{3,60}(?:\((?:[^,]{0,200}|\s*\$.{0,200})\))?|page\s+\d+x\d+|url\s+(?:of|for)\s.*|set\s+(?:separator|namespaceSeparator)\b.*)\s*"
)
_TOGETHER = re.compile(r"\s*together\s*\{\s*")
_SEQUENCE = re.compile(
    r"\s*(?:participant|activate|deactivate|autonumber|destroy|create|alt|opt|loop|par|critical|ref over|return|==.*==)\b", re.I
)
_PORTS = frozenset({"port", "portin", "portout"})
_HOLDERS = frozenset({"package", "folder", "frame", "cloud"})
_COLLECTION = re.compile(
    r"(?:AWS|Azure|GCP|K8S|Kubernetes|DEV2?|DEVICONS2?|FA5?|FONTAWESOME5?|GOV|MATERIAL|WEATHER|OFF|CNCF)_+", re.I
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHAPE_WORD = re.compile("|".join(plantuml_words.KEYWORDS))
_OTHERS = re.compile(
    r"\s*(?P<word>(?:abstract\s+)?class|enum|annotation|state|start|stop|\[\*\]|:[^:]*;|concise|robust|clock)(?:\s.*|)$"
)


def is_architecture(source: PlantumlDiagram) -> bool:
    """Does it place components? Sequences, classes, states and the like are other drawings."""
    if source.kind not in {"uml", "c4"}:
        return False
    if any(_SEQUENCE.match(line) for _, line in source.lines):
        return False
    statements = [line.strip() for _, line in source.lines]
    if any(_OTHERS.fullmatch(line) for line in statements):
        return False
    return any(_places(line) for line in statements)


def _places(line: str) -> bool:
    """Words that a sequence does not have: actors, databases and queues may also be lifelines."""
    if (macro := call(line)) is not None and (not macro.behind or c4_macros.is_known(macro)):
        return True
    shape = plantuml_words.element(line)
    if shape is None:
        linked = plantuml_words.link(line)
        return linked is not None and line.lstrip().startswith("[")
    lifelines = {"actor", "boundary", "control", "entity", "database", "queue", "collections"}
    return shape.word not in lifelines or shape.opens


def outline(source: PlantumlDiagram) -> Outline:
    """The shapes and links of one diagram. `title` of the drawing comes first among the remarks: see `title_of`."""
    return _PlantumlReader(source).read()


def title_of(source: PlantumlDiagram) -> str:
    """What the drawing is called."""
    titles = (label_of(match["text"]) for _, line in source.lines if (match := _TITLE.fullmatch(line)))
    return next(titles, "") or source.name


_FORMS = {"database": DrawnForm.STORE, "queue": DrawnForm.QUEUE}


class _PlantumlReader:
    """The boxes open at the place reached, None for a brace that is no box; ports, by what they are ports of; and shapes that
    show only a sprite, by its name: of several alike the id tells more.
    """

    def __init__(self, source: PlantumlDiagram) -> None:
        self._lines: Iterator[tuple[int, str]] = iter(source.lines)
        self._open: list[str | None] = []
        self._outline = Outline()
        self._place = ""
        self._ports: dict[str, str] = {}
        self._pictures: dict[str, list[OutlineShape]] = defaultdict(list)
        for number, what in source.included:
            self._outline.remarks.append(f"Not read: the file {what[:200]} included on line {number}.")

    def read(self) -> Outline:
        number = 0
        for number, line in self._lines:
            self._place = f"line {number}"
            if _TEXT_OPEN.fullmatch(line):
                line += self._text_until_bracket()
            if not (self._frame(line) or self._note(line) or self._statement(line.strip())):
                self._outline.unread.append(number)
        if self._open:
            self._outline.unread.append(number)
        for alike in self._pictures.values():
            for shape in alike if len(alike) > 1 else ():
                shape.label = None
        return self._outline

    @property
    def _parent(self) -> str | None:
        return next((box for box in reversed(self._open) if box is not None), None)

    def _frame(self, line: str) -> bool:
        if line.strip() == "}":
            if not self._open:
                return False
            self._open.pop()
            return True
        if _TOGETHER.fullmatch(line):
            self._open.append(None)
            return True
        return bool(_TITLE.fullmatch(line) or _LOOKS.fullmatch(line))

    def _note(self, line: str) -> bool:
        if named := _NOTE_NAMED.fullmatch(line):
            self._add_note(label_of(named["text"]), named["id"])
        elif single := _NOTE_LINE.fullmatch(line):
            self._add_note(label_of(single["text"]), None, line)
        elif _NOTE_OPEN.fullmatch(line):
            identified = _NOTE_ID.match(line)
            self._add_note(self._text_until_end(), identified["id"] if identified else None, line)
        else:
            return False
        return True

    def _text_until_end(self) -> str:
        inside: list[str] = []
        for _, line in self._lines:
            if _NOTE_CLOSE.fullmatch(line):
                break
            inside.append(line)
        return label_of("\n".join(inside))

    def _text_until_bracket(self) -> str:
        """A description over several lines, in square brackets."""
        inside: list[str] = []
        for _, line in self._lines:
            inside.append(line)
            if "]" in line:
                break
        return " ".join(inside)

    def _add_note(self, text: str, id_: str | None, line: str = "") -> None:
        if id_ is None:
            note = _NOTE_ABOUT.match(line)
            self._outline.note(text, self._place, about=note["id"].strip("[]") if note else None)
        else:
            self._outline.add(OutlineShape(id=id_, place=self._place, label=text, kind=NodeKind.NOTE))

    def _statement(self, line: str) -> bool:
        if (macro := call(line)) is not None and self._call(macro):
            return True
        if link := plantuml_words.link(line):
            self._link(link, line)
            return True
        if declared := plantuml_words.element(line):
            self._element(declared)
            return True
        return False

    def _call(self, c4_call: C4Call) -> bool:
        drawn = c4_macros.draw(c4_call, self._outline, parent=self._parent, place=self._place, label=label_of)
        if drawn is DrawnCall.NOTHING:
            return self._unknown_macro(c4_call)
        if drawn is DrawnCall.OPENED:
            self._open.append(c4_call.get(0, "alias"))
        return True

    def _unknown_macro(self, c4_call: C4Call) -> bool:
        """Icon libraries and a team's own macros: a name and a text are a shape, two known shapes and a text a line."""
        if c4_call.behind:
            return False
        known = [argument in self._outline.shapes for argument in c4_call.arguments[:2]]
        if known == [True, True]:
            words = " ".join(protocols(c4_call.name.replace("_", " ")))
            self._outline.join(
                OutlineArrow(
                    source=c4_call.arguments[0],
                    target=c4_call.arguments[1],
                    place=self._place,
                    label=label_of(c4_call.get(2, "label")),
                    technology=words or label_of(c4_call.get(3, "techn")),
                )
            )
            return True
        if c4_call.is_quoted[:2] != (False, True) or not re.fullmatch(r"\w{1,200}", c4_call.arguments[0]):
            return False
        kind = NodeKind.BOUNDARY if c4_call.opens else None
        technology = _technology(c4_call) or None
        label = label_of(c4_call.arguments[1])
        shape = OutlineShape(
            id=c4_call.arguments[0], place=self._place, label=label, kind=kind, parent=self._parent, technology=technology
        )
        self._outline.add(shape)
        if c4_call.opens and not c4_call.closes:
            self._open.append(c4_call.arguments[0])
        return True

    def _element(self, element: PlantumlElement) -> None:
        text = shown(element.label, element.stereotypes)
        label = text.words or label_of(element.text)
        wanted = (
            element.id
            or label
            or (element.word if element.word not in self._outline.shapes else f"{element.word}, {self._place}")
        )
        if element.word in _PORTS and self._parent is not None:
            self._ports[wanted] = self._parent
            return
        shape = OutlineShape(id=wanted, place=self._place, label=label, kind=_kind(element), parent=self._parent)
        shape.technology = text.technology or None
        shape.form = _FORMS.get(element.word)
        known = self._outline.add(shape)
        if text.is_picture:
            self._pictures[text.words].append(known)
        if element.opens and not element.closes:
            self._open.append(wanted)

    def _link(self, link: plantuml_words.PlantumlLink, line: str) -> None:
        """Shapes that were not declared come to be where they are first linked."""
        link = replace(link, source=self._ports.get(link.source, link.source), target=self._ports.get(link.target, link.target))
        for end in (link.source, link.target):
            if end not in self._outline.shapes:
                kind = NodeKind.ACTOR if f":{end}:" in line else None
                self._outline.add(OutlineShape(id=end, place=self._place, label=label_of(end), kind=kind, parent=self._parent))
        if link.hidden:
            return
        self._outline.join(
            OutlineArrow(
                source=link.source,
                target=link.target,
                place=self._place,
                label=label_of(link.label),
                both_ways=link.both_ways,
                headless=link.headless,
            )
        )


def _kind(element: PlantumlElement) -> NodeKind | None:
    """A cloud is what the drawing shows from outside, as in draw.io. A node with empty braces is drawn like any other shape;
    a package is there to hold others.
    """
    if element.opens:
        return NodeKind.BOUNDARY if element.word in _HOLDERS else None
    if element.word in {"actor", "person"}:
        return NodeKind.ACTOR
    return {"cloud": NodeKind.EXTERNAL, "label": NodeKind.NOTE}.get(element.word)


def _technology(c4_call: C4Call) -> str:
    """What an icon library's macro draws, and the technology it was given: `RDS(db, "Orders", "t3.large")`.

    The last argument of a macro of the icon font collections is the shape it is drawn in, and its first word the collection.
    """
    given = label_of(c4_call.get(2, "techn"))
    drawn = _CAMEL.sub(" ", _COLLECTION.sub("", c4_call.name).replace("_", " ")).strip()
    return ", ".join(part for part in (drawn, given if not _SHAPE_WORD.fullmatch(given) else "") if part)
