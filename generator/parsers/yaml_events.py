"""Plain YAML straight from the events of libyaml, some six times as fast as through PyYAML's nodes.

What takes the time there is a node for each value and the search for its type, of values that repeat a thousand times. Here a
plain value is resolved once, by PyYAML's own resolver and constructor. Only what has nothing but values is read so; anchors,
aliases, tags, merge keys, keys that are no plain value, and whatever is wrong or too deep are left to the reader that knows
what they mean and where they stand.
"""

from typing import Any

import yaml

DEEPEST = 200
"""Levels. Objects of Kubernetes have fewer than thirty."""
_LONGEST = 80
"""Characters of a plain value that is remembered: longer ones rarely repeat."""
_MOST_KNOWN = 100_000
_TAG = "tag:yaml.org,2002:"
_SIMPLE = frozenset(f"{_TAG}{name}" for name in ("str", "null", "bool", "int", "float", "timestamp"))
_TEXT = f"{_TAG}str"
_OPENING = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
_CLOSING = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})


class NotPlainError(Exception):
    """Something else than plain values."""


class PlainValues:
    """What values without quotes stand for; each is resolved once."""

    def __init__(self, loader: yaml.CSafeLoader) -> None:
        self._loader: Any = loader
        self._known: dict[str, Any] = {}

    def plain(self, text: str) -> Any:
        """What a value without quotes stands for.

        Raises:
            NotPlainError: a merge key.
            ValueError: no such day, or no such number.
        """
        known = self._known
        if text in known:
            return known[text]
        tag = self._loader.resolve(yaml.ScalarNode, text, (True, False))
        if tag not in _SIMPLE:
            raise NotPlainError
        value = text if tag == _TEXT else self._loader.construct_object(yaml.ScalarNode(tag, text))
        if len(text) <= _LONGEST and len(known) < _MOST_KNOWN:
            known[text] = value
        return value


def plain_documents(text: str) -> tuple[object, ...] | None:
    """Every document that is not empty; None where another reader has to tell what the text says, or what is wrong with it."""
    loader = yaml.CSafeLoader(text)
    try:
        return documents_of(loader)
    except (NotPlainError, yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # NOTE: the other reader says what is wrong, and where
    finally:
        loader.dispose()


def documents_of(loader: yaml.CSafeLoader) -> tuple[object, ...]:
    """Every document that is not empty.

    Raises:
        NotPlainError: there is something else than plain values.
        yaml.YAMLError: it is not YAML.
    """
    return _Builder(loader).documents()


class _Builder:
    """The documents of one stream."""

    def __init__(self, loader: yaml.CSafeLoader) -> None:
        self._loader = loader
        self._values = PlainValues(loader)

    def documents(self) -> tuple[object, ...]:
        documents: list[object] = []
        next_event = self._loader.get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.StreamEndEvent:
                return tuple(documents)
            if kind is yaml.DocumentStartEvent:
                document = self._document()
                if document is not None:
                    documents.append(document)

    def _document(self) -> object:
        """One value with all that is in it, by a stack of our own."""
        next_event = self._loader.get_event
        stack: list[tuple[dict[Any, Any] | list[Any], Any]] = []
        holder: dict[Any, Any] | list[Any] = []
        outermost, key, is_key = holder, None, False
        while True:
            event = next_event()
            kind = type(event)
            if kind in _OPENING:
                self._refuse_opening(event, is_key=is_key, depth=len(stack))
                stack.append((holder, key))
                is_key = kind is yaml.MappingStartEvent
                holder = {} if is_key else []
                continue
            if kind is yaml.DocumentEndEvent:
                return outermost[0]
            if kind in _CLOSING:
                value: Any = holder
                holder, key = stack.pop()
                is_key = False
            else:
                value = self._scalar(event)
            if is_key:
                key, is_key = value, False
            elif isinstance(holder, dict):
                holder[key] = value
                is_key = True
            else:
                holder.append(value)

    @staticmethod
    def _refuse_opening(event: Any, *, is_key: bool, depth: int) -> None:
        if event.anchor is not None or event.tag is not None or is_key or depth > DEEPEST:
            raise NotPlainError

    def _scalar(self, event: Any) -> Any:
        """NOTE: an alias has an anchor, too."""
        if event.anchor is not None or event.tag is not None:
            raise NotPlainError
        return self._values.plain(event.value) if event.implicit[0] else event.value
