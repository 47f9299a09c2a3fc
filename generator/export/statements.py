"""What proves a statement, and where a piece of evidence is used: the same links, read in both directions.

Statements are the sentences about controls, as claims and plan have them, and the objects of the OSCAL documents that cite
evidence: observations, findings and POA&M items through their observations, inventory items, components.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

import msgspec

from generator.ids import Identifiers
from generator.model.claim import Claim
from generator.model.identifiers import ControlId
from generator.model.places import Places
from generator.oscal import types as o
from generator.oscal.assessment import SSP_FILE
from generator.oscal.bundle import POAM_FILE, RESULTS_FILE

_LONGEST = 400
"""Characters of an object's description; the document has the rest."""
_Citing: TypeAlias = o.Observation | o.Finding | o.Risk | o.PoamItem | o.InventoryItem | o.Component
_KINDS: Mapping[type[_Citing], str] = {
    o.Observation: "observation",
    o.Finding: "finding",
    o.Risk: "risk",
    o.PoamItem: "poam-item",
    o.InventoryItem: "inventory-item",
    o.Component: "component",
}
_CITING = tuple(_KINDS)


class Use(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A place in a piece of evidence."""

    path: str
    """In the delivery."""
    place: str = ""
    """A JSON pointer, a line, or what the document says of it; empty for the whole file."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Something that a document says, and what proves it."""

    id: str
    """In OSCAL the object's own uuid."""
    document: str
    """Path in the delivery."""
    kind: str
    """`statement` about a control, `observation`, `finding`, `poam-item`, …"""
    controls: tuple[ControlId, ...] = ()
    """As FedRAMP writes them, with the part: `CM-8(a)`."""
    subject: str = ""
    text: str
    support: str = ""
    """What the evidence is worth for it; empty where that is not judged."""
    evidence: tuple[Use, ...]
    """Sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A use, seen from the evidence."""

    statement: Statement
    place: str


def statements_of(
    claims: Iterable[Claim], documents: Mapping[str, bytes], places: Places, ids: Identifiers
) -> tuple[Statement, ...]:
    """Every statement that cites evidence, sentences about controls first. `documents` are those of the delivery, by path."""
    found: list[Statement] = []
    if f"oscal/{SSP_FILE}" in documents:
        found += _sentences(claims, places, ids)
    for path in (f"oscal/{name}" for name in (RESULTS_FILE, POAM_FILE, SSP_FILE)):
        if path in documents:
            found += _Reader(path, msgspec.json.decode(documents[path], type=o.Document)).statements()
    return tuple(found)


def used_in(statements: Iterable[Statement]) -> Mapping[str, tuple[Citing, ...]]:
    """Path of each piece of evidence in the delivery to the statements that it proves, in their order."""
    found: dict[str, list[Citing]] = {}
    for one in statements:
        for use in one.evidence:
            found.setdefault(use.path, []).append(Citing(statement=one, place=use.place))
    return {path: tuple(rows) for path, rows in sorted(found.items())}


def _sentences(claims: Iterable[Claim], places: Places, ids: Identifiers) -> Iterator[Statement]:
    for one in claims:
        control = ControlId(f"{one.control}({one.part})" if one.part else one.control)
        yield Statement(
            id=ids.object("sentence", one.topic, control, one.text),
            document=f"oscal/{SSP_FILE}",
            kind="statement",
            controls=(control,),
            subject=one.subject,
            text=one.text,
            support=str(one.support),
            evidence=tuple(sorted({Use(path=places.of(source.path), place=source.place) for source in one.sources})),
        )


class _Reader:
    """One OSCAL document with its references followed."""

    def __init__(self, path: str, document: o.Document) -> None:
        self._path = path
        self._listed = tuple(_citing(document))
        self._files = dict(_resources(document))
        self._observed: dict[str, tuple[Use, ...]] = {one.uuid: tuple(self._cited(one)) for one in self._listed}

    def statements(self) -> Iterator[Statement]:
        """Of every object that cites evidence, itself or through an observation."""
        concerned = _controls(one for one in self._listed if isinstance(one, o.Finding))
        for one in self._listed:
            uses = {use for uuid in (one.uuid, *_rests_on(one)) for use in self._observed.get(uuid, ())}
            if uses:
                text = _text(one)
                yield Statement(
                    id=one.uuid,
                    document=self._path,
                    kind=_KINDS[type(one)],
                    controls=concerned.get(one.uuid, ()),
                    text=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…",
                    evidence=tuple(sorted(uses)),
                )

    def _cited(self, one: _Citing) -> Iterator[Use]:
        if isinstance(one, o.Observation):
            cited = [(each.href, each.description) for each in one.relevant_evidence]
        elif isinstance(one, o.Component | o.InventoryItem):
            cited = [(each.href, each.text or "") for each in one.links if each.rel == "evidence"]
        else:
            return
        for href, place in cited:
            if (path := self._files.get(href.removeprefix("#"))) is not None:
                yield Use(path=path, place=place)


def _citing(node: o.Assembly) -> Iterator[_Citing]:
    """Everything that may cite evidence, in the order of the document."""
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, _CITING):
                yield one
            if isinstance(one, o.Assembly):
                yield from _citing(one)


def _rests_on(one: _Citing) -> Iterator[str]:
    """Uuids of the observations and components whose evidence is evidence for it as well."""
    if isinstance(one, o.InventoryItem):
        yield from (each.component_uuid for each in one.implemented_components)
    elif isinstance(one, o.Finding | o.Risk | o.PoamItem):
        yield from (each.observation_uuid for each in one.related_observations)


def _text(one: _Citing) -> str:
    match one:
        case o.PoamItem():
            return f"{one.title}: {one.description}"
        case o.InventoryItem() | o.Component():
            return one.description
        case _:
            return one.title or one.description


def _resources(document: o.Document) -> Iterator[tuple[str, str]]:
    """Uuid of each back-matter resource to the path of its file in the delivery."""
    for one in document.body.back_matter.resources if document.body.back_matter else ():
        for link in one.rlinks:
            if link.href.startswith("../"):
                yield one.uuid, unquote(link.href.removeprefix("../"))


def _controls(findings: Iterable[o.Finding]) -> Mapping[str, tuple[ControlId, ...]]:
    """Uuid of findings, and of the observations they rest on, to the controls they are about."""
    found: dict[str, dict[ControlId, None]] = {}
    for one in findings:
        if name := _control_name(one.target.target_id):
            for uuid in (one.uuid, *(related.observation_uuid for related in one.related_observations)):
                found.setdefault(uuid, {})[name] = None
    return {uuid: tuple(names) for uuid, names in found.items()}


def _control_name(target: str) -> ControlId:
    """`cm-8.3_smt.a` as FedRAMP writes it: `CM-8(3)(a)`."""
    control, _, part = target.replace("_obj", "_smt").partition("_smt")
    base, _, enhancement = control.upper().partition(".")
    letter = part.removeprefix(".").partition(".")[0]
    return ControlId(f"{base}{f'({enhancement})' if enhancement else ''}{f'({letter})' if letter else ''}")
