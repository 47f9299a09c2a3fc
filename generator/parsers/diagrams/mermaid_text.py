"""What kind of diagram a Mermaid text is, what it is called, and what its labels say.

https://mermaid.js.org/syntax/flowchart.html
"""

import re
from enum import StrEnum

import msgspec

from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.labels import plain

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<matter>.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.S)
_LEAD = re.compile(r"(?:\s+|%%\{.{0,5000}?\}%%|%%[^\n]*(?:\n|$))*", re.S)
_FLOWCHART = re.compile(r"(?:graph|flowchart(?:-elk)?)(?:[ \t]+(?:TB|TD|BT|RL|LR|[<>^v]))?[ \t]*(?=[;\n]|%%|$)", re.I)
_C4 = re.compile(r"C4(?:Context|Container|Component|Dynamic|Deployment)[ \t]*(?=[;\n]|%%|$)")
_ARCHITECTURE = re.compile(r"architecture(?:-beta)?[ \t]*(?=\n|%%|$)")
_OTHER = re.compile(
    r"(?P<kind>sequenceDiagram|classDiagram(?:-v2)?|stateDiagram(?:-v2)?|erDiagram|requirementDiagram|gitGraph|zenuml"
    r"|(?:block|sankey|xychart|packet|radar|treemap)-beta)[ \t]*:?(?=[ \t\n]|$)"
)
_OTHER_FENCED = re.compile(
    r"(?P<kind>block|gantt|pie|journey|mindmap|timeline|kanban|packet|quadrantChart|\w{1,40}(?:-\w{1,20})?)\b"
)
_TITLE = re.compile(r"^[ \t]*(?:%%[ \t]*)?title:[ \t]*(?P<text>\S[^\n]*?)[ \t]*$", re.M)
_STATED_TITLE = re.compile(r"^[ \t]*title[ \t]+(?P<text>\S[^\n]*)", re.M)
_ENTITY = re.compile(r"#(?P<code>\d{1,7}|[a-zA-Z]{2,31});")
_ICON = re.compile(r"\bfa[a-z]{0,2}:fa-[\w-]+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)(.{1,500}?)(?<=\S)\1")


class MermaidKind(StrEnum):
    """What Mermaid draws, as far as it is read."""

    FLOWCHART = "flowchart"
    C4 = "C4 diagram"
    ARCHITECTURE = "architecture diagram"
    OTHER = "other"


_HEADERS = ((MermaidKind.FLOWCHART, _FLOWCHART), (MermaidKind.C4, _C4), (MermaidKind.ARCHITECTURE, _ARCHITECTURE))


class MermaidDiagram(msgspec.Struct, frozen=True):
    """One diagram."""

    name: str
    text: str
    start: int
    """Where in `text` the first statement after the header begins."""
    first_line: int
    """Line of the file on which `text` begins."""
    kind: MermaidKind = MermaidKind.FLOWCHART
    header: str = ""
    """The word that says what kind of diagram it is."""


def block(body: Body, number: int) -> MermaidDiagram | None:
    """The diagram of a body, the `number`th of its file; None where it is none that Mermaid knows."""
    text = body.text.replace("\r\n", "\n")
    matter = _FRONT_MATTER.match(text)
    lead = _LEAD.match(text, matter.end() if matter else 0)
    place = lead.end() if lead else 0
    kind, header = _header(text, place, is_fenced=body.is_fenced)
    if header is None:
        return None
    title = _TITLE.search(text[:place])
    if title is None and kind in {MermaidKind.C4, MermaidKind.ARCHITECTURE}:
        title = _STATED_TITLE.search(text, header.end())
    fallback = f"{body.heading or kind} ({number})"
    name = title["text"].strip(" \t\"'") if title else fallback
    return MermaidDiagram(name, text, header.end(), body.first_line, kind, header[0].split()[0].rstrip(":;"))


def _header(text: str, place: int, *, is_fenced: bool) -> tuple[MermaidKind, re.Match[str] | None]:
    for kind, pattern in _HEADERS:
        if match := pattern.match(text, place):
            return kind, match
    return MermaidKind.OTHER, (_OTHER_FENCED if is_fenced else _OTHER).match(text, place)


def label_of(raw: str) -> str:
    """The plain text of a label: quotes, Markdown, icons, tags and both kinds of entities resolved."""
    text = raw.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = _EMPHASIS.sub(r"\2", text[1:-1])
    return plain(_ENTITY.sub(_entity, _ICON.sub("", text)))


def _entity(match: re.Match[str]) -> str:
    code = match["code"]
    return f"&#{code};" if code.isdigit() else f"&{code};"
