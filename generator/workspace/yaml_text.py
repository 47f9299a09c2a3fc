"""Values as the YAML of a careful person: groups on lines, lists of plain values on one, texts of several lines as blocks."""

from collections.abc import Mapping, Sequence
from datetime import date

import yaml

YamlValue = str | int | float | bool | date | None | Sequence["YamlValue"] | Mapping[str, "YamlValue"]
"""What can be written: plain values, lists of them, and groups of keys."""


def on_lines(value: YamlValue) -> list[str]:
    """The lines of a value, without indentation; every entry of a list has its own."""
    content = plain(value)
    made = _dumped(OnLines(content) if isinstance(content, list) else content, _LinesDumper)
    return made.removesuffix("\n").split("\n")


class _LinesDumper(yaml.SafeDumper):
    """Groups on lines, lists of plain values on one, texts of several lines as blocks."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow=flow, indentless=False)

    def represent_group(self, data: Mapping[str, object]) -> yaml.MappingNode:
        return self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=not data)

    def represent_entries(self, data: Sequence[object]) -> yaml.SequenceNode:
        return self.represent_sequence(
            "tag:yaml.org,2002:seq", data, flow_style=not any(isinstance(part, dict | list) for part in data)
        )

    def represent_text(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


class OnLines(list[object]):
    """A list of which every entry has a line of its own."""


_LinesDumper.add_representer(
    OnLines, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=False)
)
_LinesDumper.add_representer(dict, _LinesDumper.represent_group)
_LinesDumper.add_representer(list, _LinesDumper.represent_entries)
_LinesDumper.add_representer(str, _LinesDumper.represent_text)


class _InlineDumper(yaml.SafeDumper):
    """Everything on one line."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's signature
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if data.isprintable() else '"')


_InlineDumper.add_representer(str, _InlineDumper.represent_text)


def on_one_line(value: YamlValue, style: str | None = None) -> str:
    """On one line, a text in the quotes that were there."""
    made = _dumped(plain(value), _InlineDumper).removesuffix("\n").removesuffix("\n...")
    if not isinstance(value, str) or style not in ("'", '"') or made.startswith(('"', style)):
        return made
    return yaml.dump(value, Dumper=yaml.SafeDumper, default_style=style, allow_unicode=True, width=1 << 20).removesuffix("\n")


def in_brackets(value: YamlValue, style: str | None = None) -> str:
    """The same within brackets or braces, where more texts need quotes: `0{`."""
    return on_one_line(value, style) if isinstance(value, str) and style in ("'", '"') else on_one_line([value])[1:-1]


def _dumped(value: object, dumper: type[yaml.SafeDumper]) -> str:
    flow = dumper is _InlineDumper
    return yaml.dump(value, Dumper=dumper, sort_keys=False, allow_unicode=True, width=1 << 20, default_flow_style=flow)


def plain(value: YamlValue) -> object:
    """As dictionaries and lists, which the library writes."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def takes_lines(value: YamlValue) -> bool:
    """Does it need lines of its own: a group, or a list that holds one?"""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, Sequence) and not isinstance(value, str) and any(map(takes_lines, value))
