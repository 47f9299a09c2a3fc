"""Damage for real files: what cut transfers, careless editors and attackers do to a report.

Every function takes the file and a source of choices and answers the damaged file. It never fails: what does not apply
leaves the file as it is.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
_ODD_JSON = (
    *("null", "true", "0", "-1", "1e308", "1e999", "-1E-999", "9" * 400, "0." + "3" * 300, "NaN", "Infinity", "-Infinity"),
    *(
        '""',
        '"\\ud800"',
        '"\\udfff\\ud800"',
        '"\\u0000"',
        '"a\\u2028b"',
        '"\U0001f600"',
        '"' + "x" * 5_000 + '"',
        '"9999-99-99"',
    ),
    *(
        '"2026-02-30T25:61:61Z"',
        '"CVE-2026-"',
        '"sha256:"',
        '"=cmd()"',
        '"../../etc"',
        '"<a>&b;"',
        "[]",
        "{}",
        "[[]]",
        "[null]",
    ),
    *('{"a": {}}', '{"": null}', "[" * 600 + "]" * 600, "[" * 20_000 + "]" * 20_000, '{"a":' * 700 + "1" + "}" * 700),
)
_ODD_TEXT = (
    "",
    "\x00",
    "\ufffe",
    "9" * 400,
    "-1",
    "NaN",
    "x" * 5_000,
    "=cmd()",
    "\u2028",
    "0000-00-00",
    "]]>",
    "&",
    "<",
    "\r",
    '"',
)
_ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1b",
    b"\r",
    b'"',
    b"}",
    b"<",
    b"\xef\xbb\xbf",
)
_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://192.0.2.1/a.dtd">%b;]>',
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE a SYSTEM "a.dtd">',
    "<!DOCTYPE a [<!ATTLIST a b CDATA #REQUIRED>]>",
)
_MEMBER = re.compile(r'"(?:[^"\\]|\\.){1,60}"\s*:')
_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]*)[^<>]*>")
_ATTRIBUTE = re.compile(r'\s[\w:.-]+="[^"]*"')
_VALUE = re.compile(r'("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)(?=\s*[,\]}])')


class Choices(Protocol):
    """Where the damage is done."""

    def number(self, below: int) -> int:
        """From 0 up to and without `below`."""

    def one(self, of: Sequence[T]) -> T:
        """One of several."""


Mutation = Callable[[bytes, Choices], bytes]


def cut(raw: bytes, choices: Choices) -> bytes:
    """The end is missing."""
    return raw[: choices.number(len(raw) + 1)]


def flip(raw: bytes, choices: Choices) -> bytes:
    """Up to eight bytes are others."""
    changed = bytearray(raw)
    for _ in range(choices.number(8) + 1 if raw else 0):
        changed[choices.number(len(raw))] = choices.number(256)
    return bytes(changed)


def insert(raw: bytes, choices: Choices) -> bytes:
    """Bytes that are no text, or mean something, stand anywhere."""
    place = choices.number(len(raw) + 1)
    return raw[:place] + choices.one(_ODD_BYTES) * (choices.number(3) + 1) + raw[place:]


def drop(raw: bytes, choices: Choices) -> bytes:
    """A part is missing."""
    place = choices.number(len(raw) + 1)
    return raw[:place] + raw[place + choices.number(2_000) :]


def repeat(raw: bytes, choices: Choices) -> bytes:
    """A part is there twice."""
    place, length = choices.number(len(raw) + 1), choices.number(2_000)
    return raw[: place + length] + raw[place:]


def recode(raw: bytes, choices: Choices) -> bytes:
    """Another encoding."""
    text = raw.decode(errors="replace")
    return text.encode(choices.one(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252")), errors="replace")


def retype(raw: bytes, choices: Choices) -> bytes:
    """A value of JSON is something else."""
    return _replaced(raw, _VALUE, choices, lambda _: choices.one(_ODD_JSON))


def duplicate_key(raw: bytes, choices: Choices) -> bytes:
    """A member stands twice, with another value."""
    return _replaced(raw, _MEMBER, choices, lambda found: f"{found[0]} {choices.one(_ODD_JSON)}, {found[0]}")


def rename_key(raw: bytes, choices: Choices) -> bytes:
    """A member has another name, so that the known one is missing."""
    return _replaced(raw, _MEMBER, choices, lambda _: choices.one(('"":', '"a":', '"\\ud800":', '"id":', '"name":')))


def restructure(raw: bytes, choices: Choices) -> bytes:
    """Members deleted, swapped between containers, or wrapped."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    for _ in range(choices.number(4) + 1):
        places = _places(content)
        if len(places) < 2:
            break
        (one, key), (other, name) = choices.one(places), choices.one(places)
        action = choices.number(4)
        if action == 0:
            del one[key]
        elif action == 1:
            one[key], other[name] = json.loads(json.dumps(other[name])), json.loads(json.dumps(one[key]))
        elif action == 2:
            one[key] = [one[key]]
        else:
            one[key] = {"a": one[key]} if isinstance(one, list) else [one[key], None, one[key]]
    return json.dumps(content, ensure_ascii=False).encode(errors="surrogatepass")


