"""What the graph makes of evidence and drawings, as text: a line for each flow, way in, port, match and finding."""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from pathlib import Path

import msgspec
from msgspec.structs import fields

from generator.graph.drawn_shapes import DrawnShape
from generator.graph.match import Matching
from generator.graph.match_weighed import Weighed
from generator.model.comparison import Comparison, PlacedShape
from generator.model.evidence import EvidenceSource
from generator.model.flow import Flow, FlowEnd, FlowGraph, ServicePort

_LISTS = ("probable", "weighed", "remaining")
"""What comes into question for shapes, with every reason and its points."""

_OF_ITS_MATCH = frozenset({"id", "page", "path", "workloads", "tier", "because"})
"""Of a placed shape what its name or its match has already."""


def of_flows(graph: FlowGraph) -> str:
    """All that the evidence tells."""
    return _fields("flows", graph)


def of_ports(rows: Collection[ServicePort]) -> str:
    """Table 9.1."""
    return "\n".join(("ports", *(f"  {_written(row)}" for row in rows)))


def of_matching(matching: Matching) -> str:
    """By shape what it stands for, or what comes into question; then what needs a workload and what does not."""
    shapes = {shape.key: f"{shape.page}/{shape.node.id}" for shape in matching.shapes}
    lines = [f"  {shapes[key]} is {_written(match)}" for key, match in matching.matches.items() if key in shapes]
    for name in _LISTS:
        for key, pairs in getattr(matching, name).items():
            listed = (pairs,) if isinstance(pairs, Weighed) else pairs
            lines += [f"  {name}: {shapes.get(key, key)} is {_written(pair)}" for pair in listed]
    lines += [f"  idle: {shapes[key]}: {words}" for key, words in matching.idle.items()]
    lines += [f"  boxed: {shapes[key]}: {words}" for key, words in matching.boxed.items()]
    lines += [f"  left out: {shape}" for key, shape in shapes.items() if key in matching.left_out]
    return "\n".join(("matching", *lines, f"  needing a workload: {_written(matching.alone)}"))


def of_comparison(comparison: Comparison) -> str:
    """Drawn against running, whole, but for the matches, which are those of the matching."""
    return _fields("comparison", comparison, apart=("in_both", "texts"))


def _fields(heading: str, record: FlowGraph | Comparison, apart: Collection[str] = ()) -> str:
    lines = [heading]
    for field in fields(record):
        value = getattr(record, field.name)
        listed = value if isinstance(value, tuple) else (value,) if value else ()
        lines += [f"  {field.name}: {_written(each)}" for each in listed if field.name not in apart]
    return "\n".join(lines)


def _written(value: object, *, inside: bool = False) -> str:
    """A record with those fields that have something else than their default."""
    for kind, words in _WORDS.items():
        if isinstance(value, kind):
            return words(value)
    if isinstance(value, msgspec.Struct):
        if inside and isinstance(value, Flow):
            return f"{_written(value.source)} > {_written(value.target)}"
        return "(" + ", ".join(_stated(value)) + ")"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(each, inside=True)}" for key, each in value.items()) + "}"
    if isinstance(value, (set, frozenset, tuple, list)):
        texts = [_written(each, inside=True) for each in value]
        return "[" + ", ".join(texts if isinstance(value, (tuple, list)) else sorted(texts)) + "]"
    return str(value).replace("\n", "\\n")


def _stated(record: msgspec.Struct) -> Iterator[str]:
    for field in fields(record):
        if isinstance(record, PlacedShape) and field.name in _OF_ITS_MATCH:
            continue
        value = getattr(record, field.name)
        default = field.default_factory() if callable(field.default_factory) else field.default
        if value != default:
            yield f"{field.name}={Path(value).name if field.name == 'path' else _written(value, inside=True)}"


_WORDS: Mapping[type, Callable[..., str]] = {
    EvidenceSource: lambda source: f"<{Path(source.path).name}{'#' if source.place else ''}{source.place}>",
    FlowEnd: lambda end: f"{end.kind}:{end.cluster and end.cluster + '/'}{end.name}",
    DrawnShape: lambda shape: f"{shape.page}/{shape.node.id}",
    Enum: lambda member: str(member.value),
    float: lambda number: f"{number:.2f}",
}
