"""Blocks at the end of a document, put into its text.

Parsing five megabytes of markup, moving them into the tree and writing the tree again takes three times what making them
takes; so the tree is written with a mark at its end, and the markup takes the place of the mark.
"""

import re
from collections.abc import Mapping
from itertools import count

from lxml import etree

from generator.errors import ConfigError

_ROOT = re.compile(rb"<[^\s/>?!]+")
"""The name of the root, which is the first start tag: lxml writes nothing but the declaration before it."""


def mark_end(body: etree._Element, last: etree._Element | None) -> bytes:
    """Puts a mark at the end of the body, before `last` where that is given; returns it as it is written."""
    written = etree.tostring(body)
    name = next(name for number in count() if (name := f"blocks{number}").encode() not in written)
    mark = etree.ProcessingInstruction(name)
    if last is None:
        body.append(mark)
    else:
        last.addprevious(mark)
    return etree.tostring(mark, with_tail=False)


def with_ending(
    document: bytes, mark: bytes, markup: str, *, known: Mapping[str | None, str], namespaces: Mapping[str, str]
) -> bytes:
    """The document as it is written, with markup in the place of the mark. `known` are the prefixes of its body, `namespaces`
    those of the markup: what the document lacks is declared at its root.

    Raises:
        ConfigError: the document means something else by a prefix.
    """
    used = {prefix: name for prefix, name in namespaces.items() if f"<{prefix}:" in markup or f" {prefix}:" in markup}
    for prefix, name in used.items():
        if known.get(prefix, name) != name:
            raise ConfigError(
                f"the document uses the prefix {prefix!r} for {known[prefix]!r}, not for {name!r}",
                next_step="open and save it again in Word",
            )
    before, _, after = document.partition(mark)
    missing = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in used.items() if prefix not in known)
    if missing:
        root = _ROOT.search(before)
        if root is None:
            raise ValueError("the document has no root")
        before = before[: root.end()] + missing.encode() + before[root.end() :]
    return b"".join((before, markup.encode(), after))
