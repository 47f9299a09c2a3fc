"""The elements of OSCAL's markup in XML back into the Markdown that OSCAL has in JSON.

Text is only escaped where it would be read as something else: what `markup_xml` wrote comes back as it was written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from generator.oscal.forms.markup_xml import line_xml, prose_xml
from generator.oscal.forms.xml_text import escaped

BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol pre blockquote table img hr".split())
_LISTS = frozenset({"ul", "ol"})
_RUN = "run"
_BREAKS = re.compile(r"[ \t]*\n[ \t]*")
_HEADING_BREAKS = re.compile(r"\\?\n")
"""A heading is one line in Markdown."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~^]|!$)")
"""An exclamation mark at the end would make a link behind it a picture."""
_LEADING = re.compile(r"^(\s*)(\d*)([-+=]|(?<=\d)[.)])", re.MULTILINE)
"""What would begin a list or underline a heading; a backslash before a digit is none of Markdown's."""
_AROUND: Mapping[str, str] = {"em": "*", "i": "*", "strong": "**", "b": "**", "sub": "~", "sup": "^", "q": '"'}


def markdown_line(element: Element) -> str:
    """One line."""
    plain = _inline(element, escape=False).strip()
    return plain if _same(line_xml(plain), _line_of(element)) else _inline(element, escape=True).strip()


def markdown_prose(blocks: Sequence[Element]) -> str:
    """Blocks, a blank line between two."""
    meant = "".join(_canonical(block) for block in blocks)
    plain = _blocks(blocks, escape=False)
    return plain if _same(prose_xml(plain), meant) else _blocks(blocks, escape=True)


def _blocks(blocks: Sequence[Element], *, escape: bool) -> str:
    return "\n\n".join(_texts(blocks, escape=escape))


def _texts(blocks: Sequence[Element], *, escape: bool) -> Iterator[str]:
    """Each block. Of two lists in a row the second has other marks: with the same it would go on with the first."""
    before, other = "", False
    for block in blocks:
        name = _name(block)
        other = not other if name == before and name in _LISTS else False
        text = _list(block, escape=escape, other=other) if name in _LISTS else _block(block, escape=escape)
        if text:
            yield text
            before = name


def _block(element: Element, *, escape: bool) -> str:
    name = _name(element)
    if name == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(list(element), escape=escape).split("\n"))
    if name == "table":
        return "\n".join(_table(element, escape=escape))
    if name in _WHOLE:
        return _WHOLE[name](element)
    text = _inline(element, escape=escape).strip()
    if name[:1] == "h":
        return f"{'#' * int(name[1])} {_HEADING_BREAKS.sub(' ', text)}"
    return _plain_start(text) if escape else text


def _plain_start(text: str) -> str:
    return _LEADING.sub(r"\1\2\\\3", text)


def _pre(element: Element) -> str:
    text = "".join(element.itertext()).removesuffix("\n")
    fence = "`" * max(3, 1 + _longest_run(text))
    return f"{fence}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    """Of backquotes."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _list(element: Element, *, escape: bool, other: bool) -> str:
    start = element.get("start", "1")
    number = int(start) if start.isdigit() and len(start) < 9 else 1
    rows = []
    for offset, item in enumerate(element):
        mark = f"{number + offset}{')' if other else '.'} " if _name(element) == "ol" else "+ " if other else "- "
        body = _item(item, escape=escape).replace("\n", "\n" + " " * len(mark))
        rows.append(f"{mark}{body}")
    loose = any(_name(child) == "p" for item in element for child in item)
    return ("\n\n" if loose else "\n").join(re.sub(r"(?m)^ +$", "", row) for row in rows)


def _item(item: Element, *, escape: bool) -> str:
    """Text and inline elements in a row are a paragraph; a list right below text needs no blank line."""
    rows = list(_runs(item))
    simple = all(_name(row) in _LISTS for row in rows[1:])
    return ("\n" if simple else "\n\n").join(_texts(rows, escape=escape))


