"""YAML values that know their line, for pipeline files: a statement in a document is followed back to a line.

The safety of the text (alias bombs, unknown tags, depth) is settled first by `Document.yaml_documents`; this module
composes the same text again and keeps the marks. Nothing here constructs objects.
"""

import msgspec
import yaml

from generator.errors import ParseError
from generator.limits import SOURCE_BYTES
from generator.parsers.document import Document

_NULL = "tag:yaml.org,2002:null"
_MERGE = "<<"
_NEXT = "correct the file or collect it again"


class Marked(msgspec.Struct, frozen=True):
    """One YAML value and where it stands."""

    node: yaml.Node

    @property
    def line(self) -> int:
        """The line the value begins on, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def text_line(self) -> int:
        """The line on which the text itself begins: one below the `|` or `>` of a block."""
        block = isinstance(self.node, yaml.ScalarNode) and self.node.style in ("|", ">")
        return self.line + 1 if block else self.line

    @property
    def is_mapping(self) -> bool:
        """Does it have keys?"""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_sequence(self) -> bool:
        """Is it a list?"""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_null(self) -> bool:
        """Is it `null`, `~` or left empty?"""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL

    @property
    def text(self) -> str | None:
        """A scalar as written (`on` stays `on`, `0` stays `0`); None for null, mappings and lists."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag != _NULL:
            return str(self.node.value)
        return None

    def must_be_mapping(self, what: str, next_step: str) -> None:
        """Refuse anything else.

        Raises:
            ParseError: `what` is not a mapping.
        """
        if not self.is_mapping:
            raise ParseError(f"{what} is not a mapping", where=f"line {self.line}", next_step=next_step)

    def must_be_list(self, what_is: str, next_step: str) -> None:
        """Refuse anything else; `what_is`: `the steps of job build are`.

        Raises:
            ParseError: it is no list.
        """
        if not self.is_sequence:
            raise ParseError(f"{what_is} not a list", where=f"line {self.line}", next_step=next_step)

    def get(self, *keys: str) -> "Marked | None":
        """The value under a path of keys; None where a key is missing or holds null."""
        node: Marked | None = self
        for key in keys:
            node = node.pairs().get(key) if node is not None else None
        return None if node is None or node.is_null else node

    def pairs(self) -> "dict[str, Marked]":
        """Keys and values, merge keys (`<<`) written out; empty for what is not a mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            return {}
        merged: dict[str, Marked] = {}
        own: dict[str, Marked] = {}
        for key, value in self.node.value:
            if key.value == _MERGE:
                for source in Marked(value).entries() or (Marked(value),):
                    merged = {**source.pairs(), **merged}
            elif isinstance(key, yaml.ScalarNode):
                own[str(key.value)] = Marked(value)
        return {**merged, **own}

    def entries(self) -> "tuple[Marked, ...]":
        """Entries of a list; empty for what is not a list."""
        return tuple(Marked(child) for child in self.node.value) if isinstance(self.node, yaml.SequenceNode) else ()

    def texts(self) -> "dict[str, str]":
        """Keys with a scalar under them, as written; null becomes an empty text."""
        return {key: value.text or "" for key, value in self.pairs().items() if isinstance(value.node, yaml.ScalarNode)}


def entries_of(value: Marked | None) -> tuple[Marked, ...]:
    """Entries of a list; empty for what is not a list, and where nothing is there."""
    return value.entries() if value is not None else ()


def pairs_of(value: Marked | None) -> dict[str, Marked]:
    """Keys and values; empty for what is not a mapping, and where nothing is there."""
    return value.pairs() if value is not None else {}


def documents(document: Document) -> tuple[Marked, ...]:
    """Every document of the file that is not empty.

    Raises:
        ParseError: broken YAML, an alias bomb, unknown tags, or more text than any pipeline has.
    """
    if len(document.data) > SOURCE_BYTES:
        step = "such a file is not written by hand: collect the pipeline's source, not what a generator made of it"
        raise ParseError(f"a pipeline definition of more than {SOURCE_BYTES >> 20} MiB", next_step=step)
    if not document.yaml_documents:
        return ()
    try:
        nodes = list(yaml.compose_all(document.text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise ParseError(f"not valid YAML: {error}", next_step=_NEXT) from error
    return tuple(marked for node in nodes if not (marked := Marked(node)).is_null)
