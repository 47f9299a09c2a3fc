"""The head of a narrative, between two lines of `---`: what people say about a control beside its text."""

import datetime as dt
import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum

import msgspec

from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.strict_yaml import StrictYamlFile, convert, load

FENCE = "---"
_NO_NAME = re.compile(r"(?i)(tbd|tba|todo|n/?a|none|unknown|name|\?+|-+|x+|<.*>|\[.*\])\.?")
"""What stands in a form where a name is missing."""


class ImplementationStatus(StrEnum):
    """FedRAMP's values of `implementation-status`, the boxes of SSP Appendix A."""

    IMPLEMENTED = "implemented"
    PARTIAL = "partial"
    PLANNED = "planned"
    ALTERNATIVE = "alternative"
    NOT_APPLICABLE = "not-applicable"


class Origination(StrEnum):
    """FedRAMP's values of `control-origination`, and the two boxes of SSP Appendix A that stand for several of them."""

    SP_CORPORATE = "sp-corporate"
    SP_SYSTEM = "sp-system"
    HYBRID = "hybrid"
    CUSTOMER_CONFIGURED = "customer-configured"
    CUSTOMER_PROVIDED = "customer-provided"
    SHARED = "shared"
    INHERITED = "inherited"


class _FrontMatterFields(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    status: ImplementationStatus | tuple[ImplementationStatus, ...] | None = None
    origination: Origination | tuple[Origination, ...] | None = None
    role: str | None = None
    parameters: dict[str, str | int | float | bool | None] | None = None
    inherited_from: str | None = None
    customer: str | None = None
    reviewed_by: str | None = None
    approver: str | None = None
    date: dt.date | None = None
    approves: str | None = None
    approves_evidence: str | None = None


KEYS = _FrontMatterFields.__struct_encode_fields__


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the head says."""

    statuses: tuple[str, ...] = ()
    originations: tuple[str, ...] = ()
    role: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    inherited_from: str | None = None
    customer: str | None = None
    reviewed_by: str | None = None
    approver: str | None = None
    date: dt.date | None = None
    approves: str | None = None
    """Hash of the text that was approved; see `approval`."""
    approves_evidence: str | None = None
    lines: Mapping[tuple[str | int, ...], int]
    """On which line of the file a key stands."""


def split(lines: list[str]) -> tuple[int, int]:
    """(first line of the head's keys, first line of the text), counted from 0; (0, 0) where there is no head.

    Raises:
        ConfigError: the head is never closed.
    """
    if not lines or lines[0].rstrip() != FENCE:
        return 0, 0
    for place, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return 1, place + 1
    raise ConfigError("the head is not closed", where="line 1", next_step=f"write a line of {FENCE} below its last key")


def read_head(text: str, file: str, control: Control) -> Head:
    """The head of a file; `text` is everything from the file's first line to the head's last, fences left blank.

    Raises:
        ConfigError: names file, line and key, what was found and what is allowed.
    """
    written = load(text, file)
    wire = convert(written, _FrontMatterFields)
    return Head(
        statuses=_distinct(wire.status),
        originations=_distinct(wire.origination),
        role=_text(wire.role),
        parameters=_parameters(wire.parameters or {}, written, control),
        inherited_from=_text(wire.inherited_from),
        customer=_text(wire.customer),
        reviewed_by=_name(wire.reviewed_by),
        approver=_name(wire.approver),
        date=wire.date,
        approves=_text(wire.approves),
        approves_evidence=_text(wire.approves_evidence),
        lines=written.lines,
    )


def parameter_labels(control: Control) -> Mapping[str, str]:
    """Every way to name a parameter to its label: as Appendix A has it, and as OSCAL has it. What is inserted into a choice has
    OSCAL's name alone."""
    rows = [parameter for choice in control.parameters for parameter in choice.with_inserted]
    return {**{choice.oscal_id: choice.label for choice in rows}, **{choice.label: choice.label for choice in rows}}


def _parameters(
    stated: Mapping[str, str | int | float | bool | None], written: StrictYamlFile, control: Control
) -> tuple[tuple[str, str], ...]:
    known, values = parameter_labels(control), dict[str, str]()
    for key, value in stated.items():
        path = ("parameters", key)
        label = known.get(key.replace(" ", ""))
        if label is None:
            raise written.error(path, f"{control.id} has no parameter `{key}`", _near(key, control))
        if label in values:
            raise written.error(path, f"duplicate parameter {label}", "keep one of the two")
        text = _text("" if value is None else str(value).lower() if isinstance(value, bool) else str(value))
        if text:
            values[label] = text
    rows = (parameter for choice in control.parameters for parameter in choice.with_inserted)
    return tuple((choice.label, values[choice.label]) for choice in rows if choice.label in values)


def _near(key: str, control: Control) -> str:
    labels = [parameter.label for parameter in control.parameters]
    near = get_close_matches(key, labels, 1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"its parameters are: {', '.join(labels)}" if labels else "remove it: FedRAMP's form has none for this control"


def _distinct(stated: StrEnum | tuple[StrEnum, ...] | None) -> tuple[str, ...]:
    """In the order of the form."""
    listed = () if stated is None else (stated,) if isinstance(stated, StrEnum) else stated
    return tuple(member.value for member in (type(listed[0]) if listed else ()) if member in listed)


def _text(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _name(value: str | None) -> str | None:
    """A person's name; words that stand for a missing one are none."""
    text = _text(value)
    return None if text is None or _NO_NAME.fullmatch(text) else text
