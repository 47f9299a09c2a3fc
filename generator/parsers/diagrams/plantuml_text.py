"""PlantUML sources as logical lines: which diagrams a text holds, without comments, definitions and looks.

https://plantuml.com/preprocessing and https://plantuml.com/deployment-diagram
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from generator.parsers.diagrams.fences import without_comments
from generator.parsers.diagrams.labels import plain

_START = re.compile(r"^[ \t>/*#']*@start(?P<kind>[a-z0-9]{1,20})\b(?P<rest>.*)$", re.M)
_END = re.compile(r"^[ \t>/*#']*@end[a-z0-9]{1,20}\b", re.M)
_SKIPPED = (
    (
        re.compile(r"\s*!(?:unquoted\s+)?(?:procedure|function)\b", re.I),
        re.compile(r"\s*!end\s?(?:procedure|function)\b", re.I),
    ),
    (re.compile(r"\s*!definelong\b", re.I), re.compile(r"\s*!enddefinelong\b", re.I)),
    (re.compile(r"\s*<style>", re.I), re.compile(r".*</style>", re.I)),
    (re.compile(r"\s*skinparam\b[^{]*\{\s*$", re.I), re.compile(r"\s*\}")),
    (re.compile(r"\s*sprite\s+.{1,200}\{\s*$", re.I), re.compile(r"\s*\}")),
)
_INCLUDE = re.compile(r"\s*!(?:include\w*|import)\s+(?P<what>\S.*)")
_DIRECTIVE = re.compile(r"\s*(?:!.*|'.*)")
_CREOLE = re.compile(
    r"<[&$:][^<>\n]{0,80}>|</?(?:size|color|back|b|i|u|s|w|font|img)\b[^<>\n]{0,80}>|\*\*|//(?=\S)(?<!:)(?<!:/)|__(?=\w)|(?<=\w)__|~~"
)
_BREAK = re.compile(r"\\[nlrt]|%n\(\)|%newline\(\)")
_RULE = re.compile(r"(?:^|(?<=\s))(?:={2,4}|-{2,4}|\.{2,4}|_{2,4})(?=\s|$|\w)")
_LIBRARY = re.compile(
    r"C4(?:_\w+)?(?:\.puml)?|c4[-_]?plantuml|^<(?:C4|awslib|azure|gcp|kubernetes|k8s|logos|material|office|tupadr3)", re.I
)


class PlantumlDiagram(msgspec.Struct, frozen=True, kw_only=True):
    """One diagram: logical lines with their numbers."""

    kind: str
    """`uml`, `mindmap`, `json`, …"""
    name: str
    lines: tuple[tuple[int, str], ...]
    included: tuple[tuple[int, str], ...] = msgspec.field(default=())
    """Files that are included and were not read: (line, what). Libraries of shapes are not among them."""


def sources(text: str, *, first_line: int = 1, is_fenced: bool = False) -> tuple[PlantumlDiagram, ...]:
    """Every `@start… @end…` of a text; the whole text where it has none."""
    text = without_comments(text.replace("\r\n", "\n"), "/'", "'/")
    starts = list(_START.finditer(text))
    if not starts:
        return (_source("uml", "", text, first_line),) if is_fenced or text.strip() else ()
    ends = [match.start() for match in _END.finditer(text)]
    blocks_read, line, counted = [], first_line, 0
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        limit = following.start() if following else len(text)
        index = bisect_left(ends, start.end())
        end = min(ends[index] if index < len(ends) else limit, limit)
        line, counted = line + text.count("\n", counted, start.end()), start.end()
        name = plain(start["rest"].strip(' ()"'))
        blocks_read.append(_source(start["kind"], name, text[start.end() : end], line))
    return tuple(blocks_read)


def label_of(text: str) -> str:
    """Plain text of a label: line breaks, icons, Creole and tags folded away."""
    text = _CREOLE.sub("", _BREAK.sub(" ", text[:10_000]))
    return plain(_RULE.sub(" ", text))


def _source(kind: str, name: str, body: str, first_line: int) -> PlantumlDiagram:
    lines = tuple(_logical(body, first_line))
    includes = [(number, match["what"].strip()) for number, line in lines if (match := _INCLUDE.fullmatch(line))]
    return PlantumlDiagram(
        kind=kind,
        name=name,
        lines=tuple((number, line) for number, line in lines if line.strip() and not _DIRECTIVE.fullmatch(line)),
        included=tuple((number, what) for number, what in includes if not _LIBRARY.search(what)),
    )


def _logical(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Lines with those that end in a backslash joined, without definitions and style blocks."""
    until: re.Pattern[str] | None = None
    held, begun = "", 0
    for number, line in enumerate(body.split("\n"), start=first_line):
        if until is not None:
            until = None if until.match(line) else until
            continue
        until = next((end for start, end in _SKIPPED if start.match(line)), None)
        if until is not None:
            until = None if until.pattern.startswith(r".*<") and until.match(line) else until
            continue
        begun = begun or number
        if line.endswith("\\") and len(held) < 10_000:
            held += line[:-1]
            continue
        yield begun, held + line
        held, begun = "", 0
    if held:
        yield begun, held
