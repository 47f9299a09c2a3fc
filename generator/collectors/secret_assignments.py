"""Secrets that stand in a longer text beside their name: `password: x`, `--token=x`, `"apiKey": "x"`, a block of YAML.

Every pattern is bounded and no two neighbors match the same letter, so that a hostile text costs no more than its length.
"""

import re
from collections.abc import Callable

_NAME = re.compile(
    r"(?:^|(?<=[\s;&|,{?\"'=]))[-\"']{0,3}(?P<name>[A-Za-z_][\w.\-]{1,80})(?P<quote>[\"']?)"
    r"[ \t]{0,4}(?:(?P<equals>=)[ \t]{0,4}|:(?:[ \t]{1,8}|(?=[\"'])))",
    re.MULTILINE,
)
_QUOTED = re.compile(r"\"(?P<double>(?:[^\"\\\n]|\\.){0,4000})\"|'(?P<single>[^'\n]{0,4000})'")
_WORD = re.compile(r"[^\s;&|\"',{}\[\]]{1,4000}")
_LINE = re.compile(r"[^\s\"'|>{\[][^\n]{0,4000}")
_BLOCK = re.compile(r"[|>][-+\d]{0,2}[ \t]*\n")
_BLOCK_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<text>[^\n]*)\n?")


def cut(text: str, is_secret: Callable[[str], bool], is_plain: Callable[[str], bool], mark: str) -> str:
    """The text with `mark` for every value whose name is secret, except where `is_plain` says that it is none."""
    parts, done = [], 0
    for match in _NAME.finditer(text):
        if match.start() < done or not is_secret(match["name"]):
            continue
        start, end = _value(text, match)
        if start == end or is_plain(text[start:end]):
            continue
        parts += [text[done:start], mark]
        done = end
    return "".join((*parts, text[done:])) if parts else text


def _value(text: str, name: re.Match[str]) -> tuple[int, int]:
    """Where the value behind a name starts and ends; an empty stretch where there is none."""
    at = name.end()
    quoted = _QUOTED.match(text, at)
    if quoted:
        return quoted.span("double" if quoted["double"] is not None else "single")
    block = None if name["equals"] else _BLOCK.match(text, at)
    if block:
        return block.end(), _end_of_block(text, block.end(), name.start("name"))
    plain = (_WORD if name["equals"] or name["quote"] else _LINE).match(text, at)
    return plain.span() if plain else (at, at)


def _end_of_block(text: str, at: int, name: int) -> int:
    """Behind the last line that stands deeper than its name, line break excluded."""
    indent = name - (text.rfind("\n", 0, name) + 1)
    end = at
    while at < len(text):
        line = _BLOCK_LINE.match(text, at)
        if line is None or (line["text"] and len(line["indent"]) <= indent):
            break
        end = line.end("text") if line["text"] else end
        at = line.end()
    return end
