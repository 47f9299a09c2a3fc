"""Form fields of a record that people write as YAML, from the type that reads it: one definition for file, schema and page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec
from msgspec import inspect as types

from generator import strict_yaml
from generator.errors import ConfigError
from generator.workspace.yaml_text import YamlValue, on_lines

_LONG = frozenset({"reason", "rationale", "note", "notes", "comments", "description", "impact", "more", "plan", "statement"})
"""Keys whose text is a sentence or more."""


class FieldKind(StrEnum):
    """How a value is entered."""

    TEXT = "text"
    LONG = "long"
    DAY = "date"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    LINES = "lines"
    """A list of texts, or of words of a closed list, one a line."""
    NUMBERS = "numbers"
    """A list of numbers, one a line."""
    PAIRS = "pairs"
    """Names with a text each, one a line: `libssl3: 3.0.15`."""
    YAML = "yaml"
    """What has a structure of its own, as YAML."""


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One key of a record."""

    name: str
    """As the file spells it: `poam-id`."""
    kind: FieldKind
    required: bool
    value: str
    """As it stands in the form; empty where nothing is stated."""
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """`POA&M id` of `poam-id`."""
        words = self.name.rpartition(".")[2].replace("-", " ").replace("poam", "POA&M")
        return words[:1].upper() + words[1:]


