"""Diagrams inside Markdown: fenced blocks whose language is one that is read.

https://spec.commonmark.org/0.31.2/#fenced-code-blocks; `::: mermaid` is the fence of Azure DevOps wikis.
"""

import re

import msgspec

from generator.parsers.diagrams.labels import plain

LANGUAGES = {
    "mermaid": "mermaid",
    "plantuml": "plantuml",
    "puml": "plantuml",
    "plant-uml": "plantuml",
    "c4plantuml": "plantuml",
    "dot": "dot",
    "graphviz": "dot",
    "gv": "dot",
    "structurizr": "structurizr",
    "d2": "d2",
}
"""What people call a language on a fence, and what reads it."""

_FENCE = re.compile(r"[ \t>]{0,200}(?P<mark>`{3,}|~{3,}|:{3})[ \t]*+\{?[ \t]*+\.?(?P<language>[\w-]{0,40})", re.I)
_ANY = re.compile(
    rf"^[ \t>]{{0,200}}(?:`{{3,}}|~{{3,}}|:{{3}})[ \t]*+\{{?[ \t]*+\.?(?:{'|'.join(LANGUAGES)})\b"
    r"|^[ \t>]{0,200}(?:`{3,}|~{3,})[ \t]*+\n[ \t>]*+@startuml\b",
    re.I | re.M,
)
_HEADING = re.compile(r"#{1,6}[ \t]++(?P<text>.*)")


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one diagram and where in the file it stands."""

    language: str
    heading: str
    """The Markdown heading above it."""
    text: str
    first_line: int
    is_fenced: bool = True


def whole(text: str, language: str) -> Body:
    """A file that holds nothing else."""
    return Body(language=language, heading="", text=text, first_line=1, is_fenced=False)


def without_comments(text: str, opening: str, closing: str) -> str:
    """Block comments left out, lines still countable. One that is not closed is text."""
    kept, place = [], 0
    while (begun := text.find(opening, place)) >= 0 and (end := text.find(closing, begun + len(opening))) >= 0:
        kept.append(text[place:begun] + "\n" * text.count("\n", begun, end))
        place = end + len(closing)
    return "".join((*kept, text[place:]))


def has_fences(text: str) -> bool:
    """Is a diagram fenced in this text?"""
    return bool(_ANY.search(text))


def fenced(text: str) -> tuple[Body, ...]:
    """Every fenced diagram. A fence that is never closed ends with the file."""
    bodies: list[Body] = []
    heading, mark, language, begun, inside = "", "", "", 0, list[str]()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if mark:
            if line.strip(" \t\r>").startswith(mark):
                bodies += _body(language, heading, inside, begun)
                mark = ""
            else:
                inside.append(line)
        elif (opened := _FENCE.match(line)) and _opens(opened):
            mark, language, begun, inside = opened["mark"], opened["language"].lower(), number + 1, []
        elif titled := _HEADING.match(line[:500]):
            heading = plain(titled["text"].rstrip(" \t#"))
    return (*bodies, *(_body(language, heading, inside, begun) if mark else ()))


def _opens(fence: re.Match[str]) -> bool:
    """Three colons also open admonitions, which may hold fences."""
    return fence["mark"] != ":::" or fence["language"].lower() in LANGUAGES


def _body(language: str, heading: str, lines: list[str], begun: int) -> tuple[Body, ...]:
    text = "\n".join(lines)
    if not language and text.lstrip(" \t\n>").startswith("@startuml"):
        language = "plantuml"
    if language not in LANGUAGES:
        return ()
    return (Body(language=LANGUAGES[language], heading=heading, text=text, first_line=begun),)
