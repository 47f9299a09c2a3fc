"""Placeholders in a Word template that people edit: which there are, where, and what is wrong with them.

Jinja itself reports a broken placeholder by a line of XML that is not seen in Word, and of the first one only. Here each is
judged by itself, and its place is named as a person finds it: the part of the document, the heading above, the row of a table.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

import msgspec
from jinja2 import StrictUndefined, TemplateError, nodes
from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.word_language import TemplateLanguage
from generator.documents.word_read import paragraph_text
from generator.documents.word_xml import NAMESPACES
from generator.errors import ConfigError

_W = f"{{{NAMESPACES['w']}}}"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{(?P<value>.{0,500}?)\}\}|\{%(?P<statement>.{0,500}?)%\}|\{#.{0,500}?#\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")
_SINGLE = re.compile(r"(?<![{\w])\{\s*([A-Za-z_][\w.]{0,60})\s*\}(?!\})")
_REACH = re.compile(r"^(?:p|tr|tc|r)\s")
"""What docxtpl puts before a tag to say how much of the document it stands for: a paragraph, a row, a cell, a run."""
_CLOSES = {"endfor": "for", "endif": "if"}
_QUOTES = str.maketrans("‘’“”", "''\"\"")
"""Word turns quotation marks around while somebody types; docxtpl turns them back."""
_LONGEST = 60
_MOST = 2_000
"""Placeholders of a template; ours have some ten."""
_STRAYS = 20
"""Of a paragraph that are repeated."""


class PlacedField(msgspec.Struct, frozen=True, kw_only=True):
    """A placeholder that names a value."""

    name: str
    place: str


class PlaceholderFault(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a template that would not be filled as its author meant it."""

    place: str
    what: str


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a template."""

    placed: tuple[PlacedField, ...]
    faults: tuple[PlaceholderFault, ...]

    @property
    def nothing(self) -> bool:
        """Neither a placeholder nor anything that looks like one."""
        return not self.placed and not self.faults


def has_placeholders(template: bytes, *, where: str = "template") -> bool:
    """Is it a template with placeholders of ours, and not a form of somebody else's?"""
    with damage_named(where):
        return any(_TAG.search(text) for text, _ in _paragraphs(template, where))


def examine(template: bytes, known: Iterable[str], *, where: str = "template") -> Examined:
    """Every placeholder, judged against the names that the document has values for.

    Raises:
        ConfigError: the file is no Word document.
    """
    with damage_named(where):
        reader = _JinjaReader(known)
        for text, place in _paragraphs(template, where):
            reader.paragraph(text, place)
        return reader.done()


class _JinjaReader:
    """Goes through the paragraphs in their order, since a loop opens in one and closes in another."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(known)
        self._environment = TemplateLanguage(autoescape=True, undefined=StrictUndefined)
        self._count = 0
        self._placed: list[PlacedField] = []
        self._faults: list[PlaceholderFault] = []
        self._open: list[tuple[str, str, str]] = []  # keyword, place, the loop's own name

    def paragraph(self, text: str, place: str) -> None:
        """One paragraph with everything in it."""
        for match in _TAG.finditer(text):
            self._count += 1
            if self._count > _MOST:
                raise ConfigError(f"more than {_MOST:,} placeholders", where=place, next_step="name a template of a document")
            value, statement = match["value"], match["statement"]
            if value is not None:
                self._expression(value, match[0], place)
            elif statement is not None:
                self._statement(_REACH.sub("", statement.strip(" -+")).translate(_QUOTES), match[0], place)
        rest = _TAG.sub(" ", text)
        for stray in islice(_STRAY.finditer(rest), _STRAYS):
            near = rest[max(stray.start() - 10, 0) : stray.end() + 30].strip()
            side = "is not closed" if stray[0] in {"{{", "{%"} else "closes what was not opened"
            self._fault(place, f"`{stray[0]}` {side} in the same paragraph, near “{near}”")
        for single in _SINGLE.finditer(rest):
            if single[1] in self._known or self._like(single[1]):
                meant = single[1] if single[1] in self._known else self._like(single[1])
                self._fault(place, f"`{single[0]}` has one brace on each side, not two: write `{{{{ {meant} }}}}`")

    def done(self) -> Examined:
        """Everything, with what was opened and never closed."""
        for keyword, place, _ in self._open:
            self._fault(place, f"`{{% {keyword} … %}}` has no `{{% end{keyword} %}}`")
        return Examined(placed=tuple(self._placed), faults=tuple(self._faults))

    def _expression(self, text: str, shown: str, place: str) -> None:
        inside = _REACH.sub("", text.strip(" -+")).translate(_QUOTES)
        self._names("{{ " + inside + " }}", shown, place)

    def _statement(self, text: str, shown: str, place: str) -> None:
        keyword, _, rest = text.strip().partition(" ")
        if keyword in {"for", "if"}:
            local = rest.partition(" in ")[0].strip() if keyword == "for" else ""
            closing = "{% end" + keyword + " %}"
            self._names("{% " + keyword + " " + rest + " %}" + closing, shown, place)
            self._open.append((keyword, place, local))
        elif keyword in _CLOSES:
            if self._open and self._open[-1][0] == _CLOSES[keyword]:
                self._open.pop()
            else:
                self._fault(place, f"`{_short(shown)}` closes no `{{% {_CLOSES[keyword]} … %}}`")
        elif keyword in {"else", "elif"}:
            if not self._open:
                self._fault(place, f"`{_short(shown)}` stands in no `{{% if … %}}`")
            elif keyword == "elif":
                self._names("{% if " + rest + " %}{% endif %}", shown, place)
        else:
            self._fault(place, f"`{_short(shown)}`: a template holds loops (`for`) and tests (`if`) only")

    def _names(self, source: str, shown: str, place: str) -> None:
        try:
            tree = self._environment.parse(source)
            self._environment.from_string(source)
        except TemplateError as error:
            self._fault(place, f"`{_short(shown)}` cannot be read: {error.message or error}")
            return
        local = {name for _, _, names in self._open for name in re.split(r"[,\s]+", names)} | {"loop"}
        local |= {target.name for target in tree.find_all(nodes.Name) if target.ctx == "store"}
        for name in dict.fromkeys(_dotted(tree)):
            if name.partition(".")[0] in local:
                continue
            if name in self._known:
                self._placed.append(PlacedField(name=name, place=place))
            else:
                self._fault(place, f"`{_short(shown)}`: there is no value called `{name}`{self._meant(name)}")

    def _meant(self, name: str) -> str:
        like = self._like(name)
        return f"; did you mean `{like}`?" if like else f"; there are: {', '.join(self._known)}"

    def _like(self, name: str) -> str:
        ends = [known for known in self._known if known.rpartition(".")[2] == name.lower()]
        return next(iter(ends or get_close_matches(name.lower(), self._known, n=1, cutoff=0.7)), "")

    def _fault(self, place: str, what: str) -> None:
        self._faults.append(PlaceholderFault(place=place, what=what))


def _dotted(tree: nodes.Node) -> Iterator[str]:
    """`system.name` of every chain that begins with a name; what is called on it is a filter's business."""
    if isinstance(tree, nodes.Getattr | nodes.Getitem):
        whole = _chain(tree)
        if whole:
            yield whole
            return
    if isinstance(tree, nodes.Name) and tree.ctx == "load":
        yield tree.name
    for child in tree.iter_child_nodes():
        yield from _dotted(child)


