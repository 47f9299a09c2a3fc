"""What each control of a plan requires, from the user's copy of NIST's catalog (`atopack content add nist-800-53`).

A parameter stands as the provider stated it; where not stated, as SSP Appendix A prints it: FedRAMP's value as
`[FedRAMP Assignment: …]`, what is left to the provider as `[Assignment: organization-defined …]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.frameworks.base import Control
from generator.frameworks.rev5.assignments import assigned, assigned_values
from generator.model.control_text import ControlCatalog
from generator.model.narrative import Narrative
from generator.model.requirement_text import NO_TEXTS, RequirementLine, RequirementText, RequirementTexts
from generator.oscal import types as o
from generator.oscal.properties import value_of

_INSERT = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")
_BEFORE = re.compile(r" ([;,.])")
"""The catalog has a space between some parameters and what follows."""
_DEEPEST = 6
"""Parameters inside choices of parameters, and items below items. NIST's catalog has three."""
_DEFINED = "organization-defined "


_control = msgspec.json.Decoder(o.CatalogControl)


def requirement_texts(
    controls: Sequence[Control], narratives: Sequence[Narrative], catalog: ControlCatalog, *, baseline: str
) -> RequirementTexts:
    """Of every control that the copy knows, with the values of a baseline (`moderate`); empty without a copy."""
    about = catalog.about
    if about is None:
        return NO_TEXTS
    texts = {control.id: reader.read(control) for control, reader in _readers(controls, narratives, catalog, baseline)}
    return RequirementTexts(source=f"{about.title}, version {about.version}", controls=texts)


def objective_texts(
    controls: Sequence[Control], narratives: Sequence[Narrative], catalog: ControlCatalog, *, baseline: str
) -> Mapping[str, str]:
    """Sentences of SP 800-53A by the id of the objective, and the objects of each method by its id (`ac-2_asm-examine`).

    An objective stands after what is said above it, where the catalog splits a sentence. Empty without a copy.
    """
    if catalog.about is None:
        return {}
    readers = _readers(controls, narratives, catalog, baseline)
    return {name: text for _, reader in readers for name, text in reader.assessed()}


def _readers(
    controls: Sequence[Control], narratives: Sequence[Narrative], catalog: ControlCatalog, baseline: str
) -> Iterator[tuple[Control, "_ControlTextReader"]]:
    """Of every control that the copy knows."""
    by_control = {narrative.control: narrative for narrative in narratives}
    for control in controls:
        kept = catalog.control(control.oscal_id)
        if kept is not None:
            values = _values(control, by_control.get(control.id), baseline)
            yield control, _ControlTextReader(_control.decode(kept.control), values)


def _values(control: Control, narrative: Narrative | None, baseline: str) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for parameter in (each for row in control.parameters for each in row.with_inserted):
        stated = narrative.parameter(parameter.label) if narrative else None
        if stated:
            values |= dict.fromkeys((parameter.oscal_id, *parameter.set_as), stated)
        elif (assignment := assigned(parameter, baseline)) is not None and not assignment.is_open:
            own = {parameter.oscal_id: assignment.value, **assigned_values(parameter, baseline)}
            values |= {name: f"[FedRAMP Assignment: {value}]" for name, value in own.items()}
    return values


class _ControlTextReader:
    def __init__(self, control: o.CatalogControl, values: Mapping[str, str]) -> None:
        self._parts = control.parts
        self._parameters = {param.id: param for param in control.params}
        self._values = values

    def read(self, control: Control) -> RequirementText:
        lines: dict[str, tuple[RequirementLine, ...]] = {}
        for statement in self._parts:
            if statement.name != "statement":
                continue
            if statement.prose:
                lines[""] = (RequirementLine(text=self._filled(statement.prose)),)
            for part in statement.parts:
                letter = (part.id or "").rpartition("_smt.")[2]
                key = letter if letter in control.parts else ""
                lines[key] = (*lines.get(key, ()), *self._lines(part, 0))
        return RequirementText(parts=lines)

    def assessed(self) -> Iterator[tuple[str, str]]:
        for part in self._parts:
            if part.name == "assessment-objective":
                yield from self._objectives(part, "", 0)
            elif part.name == "assessment-method" and part.id:
                objects = " ".join(each.prose for each in part.parts if each.name == "assessment-objects")
                yield part.id, "; ".join(self._filled(line) for line in objects.split("\n") if line.strip())

    def _objectives(self, part: o.Part, above: str, depth: int) -> Iterator[tuple[str, str]]:
        sentence = " ".join(words for words in (above, self._filled(part.prose)) if words)
        if part.id and sentence:
            yield part.id, sentence
        if depth < _DEEPEST:
            for below in part.parts:
                yield from self._objectives(below, sentence, depth + 1)

    def _lines(self, part: o.Part, depth: int) -> Iterator[RequirementLine]:
        label = value_of(part.props, "label")
        yield RequirementLine(text=f"{label} {self._filled(part.prose)}".strip(), depth=depth)
        if depth < _DEEPEST:
            for below in part.parts:
                yield from self._lines(below, depth + 1)

    def _filled(self, prose: str, depth: int = 0) -> str:
        return _BEFORE.sub(r"\1", " ".join(_INSERT.sub(lambda match: self._parameter(match[1], depth), prose).split()))

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
        return f"[Selection{how}: {'; '.join(self._filled(choice, depth + 1) for choice in known.select.choice)}]"
