"""Where Mermaid text is: a file of its own, or fenced blocks in Markdown; and what its labels say.

https://mermaid.js.org/syntax/flowchart.html
"""

import re
from dataclasses import dataclass

from generator.parsers.diagrams.labels import plain

_FENCE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,}|:{3})[ \t]*\{?\.?mermaid\b", re.I | re.M)
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t#]*$")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<matter>.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.S)
_LEAD = re.compile(r"(?:\s+|%%\{.{0,5000}?\}%%|%%[^\n]*(?:\n|$))*", re.S)
_FLOWCHART = re.compile(r"(?:graph|flowchart(?:-elk)?)(?:[ \t]+(?:TB|TD|BT|RL|LR|[<>^v]))?[ \t]*(?=[;\n]|%%|$)", re.I)
_TITLE = re.compile(r"^[ \t]*(?:%%[ \t]*)?title:[ \t]*(?P<text>\S[^\n]*?)[ \t]*$", re.M)
_ENTITY = re.compile(r"#(?P<code>\d{1,7}|[a-zA-Z]{2,31});")
_ICON = re.compile(r"\bfa[a-z]{0,2}:fa-[\w-]+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)(.{1,500}?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Block:
    """One flowchart."""

    name: str
    text: str
    start: int
    """Where in `text` the first statement after the header begins."""
    first_line: int
    """Line of the file on which `text` begins."""


def flowcharts(text: str) -> tuple[Block, ...]:
    """Every flowchart of a file; other kinds of Mermaid diagrams are left out."""
    found = []
    for number, (heading, body, line) in enumerate(_bodies(text.replace("\r\n", "\n")), start=1):
        matter = _FRONT_MATTER.match(body)
        lead = _LEAD.match(body, matter.end() if matter else 0)
        header = _FLOWCHART.match(body, lead.end() if lead else 0)
        if header:
            title = _TITLE.search(body[: header.start()])
            name = title["text"].strip("\"'") if title else f"{heading or 'flowchart'} ({number})"
            found.append(Block(name, body, header.end(), line))
    return tuple(found)


def label_of(raw: str) -> str:
    """The plain text of a label: quotes, Markdown, icons, tags and both kinds of entities resolved."""
    text = raw.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = _EMPHASIS.sub(r"\2", text[1:-1])
    return plain(_ENTITY.sub(_entity, _ICON.sub("", text)))


def _bodies(text: str) -> list[tuple[str, str, int]]:
    """(heading above, text, first line) of each fenced block; the whole file where nothing is fenced."""
    if not _FENCE.search(text):
        return [("", text, 1)]
    bodies: list[tuple[str, str, int]] = []
    heading, mark, begun, inside = "", "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if mark:
            if line.strip(" \t\r>").startswith(mark):
                bodies.append((heading, "\n".join(inside), begun))
                mark = ""
            else:
                inside.append(line)
        elif opened := _FENCE.match(line):
            mark, begun, inside = opened["mark"], number + 1, []
        elif titled := _HEADING.match(line):
            heading = plain(titled["text"])
    return bodies


def _entity(found: re.Match[str]) -> str:
    code = found["code"]
    return f"&#{code};" if code.isdigit() else f"&{code};"
