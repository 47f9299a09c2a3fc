"""New decisions put into the text of a mapping file: everything that a person wrote stays where it is, comments too."""

import json
import re
from collections.abc import Sequence

import yaml

from generator.errors import ConfigError
from generator.graph.mapping import FILE, DiagramMapping, MappedShape, read_mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()-]*[A-Za-z0-9)]")
_MATCHES, _NOT = "matches", "not-workloads"


def with_decisions(text: str, matches: Sequence[MappedShape], not_workloads: Sequence[str], *, file: str = FILE) -> str:
    """The text with these entries added behind those that are there.

    Raises:
        ConfigError: the file is wrong as it is, or decides about one of the shapes already.
    """
    before = read_mapping(text, file=file)
    try:
        added = _inserted(text, _MATCHES, [_entry(each) for each in matches])
        added = _inserted(added, _NOT, [[_scalar(each)] for each in not_workloads])
        yaml.compose(added, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        # NOTE: the file was read before, so what is broken is where the entries went: a flow style, a `~`, a document's end.
        raise _cannot(file) from error
    after = read_mapping(added, file=file)
    expected = [*map(_bare, before.matches), *map(_bare, matches)], (*before.not_workloads, *not_workloads)
    if ([_bare(each) for each in after.matches], after.not_workloads) != expected or _rest(before) != _rest(after):
        raise _cannot(file)
    return added


def _cannot(file: str) -> ConfigError:
    return ConfigError(
        "the file is written in a way that nothing can be added to", where=file, next_step="add the entries by hand"
    )


def _bare(shape: MappedShape) -> tuple[object, ...]:
    return shape.drawn, shape.workloads, shape.external, shape.page, shape.reviewed_by, shape.note


def _rest(mapping: DiagramMapping) -> tuple[object, ...]:
    return mapping.not_compared, mapping.pages


def _entry(shape: MappedShape) -> list[str]:
    """Lines of one entry, the first without its dash."""
    lines = [f"drawn: {_scalar(shape.drawn)}"]
    if shape.page:
        lines.append(f"page: {_scalar(shape.page)}")
    for key, texts in (("workloads", shape.workloads), ("external", shape.external)):
        if texts:
            lines.append(f"{key}: [{', '.join(map(_scalar, texts))}]")
    for key, text in (("reviewed-by", shape.reviewed_by), ("note", shape.note)):
        if text:
            lines.append(f"{key}: {_scalar(text)}")
    return lines


def _scalar(text: str) -> str:
    """As people would write it where that means the text, else quoted; what JSON quotes is YAML, too."""
    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _inserted(text: str, key: str, entries: Sequence[Sequence[str]]) -> str:
    if not entries:
        return text
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node_pair = next(((name, value) for name, value in pairs if name.value == key), None)
    end = "\r\n" if "\r\n" in text else "\n"
    if node_pair is None:
        ready = text if not text or text.endswith("\n") else f"{text}{end}"
        return f"{ready}{key}:{end}{_block(entries, 2, end)}"
    name, value = node_pair
    if not isinstance(value, yaml.SequenceNode):
        return _after_line(text, name.end_mark.index, _block(entries, name.start_mark.column + 2, end), end)
    if value.flow_style:
        place = value.end_mark.index - 1
        return f"{text[:place]}{', ' if value.value else ''}{', '.join(map(_flow, entries))}{text[place:]}"
    return _after_line(text, _last(value).end_mark.index, _block(entries, value.start_mark.column, end), end)


def _flow(entry: Sequence[str]) -> str:
    return f"{{{', '.join(entry)}}}" if len(entry) > 1 or entry[0].startswith("drawn:") else entry[0]


def _block(entries: Sequence[Sequence[str]], indent: int, end: str) -> str:
    lines = [f"{' ' * indent}{'- ' if number == 0 else '  '}{line}" for entry in entries for number, line in enumerate(entry)]
    return end.join(lines) + end


def _last(node: yaml.Node) -> yaml.Node:
    """The leaf that stands last; a block's own end is where the next thing begins, behind comments that are not its own."""
    while isinstance(node, yaml.SequenceNode | yaml.MappingNode) and node.value and not node.flow_style:
        child = node.value[-1]
        node = child[1] if isinstance(child, tuple) else child
    return node


def _after_line(text: str, index: int, added: str, end: str) -> str:
    """Behind the line in which the index lies; at the index where it begins a line."""
    if index and text[index - 1] == "\n":
        return text[:index] + added + text[index:]
    stop = text.find("\n", index)
    return f"{text}{end}{added}" if stop < 0 else text[: stop + 1] + added + text[stop + 1 :]
