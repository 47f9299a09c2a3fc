"""Texts of Terraform's language: where an interpolation begins and ends, and what its escapes stand for.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

import re
from collections.abc import Iterator

from generator.parsers.cluster.hcl_functions import Unresolved

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class ExpressionNotRead(Exception):  # noqa: N818 - never leaves the evaluation
    """An expression of a form that is not read."""


def as_written(text: str) -> Unresolved:
    """An interpolation that has no value here, at most 200 characters of it."""
    return Unresolved("${" + text.strip().replace('"', "'")[:200] + "}")


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """Text and interpolations in turn; `$${` is a literal one."""
    place = 0
    while (start := text.find("${", place)) >= 0:
        if start > 0 and text[start - 1] == "$":
            yield text[place : start - 1] + "${", False
            place = start + 2
            continue
        end = closing(text, start + 2)
        if end < 0:
            break
        if start > place:
            yield text[place:start], False
        yield text[start + 2 : end], True
        place = end + 1
    if place < len(text):
        yield text[place:], False


def closing(text: str, place: int) -> int:
    """Where the bracket closes that opened before a place; texts inside may have interpolations of their own."""
    opened = ["{"]
    while place < len(text):
        place += _step(text, place, opened)
        if not opened:
            return place - 1
    return -1


def _step(text: str, place: int, opened: list[str]) -> int:
    """Characters that are passed; `opened` are the brackets and quotes that are to be closed."""
    sign = text[place]
    if opened[-1] == "{":
        if sign == "}":
            opened.pop()
        elif sign in '{"':
            opened.append(sign)
        return 1
    if sign == '"':
        opened.pop()
    elif text.startswith("${", place):
        opened.append("{")
        return 2
    return 2 if sign == "\\" else 1


def end_of_text(text: str, place: int) -> int:
    """Where the quote is that ends the text which began before a place.

    Raises:
        ExpressionNotRead: none does.
    """
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == '"':
            return place
        elif text.startswith("${", place):
            place = closing(text, place + 2)
            if place < 0:
                break
        place += 1
    raise ExpressionNotRead


def unescaped(text: str) -> str:
    """A quoted text with its escapes replaced.

    NOTE: escapes inside an interpolation are those of its own texts.
    """
    made = []
    for written, is_expression in parts(text):
        if is_expression:
            made.append("${" + written + "}")
        else:
            made.append(re.sub(r'\\([ntr"\\])', lambda match: _ESCAPES[match[1]], written.replace("${", "$${")))
    return "".join(made)
