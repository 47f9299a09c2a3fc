"""Instructions of a Dockerfile with their lines: directives, comments, continuations and here-documents taken care of.
https://docs.docker.com/reference/dockerfile/
"""

import re

import msgspec

from generator.errors import ParseError

_WITH_DOCUMENTS = frozenset(("RUN", "COPY", "ADD"))
_DIRECTIVE = re.compile(r"#[ \t]*([a-zA-Z]+)[ \t]*=[ \t]*(\S+)[ \t]*")
_HERE = re.compile(r"(?:^|\s)\d*<<(-?)([\"']?)([A-Za-z_]\w*)\2(?=[\s;|&>)]|$)")
_MOST_INSTRUCTIONS = 20_000
_NEXT = "correct the file or collect it again; Docker itself refuses it"


class Instruction(msgspec.Struct, frozen=True):
    """One instruction, continuation lines joined, here-documents left out."""

    name: str
    """In capitals."""
    arguments: str
    line: int


def instructions(text: str) -> list[Instruction]:
    """Every instruction in order.

    Raises:
        ParseError: a here-document without end; more instructions than any Dockerfile has.
    """
    lines = text.splitlines()
    escape = _escape(lines)
    read: list[Instruction] = []
    at = 0
    while at < len(lines):
        if _is_blank(lines[at]):
            at += 1
            continue
        first = at
        logical, at = _joined(lines, at, escape)
        name, _, arguments = logical.strip().partition(" ")
        name, tab, rest = name.partition("\t")
        instruction = Instruction(name.upper(), f"{rest} {arguments}".strip() if tab else arguments.strip(), first + 1)
        if instruction.name in _WITH_DOCUMENTS:
            at = _after_documents(instruction, lines, at)
        read.append(instruction)
        if len(read) > _MOST_INSTRUCTIONS:
            raise ParseError(f"more than {_MOST_INSTRUCTIONS:,} instructions", where=f"line {first + 1}", next_step=_NEXT)
    return read


def _escape(lines: list[str]) -> str:
    """Directives stand at the very top; the first line that is none ends them."""
    for line in lines:
        match = _DIRECTIVE.fullmatch(line.strip())
        if match is None:
            return "\\"
        if match.group(1).lower() == "escape" and match.group(2) in ("`", "\\"):
            return match.group(2)
    return "\\"


def _joined(lines: list[str], at: int, escape: str) -> tuple[str, int]:
    """A logical line and the index behind it; comments and empty lines inside it do not end it."""
    parts: list[str] = []
    while at < len(lines):
        line = lines[at].rstrip()
        at += 1
        if parts and _is_blank(line):
            continue
        if not line.endswith(escape):
            parts.append(line)
            break
        parts.append(line[:-1])
    return " ".join(parts), at


def _after_documents(instruction: Instruction, lines: list[str], at: int) -> int:
    for match in _HERE.finditer(instruction.arguments):
        dash, end = match.group(1), match.group(3)
        while at < len(lines) and (lines[at].lstrip("\t") if dash else lines[at]) != end:
            at += 1
        if at >= len(lines):
            raise ParseError(f"the here-document {end} never ends", where=f"line {instruction.line}", next_step=_NEXT)
        at += 1
    return at


def _is_blank(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")
