"""What each control of a plan requires, from the user's copy of NIST's catalogue (`atopack content add nist-800-53`).

A parameter stands as the provider stated it; where nobody did, as NIST prints it: `[Assignment: organization-defined …]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.frameworks.base import Control
from generator.model.control_text import ControlCatalog
from generator.model.narrative import Narrative
from generator.model.requirement_text import NO_TEXTS, RequirementLine, RequirementText, RequirementTexts
from generator.oscal import types as o
from generator.oscal.properties import value_of

_INSERT = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")
_BEFORE = re.compile(r" ([;,.])")
"""The catalogue has a space between some parameters and what follows."""
_DEEPEST = 6
"""Parameters inside choices of parameters, and items below items. NIST's catalogue has three."""
_DEFINED = "organization-defined "


_control = msgspec.json.Decoder(o.Control)


def requirement_texts(
    controls: Sequence[Control], narratives: Sequence[Narrative], catalog: ControlCatalog
) -> RequirementTexts:
    """Of every control that the copy knows; empty without one."""
    about = catalog.about
    if about is None:
        return NO_TEXTS
    said = {one.control: one for one in narratives}
    found = {}
    for control in controls:
        kept = catalog.control(control.oscal_id)
        if kept is not None:
            found[control.id] = _Reader(_control.decode(kept.control), _values(control, said.get(control.id))).read(control)
    return RequirementTexts(source=f"{about.title}, version {about.version}", controls=found)


def _values(control: Control, said: Narrative | None) -> Mapping[str, str]:
    rows = ((one, said.parameter(one.label) if said else None) for row in control.parameters for one in row.asked)
    return {name: value for one, value in rows if value for name in (one.oscal_id, *one.set_as)}


class _Reader:
    def __init__(self, control: o.Control, values: Mapping[str, str]) -> None:
        self._parts = control.parts
        self._parameters = {one.id: one for one in control.params}
        self._values = values

    def read(self, control: Control) -> RequirementText:
        found: dict[str, tuple[RequirementLine, ...]] = {}
        for statement in self._parts:
            if statement.name != "statement":
                continue
            if statement.prose:
                found[""] = (RequirementLine(text=self._filled(statement.prose)),)
            for part in statement.parts:
                letter = (part.id or "").rpartition("_smt.")[2]
                key = letter if letter in control.parts else ""
                found[key] = (*found.get(key, ()), *self._lines(part, 0))
        return RequirementText(parts=found)

    def _lines(self, part: o.Part, depth: int) -> Iterator[RequirementLine]:
        label = value_of(part.props, "label")
        yield RequirementLine(text=f"{label} {self._filled(part.prose)}".strip(), depth=depth)
        if depth < _DEEPEST:
            for below in part.parts:
                yield from self._lines(below, depth + 1)

    def _filled(self, prose: str, depth: int = 0) -> str:
        return _BEFORE.sub(r"\1", " ".join(_INSERT.sub(lambda found: self._parameter(found[1], depth), prose).split()))

    def _parameter(self, name: str, depth: int) -> str:
        if name in self._values:
            return self._values[name]
        known = self._parameters.get(name)
        if known is None or depth > _DEEPEST:
            return f"[Assignment: {name}]"
        if known.select is None:
            label = known.label or name
            return f"[Assignment: {label if label.startswith(_DEFINED) else _DEFINED + label}]"
        how = " (one or more)" if known.select.how_many == "one-or-more" else ""
        return f"[Selection{how}: {'; '.join(self._filled(one, depth + 1) for one in known.select.choice)}]"