def wrap(raw: bytes, choices: Choices) -> bytes:
    """The whole file stands in a list or object, or several files in a row."""
    before, after = choices.one(
        ((b"[", b"]"), (b'{"a":', b"}"), (b"", b"\n" + raw), (b"[" * 3_000, b"]" * 3_000), (b"\n\n", b"null"))
    )
    return before + raw + after


def remove_element(raw: bytes, choices: Choices) -> bytes:
    """An element of XML is missing with all inside, or only its beginning is."""
    text = raw.decode(errors="replace")
    found = _any(_ELEMENT, text, choices)
    if found is None:
        return raw
    end = text.find(f"</{found[1]}>", found.end())
    whole = end >= 0 and choices.number(4) > 0
    return (text[: found.start()] + text[end + len(found[1]) + 3 if whole else found.end() :]).encode()


def rename_element(raw: bytes, choices: Choices) -> bytes:
    """An element with its end has another name, a namespace, or thousands of elements around it."""
    text = raw.decode(errors="replace")
    found = _any(_ELEMENT, text, choices)
    if found is None:
        return raw
    end = text.find(f"</{found[1]}>", found.end())
    name = choices.one(("a", "x:a", found[1] + "x", "Rule", "HOST", "ReportItem", "component"))
    deep = choices.one((0, 0, 500, 20_000))
    inside = text[found.end() : end] if end >= 0 else ""
    rest = text[end + len(found[1]) + 3 :] if end >= 0 else text[found.end() :]
    return f"{text[: found.start()]}{f'<{name}>' * (deep + 1)}{inside}{f'</{name}>' * (deep + 1)}{rest}".encode()


def drop_attribute(raw: bytes, choices: Choices) -> bytes:
    """An attribute of XML is missing or odd."""
    return _replaced(
        raw, _ATTRIBUTE, choices, lambda found: choices.one(("", f"{found[0]}{found[0]}", ' a="&#0;"', ' id=""', " x:y='1'"))
    )


def declare_entities(raw: bytes, choices: Choices) -> bytes:
    """A document type, and somewhere a reference."""
    declaration, place = choices.one(_ENTITIES).encode(), raw.find(b"?>") + 2 if b"?>" in raw[:200] else 0
    inside = raw.find(b">", choices.number(len(raw) + 1)) + 1 or len(raw)
    changed = raw[:inside] + choices.one((b"", b"&b;", b"&c;", b"&#xD800;", b"&amp;")) + raw[inside:]
    return changed[:place] + declaration + changed[place:]


def change_text(raw: bytes, choices: Choices) -> bytes:
    """A word of text is something else."""
    return _replaced(raw, re.compile(r"[^<>,;\"\n]{1,40}"), choices, lambda _: choices.one(_ODD_TEXT))


def change_rows(raw: bytes, choices: Choices) -> bytes:
    """Lines of a table swapped, cells added, gone, or quoted without end."""
    lines = raw.splitlines(keepends=True)
    if not lines:
        return raw
    place, other = choices.number(len(lines)), choices.number(len(lines))
    action = choices.number(6)
    if action == 0:
        lines[place], lines[other] = lines[other], lines[place]
    elif action == 1:
        lines[place] = lines[place].replace(b",", b",,", choices.number(5) + 1)
    elif action == 2:
        lines[place] = lines[place].replace(b",", b"", choices.number(5) + 1)
    elif action == 3:
        lines[place] = b'"' + lines[place]
    elif action == 4:
        lines[place] = b"," * 3_000 + lines[place]
    else:
        lines[place : place + 1] = [lines[place]] * 50
    return b"".join(lines)


OF_BYTES: tuple[Mutation, ...] = (cut, flip, insert, drop, repeat, recode)
OF_JSON: tuple[Mutation, ...] = (*(retype, duplicate_key, rename_key, restructure) * 3, wrap)
OF_XML: tuple[Mutation, ...] = (remove_element, rename_element, drop_attribute, declare_entities, change_text)
OF_TEXT: tuple[Mutation, ...] = (change_rows, change_text)


def _places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) below a value."""
    pairs: list[tuple[object, object]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        entries = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        for key, inner in entries:
            pairs.append((each, key))
            waiting.append(inner)
    return pairs


def _any(pattern: re.Pattern[str], text: str, choices: Choices) -> re.Match[str] | None:
    """One of the matches: the next one from somewhere in the text."""
    return pattern.search(text, choices.number(len(text) + 1)) or pattern.search(text)


def _replaced(raw: bytes, pattern: re.Pattern[str], choices: Choices, by: Callable[[re.Match[str]], str]) -> bytes:
    text = raw.decode(errors="surrogateescape")
    found = _any(pattern, text, choices)
    if found is None:
        return raw
    return (text[: found.start()] + by(found) + text[found.end() :]).encode(errors="surrogateescape")