def _runs(item: Element) -> Iterator[Element]:
    """Its blocks, and between them what is none, each run as one element."""
    run = Element(_RUN)
    run.text = item.text
    for element in item:
        if _name(element) not in BLOCKS or _name(element) == "img":
            run.append(element)
            continue
        if len(run) or (run.text or "").strip():
            yield run
        yield element
        run = Element(_RUN)
        run.text = element.tail
    if len(run) or (run.text or "").strip():
        yield run


def _table(element: Element, *, escape: bool) -> Iterator[str]:
    rows = [[(cell, _inline(cell, escape=escape).strip().replace("\n", " ")) for cell in row] for row in element]
    if not rows:
        return
    head = rows[0]
    if any(_name(cell) == "td" for cell, _ in head):
        yield "|" + "  |" * len(head)
    else:
        yield _row(text for _, text in head)
        rows = rows[1:]
    marks = {"left": ":---", "center": ":---:", "right": "---:"}
    yield f"|{'|'.join(marks.get(cell.get('align', ''), '---') for cell, _ in head)}|"
    for row in rows:
        yield _row(text for _, text in row)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inline(element: Element, *, escape: bool) -> str:
    parts = [_text(element.text, escape=escape)]
    for child in element:
        parts.extend((_span(child, escape=escape), _text(child.tail, escape=escape)))
    return "".join(parts)


def _text(text: str | None, *, escape: bool) -> str:
    broken = _BREAKS.sub("\n", text or "")
    return _SPECIAL.sub(r"\\\1", broken) if escape else broken


def _span(element: Element, *, escape: bool) -> str:
    name = _name(element)
    if name in _WHOLE:
        return _WHOLE[name](element)
    text = _inline(element, escape=escape)
    if name == "a":
        return f"[{text}]({_target(element.get('href', ''), element.get('title'))})"
    mark = _AROUND.get(name, "")
    return f"{mark}{text}{mark}"


def _code(element: Element) -> str:
    text = "".join(element.itertext())
    fence = "`" * (1 + _longest_run(text))
    both = text[:1] == text[-1:] == " " and bool(text.strip())
    space = " " if both or text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _insert(element: Element) -> str:
    return f"{{{{ insert: {element.get('type', '')}, {element.get('id-ref', '')} }}}}"


def _image(element: Element) -> str:
    return f"![{element.get('alt', '')}]({_target(element.get('src', ''), element.get('title'))})"


_WHOLE: Mapping[str, Callable[[Element], str]] = {
    "br": lambda _element: "\\\n",
    "code": _code,
    "hr": lambda _element: "---",
    "img": _image,
    "insert": _insert,
    "pre": _pre,
}
"""Elements whose text is never escaped, or that have none."""


def _target(href: str, title: str | None) -> str:
    safe = f"<{href}>" if re.search(r"[\s()]", href) else href
    return f'{safe} "{title}"' if title else safe


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _line_of(element: Element) -> str:
    return escaped(_BREAKS.sub("\n", element.text or "")) + "".join(
        _canonical(child) + escaped(_BREAKS.sub("\n", child.tail or "")) for child in element
    )


def _canonical(element: Element) -> str:
    """As `markup_xml` would write it, as far as the text shows that."""
    name = _name(element)
    if name in ("pre", "code"):
        return f"<{name}>{escaped(''.join(element.itertext()))}</{name}>"
    return f"<{name}>{_line_of(element)}</{name}>"


def _same(xml: str, other: str) -> bool:
    """Equal but for attributes, space and how an empty element is written: decides only whether escapes are needed."""
    return _bare(xml) == _bare(other)


def _bare(xml: str) -> str:
    bare_xml = re.sub(r"<(\w+)(?: [^>]*)?/>", r"<\1></\1>", xml)
    bare_xml = re.sub(r"<(\w+) [^>]*>", r"<\1>", bare_xml).replace("<b>", "<strong>").replace("</b>", "</strong>")
    bare_xml = bare_xml.replace("<i>", "<em>").replace("</i>", "</em>").replace("<q>", '"').replace("</q>", '"')
    return "".join(bare_xml.split())