class FormRefusedError(Exception):
    """What was entered cannot be written: field to reason."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in reasons.items()))
        self.reasons = dict(reasons)


def fields_of(
    record: type[msgspec.Struct], values: Mapping[str, object], *, without: Callable[[types.Field], bool] = lambda _: False
) -> tuple[FormField, ...]:
    """The fields of a record in the order of its type, with what a file says; days are text there.

    Args:
        without: fields that have a form of their own.
    """
    return tuple(_field(each, values.get(each.encode_name)) for each in _struct(record).fields if not without(each))


def _filled(record: type[msgspec.Struct], posted: Mapping[str, str]) -> tuple[FormField, ...]:
    return tuple(_blank(each, posted[each.encode_name]) for each in _struct(record).fields if each.encode_name in posted)


def entry_of(record: type[msgspec.Struct], posted: Mapping[str, str]) -> dict[str, YamlValue]:
    """What the form says, without the keys that are empty or that it does not have; other rules are those of the file's reader.

    Raises:
        FormRefusedError: a required field is empty, or a value is none of its kind.
    """
    entry: dict[str, YamlValue] = {}
    reasons: dict[str, str] = {}
    for field in _filled(record, posted):
        text = field.value.replace("\r\n", "\n").strip()
        if not text:
            if field.required:
                reasons[field.name] = "required"
            continue
        try:
            entry[field.name] = value_of(field, text)
        except ValueError as error:
            reasons[field.name] = str(error)
    if reasons:
        raise FormRefusedError(reasons)
    return entry


def _struct(record: type[msgspec.Struct]) -> types.StructType:
    described = types.type_info(record)
    assert isinstance(described, types.StructType)  # noqa: S101 - by the argument's type
    return described


def _field(field: types.Field, value: object) -> FormField:
    kind, _ = _kind(field)
    return _blank(field, _text(value, kind))


def _blank(field: types.Field, text: str) -> FormField:
    kind, choices = _kind(field)
    if kind is FieldKind.TEXT and ("\n" in text or len(text) > _LINE):
        kind = FieldKind.LONG  # a field of one line would lose the lines
    return FormField(name=field.encode_name, kind=kind, required=field.required, value=text, choices=choices)


_LINE = 100
"""Characters that a field of one line shows."""
_KINDS: Mapping[type[types.Type], FieldKind] = {
    types.BoolType: FieldKind.YES_NO,
    types.DateType: FieldKind.DAY,
    types.IntType: FieldKind.NUMBER,
    types.FloatType: FieldKind.NUMBER,
    types.StrType: FieldKind.TEXT,
}


def _kind(field: types.Field) -> tuple[FieldKind, tuple[str, ...]]:
    described = _without_none(field.type)
    if choices := _choices(described):
        return FieldKind.CHOICE, choices
    if isinstance(described, types.ListType | types.VarTupleType) and (choices := _choices(described.item_type)):
        return FieldKind.LINES, choices
    if (word := _word_for_all(described)) is not None:
        return FieldKind.LINES, (word, _OR_OTHERS)
    kind = _KINDS.get(type(described), _kind_of_several(described))
    return (FieldKind.LONG if kind is FieldKind.TEXT and field.encode_name in _LONG else kind), ()


_OR_OTHERS = ""
"""Behind the word that stands for all: other texts are allowed as well."""


def _word_for_all(described: types.Type) -> str | None:
    """Of a list of texts in whose place one word may stand: `all`."""
    if not isinstance(described, types.UnionType) or len(described.types) != 2:
        return None
    words = [choices for part in described.types if len(choices := _choices(part)) == 1]
    return words[0][0] if len(words) == 1 and any(_is_text(part) for part in described.types) else None


def _choices(described: types.Type) -> tuple[str, ...]:
    if isinstance(described, types.EnumType):
        return tuple(str(member.value) for member in described.cls)
    return tuple(map(str, described.values)) if isinstance(described, types.LiteralType) else ()


def _kind_of_several(described: types.Type) -> FieldKind:
    """A list of texts, or a text or such a list; everything else has a structure."""
    if isinstance(described, types.UnionType) and all(_is_text(part) for part in described.types):
        texts = all(isinstance(part, types.StrType | types.IntType) for part in described.types)
        return FieldKind.TEXT if texts else FieldKind.LINES
    if isinstance(described, types.DictType) and isinstance(described.value_type, types.StrType):
        return FieldKind.PAIRS
    if isinstance(described, types.TupleType) and all(isinstance(part, types.IntType) for part in described.item_types):
        return FieldKind.NUMBERS
    return FieldKind.LINES if _is_text(described) else FieldKind.YAML


def _without_none(described: types.Type) -> types.Type:
    if not isinstance(described, types.UnionType):
        return described
    left = tuple(part for part in described.types if not isinstance(part, types.NoneType))
    return left[0] if len(left) == 1 else types.UnionType(left)


def _is_text(described: types.Type) -> bool:
    if isinstance(described, types.ListType | types.VarTupleType):
        return isinstance(described.item_type, types.StrType)
    return isinstance(described, types.StrType | types.IntType)


def _text(value: object, kind: FieldKind) -> str:
    if value is None:
        return ""
    if kind is FieldKind.YES_NO:
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)
    if kind is FieldKind.PAIRS and isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    if kind in (FieldKind.LINES, FieldKind.NUMBERS):
        return "\n".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return "\n".join(on_lines(value)) if kind is FieldKind.YAML else str(value)  # type: ignore[arg-type] # read from YAML


def value_of(field: FormField, text: str) -> YamlValue:
    """What a text says, as the file writes it.

    Raises:
        ValueError: it is no value of the field's kind; says which.
    """
    if field.kind is FieldKind.CHOICE and text not in field.choices:
        raise ValueError(f"not one of {', '.join(field.choices)}")
    if field.kind is FieldKind.LINES and field.choices:
        return _chosen_lines(_lines(text), field.choices)
    return _READERS.get(field.kind, str)(text)


def _chosen_lines(lines: list[YamlValue], choices: tuple[str, ...]) -> YamlValue:
    """Words of a closed list; where other texts are allowed, the word that stands for all stands alone."""
    if _OR_OTHERS in choices:
        return choices[0] if lines == [choices[0]] else lines
    if wrong := [line for line in lines if line not in choices]:
        raise ValueError(f"`{wrong[0]}` is not one of {', '.join(choices)}")
    return lines


def _lines(text: str) -> list[YamlValue]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _pairs(text: str) -> dict[str, YamlValue]:
    pairs: dict[str, YamlValue] = {}
    for line in (line.strip() for line in text.split("\n") if line.strip()):
        name, mark, value = (part.strip() for part in line.partition(": "))
        if not mark or not name or not value:
            raise ValueError(f"`{line}` is no name with its text; write it as `name: text`")
        if name in pairs:
            raise ValueError(f"`{name}` is there twice")
        pairs[name] = value
    return pairs


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("no date; write it as 2026-11-30") from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("no number") from None


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("neither yes nor no")
    return text == "yes"


def _yaml(text: str) -> YamlValue:
    try:
        value = strict_yaml.load(text, "the field").value
    except ConfigError as error:
        raise ValueError(error.what) from error
    return value  # type: ignore[return-value] # plain values, lists and groups: all that YAML holds


_READERS: Mapping[FieldKind, Callable[[str], YamlValue]] = {
    FieldKind.DAY: _day,
    FieldKind.NUMBER: _number,
    FieldKind.YES_NO: _yes_no,
    FieldKind.LINES: _lines,
    FieldKind.NUMBERS: lambda text: [_number(line) for line in text.split()],
    FieldKind.PAIRS: _pairs,
    FieldKind.YAML: _yaml,
    FieldKind.TEXT: lambda text: " ".join(text.split()),
}
