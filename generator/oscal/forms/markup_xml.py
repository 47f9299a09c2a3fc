"""Markdown, as OSCAL's JSON has it, into the elements that OSCAL's XML has instead.

Source: https://pages.nist.gov/metaschema/specification/datatypes/#markup-data-types. Quotation marks stay characters.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.xml_text import escaped, quoted

_MARKED = re.compile(r"[\\`*_\[\]<>&{|\n]|^\s*(?:[-+#=~]|\d+[.)])|://|^\s|\s$")
"""What may be more than plain text."""
_DEEPEST = 60
"""Blocks inside one another; the parser leaves out what is deeper, without a word. A list has two for each level."""
_MOST_BRACKETS = 20_000
"""Each may begin a link, and looking for its end takes the longer the more there are."""
_INSERT = re.compile(r"\{\{\s*insert:\s*([A-Za-z_][\w.-]*)\s*,\s*([A-Za-z_][\w.-]*)\s*\}\}")


@lru_cache(maxsize=8192)
def line_xml(text: str) -> str:
    """One line of markup: without an element around it.

    Raises:
        FormError: no author can have written it.
    """
    if not _MARKED.search(text):
        return escaped(text)
    _refuse_brackets(text)
    return _inline(_parser().parseInline(text)[0].children or ())


@lru_cache(maxsize=8192)
def prose_xml(text: str) -> str:
    """Paragraphs, lists, tables and the like.

    Raises:
        FormError: no author can have written it, and the parser would leave out a part or take minutes.
    """
    if not text.strip():
        return "<p/>"
    if not _MARKED.search(text):
        return f"<p>{escaped(text)}</p>"
    _refuse_brackets(text)
    tokens = _parser().parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise FormError("lists and quotations are nested too deep here", "")
    return "".join(_Blocks(tokens).written()) or "<p/>"


def _refuse_brackets(text: str) -> None:
    if text.count("[") > _MOST_BRACKETS:
        raise FormError(f"a text with more than {_MOST_BRACKETS:,} brackets", "")


@cache
def _parser() -> MarkdownIt:
    # NOTE: what defines a link for other places of the text is no text, so that it would be lost.
    return MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table").disable("reference")


_SIMPLE: Mapping[str, str] = {
    "bullet_list": "ul",
    "list_item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "tr",
    "thead": "",
    "tbody": "",
}


class _Blocks:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists = 0
        self._out: list[str] = []

    def written(self) -> list[str]:
        for token in self._tokens:
            kind, _, end = token.type.rpartition("_")
            if token.type == "inline":
                self._out.append(_inline(token.children or ()))
            elif token.type in ("fence", "code_block"):
                self._out.append(f"<pre>{escaped(token.content)}</pre>")
            elif token.type == "hr":
                self._out.append("<hr/>")
            elif end in ("open", "close"):
                self._edge(kind, token, opens=end == "open")
        return self._out

    def _edge(self, kind: str, token: Token, *, opens: bool) -> None:
        self._lists += (token.nesting if token.tag in ("ul", "ol") else 0) or 0
        name, attributes = self._element(kind, token)
        if name:
            self._out.append(f"<{name}{attributes}>" if opens else f"</{name}>")

    def _element(self, kind: str, token: Token) -> tuple[str, str]:
        if kind == "paragraph":
            return ("" if token.hidden else "p"), ""
        if kind == "ordered_list":
            start = token.attrs.get("start")
            return "ol", f' start="{start}"' if start is not None else ""
        if kind in ("th", "td"):
            # NOTE: NIST's schema has no tables in lists: there a row is a paragraph.
            align = str(token.attrs.get("style", "")).removeprefix("text-align:")
            return ("", "") if self._lists else (kind, f' align="{align}"' if align else "")
        if self._lists and kind in ("table", "tr"):
            return ("p" if kind == "tr" else ""), ""
        return _SIMPLE.get(kind, token.tag), ""


def _inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    in_link = 0
    for token in tokens:
        if token.type == "link_open":
            in_link += 1
        elif token.type == "link_close":
            in_link -= 1
        out.append(_WRITERS[token.type](token, in_link > 0) if token.type in _WRITERS else escaped(token.content))
    return "".join(out)


def _text(token: Token, in_link: bool) -> str:  # noqa: FBT001 - a row of the table below
    if in_link:
        return escaped(token.content)
    parts = _INSERT.split(token.content)
    inserts = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    return escaped(parts[0]) + "".join(
        f"<insert type={quoted(kind)} id-ref={quoted(parameter_id)}/>{escaped(after)}" for kind, parameter_id, after in inserts
    )


def _image(token: Token, _in_link: bool) -> str:  # noqa: FBT001
    title = token.attrs.get("title")
    titled = f" title={quoted(str(title))}" if title else ""
    return f"<img alt={quoted(token.content)} src={quoted(str(token.attrs.get('src', '')))}{titled}/>"


def _link(token: Token, _in_link: bool) -> str:  # noqa: FBT001
    title = token.attrs.get("title")
    titled = f" title={quoted(str(title))}" if title else ""
    return f"<a href={quoted(str(token.attrs.get('href', '')))}{titled}>"


_WRITERS: Mapping[str, Callable[[Token, bool], str]] = {
    "text": _text,
    "softbreak": lambda _token, _in_link: "\n",
    "hardbreak": lambda _token, in_link: " " if in_link else "<br/>",
    "code_inline": lambda token, _in_link: f"<code>{escaped(token.content)}</code>",
    "em_open": lambda _token, _in_link: "<em>",
    "em_close": lambda _token, _in_link: "</em>",
    "strong_open": lambda _token, _in_link: "<strong>",
    "strong_close": lambda _token, _in_link: "</strong>",
    "link_open": _link,
    "link_close": lambda _token, _in_link: "</a>",
    "image": _image,
}