def _chain(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name if node.ctx == "load" else ""
    if isinstance(node, nodes.Getattr):
        before = _chain(node.node)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        before = _chain(node.node)
        return f"{before}.{node.arg.value}" if before else ""
    return ""


def _paragraphs(template: bytes, where: str) -> Iterator[tuple[str, str]]:
    """(text, place) of every paragraph that could hold a placeholder."""
    members = unpack(template, where=where)
    if "word/document.xml" not in members:
        raise ConfigError("this is not a Word document", where=where, next_step="name a .docx file")
    names = sorted((name for name in members if _PARTS.fullmatch(name)), key=lambda name: name != "word/document.xml")
    if sum(members[name].count(mark) for name in names for mark in (b"{{", b"{%")) > _MOST:
        raise ConfigError(f"more than {_MOST:,} placeholders", where=where, next_step="name a template of a document")
    for name in names:
        root = parse_xml(members[name], where=f"{where}, {name}")
        yield from _placed(root, _part(name), _headings(members) if name == "word/document.xml" else frozenset())


def _placed(root: etree._Element, part: str, headings: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not any("{" in (text.text or "") or "}" in (text.text or "") for text in root.iter(f"{_W}t")):
        return  # most forms of others: an Appendix A has 9,000 paragraphs
    rows = _rows(root)
    heading = ""
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        text = paragraph_text(paragraph)
        inner = next(paragraph.iterancestors(f"{_W}p"), None) is not None  # of a text box: the paragraph around it has its text
        if ("{" in text or "}" in text) and not inner:
            row = rows.get(next(paragraph.iterancestors(f"{_W}tr"), paragraph), f"paragraph {number}")
            yield text, ", ".join(word for word in (part, heading, row) if word)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val", "") in headings and text.strip():
            heading = f"below “{_short(text.strip())}”"


def _rows(root: etree._Element) -> Mapping[etree._Element, str]:
    """What each row of a table is called."""
    named: dict[etree._Element, str] = {}
    for number, table in enumerate(root.iter(f"{_W}tbl"), 1):
        for index, row in enumerate(table.iterchildren(f"{_W}tr"), 1):
            named[row] = f"table {number}, row {index}"
    return named


def _headings(members: Mapping[str, bytes]) -> frozenset[str]:
    """Ids of the styles of headings: Word writes `heading 1` as the name whatever the language of the id."""
    if "word/styles.xml" not in members:
        return frozenset()
    headings = set()
    for style in parse_xml(members["word/styles.xml"], where="word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None and name.get(f"{_W}val", "").lower().startswith("heading"):
            headings.add(style.get(f"{_W}styleId", ""))
    return frozenset(headings)


_NAMES: Mapping[str, Callable[[str], str]] = {
    "document": lambda _: "",
    "header": lambda number: f"page header {number}".strip(),
    "footer": lambda number: f"page footer {number}".strip(),
    "footnotes": lambda _: "footnotes",
    "endnotes": lambda _: "endnotes",
}


def _part(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    kind = stem.rstrip("0123456789")
    return _NAMES[kind](stem.removeprefix(kind))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
