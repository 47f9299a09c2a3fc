"""What proves a statement, and where a piece of evidence is used: the same links, read in both directions.

Statements are sentences about controls, of the plan and of the report, and objects of the OSCAL documents that cite evidence:
observations, findings and POA&M items through their observations, inventory items, components.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote

import msgspec

from generator.frameworks.base import printed_id
from generator.ids import UuidFactory
from generator.model.claim import Claim
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId
from generator.model.places import Places
from generator.oscal import types as o
from generator.oscal.assessment import SSP_FILE
from generator.oscal.bundle import POAM_FILE, RESULTS_FILE
from generator.oscal.findings import rests_on
from generator.oscal.plan_drafts import PlanDrafts

REPORT = "report/statements.html"
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


class DocumentStatement(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
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


class Citing(msgspec.Struct, frozen=True, kw_only=True):
    """A use, seen from the evidence."""

    statement: DocumentStatement
    place: str


def statements_of(
    claims: Iterable[Claim], drafts: PlanDrafts, documents: Mapping[str, bytes], places: Places, ids: UuidFactory
) -> tuple[DocumentStatement, ...]:
    """Every statement that cites evidence, sentences about controls first. `documents` are those of the delivery, by path."""
    statements: list[DocumentStatement] = []
    if f"oscal/{SSP_FILE}" in documents:
        statements += _drafted(drafts, places, ids)
    if REPORT in documents:
        statements += _reported(claims, places, ids)
    for path in (f"oscal/{name}" for name in (RESULTS_FILE, POAM_FILE, SSP_FILE)):
        if path in documents:
            statements += _StatementReader(path, msgspec.json.decode(documents[path], type=o.OscalDocument)).statements()
    return tuple(statements)


def used_in(statements: Iterable[DocumentStatement]) -> Mapping[str, tuple[Citing, ...]]:
    """Path of each piece of evidence in the delivery to the statements that it proves, in their order."""
    citings = grouped(
        (use.path, Citing(statement=statement, place=use.place)) for statement in statements for use in statement.evidence
    )
    return {path: tuple(rows) for path, rows in sorted(citings.items())}


def _drafted(drafts: PlanDrafts, places: Places, ids: UuidFactory) -> Iterator[DocumentStatement]:
    """The sentences of the plan, at the part that has them in full."""
    for (control, letter), rows in drafts.parts.items():
        where = ControlId(f"{control}({letter})" if letter else control)
        sentences = {each.text: (each, row) for row in rows if not row.described_at for each in row.sentences}
        for sentence, row in sentences.values():
            yield DocumentStatement(
                id=ids.object("plan sentence", where, sentence.text),
                document=f"oscal/{SSP_FILE}",
                kind="statement",
                controls=(where,),
                subject=row.mechanism.title,
                text=sentence.text,
                support=str(row.claim.support),
                evidence=_uses(sentence.sources, places),
            )


def _reported(claims: Iterable[Claim], places: Places, ids: UuidFactory) -> Iterator[DocumentStatement]:
    """What the report states of the evidence, in the assessor's voice."""
    for claim in claims:
        control = ControlId(f"{claim.control}({claim.part})" if claim.part else claim.control)
        yield DocumentStatement(
            id=ids.object("sentence", claim.topic, control, claim.text),
            document=REPORT,
            kind="statement",
            controls=(control,),
            subject=claim.subject,
            text=claim.text,
            support=str(claim.support),
            evidence=_uses(claim.sources, places),
        )


def _uses(sources: Iterable[EvidenceSource], places: Places) -> tuple[Use, ...]:
    return tuple(sorted({Use(path=places.of(source.path), place=source.place) for source in sources}))


class _StatementReader:
    """One OSCAL document with its references followed."""

    def __init__(self, path: str, document: o.OscalDocument) -> None:
        self._path = path
        self._listed = tuple(_citing(document))
        self._files = dict(_resources(document))
        self._observed: dict[str, tuple[Use, ...]] = {
            observation.uuid: tuple(self._cited(observation)) for observation in self._listed
        }

    def statements(self) -> Iterator[DocumentStatement]:
        """Of every object that cites evidence, itself or through an observation."""
        concerned = _controls(each for each in self._listed if isinstance(each, o.Finding | o.Observation))
        for observation in self._listed:
            uses = {use for uuid in (observation.uuid, *_rests_on(observation)) for use in self._observed.get(uuid, ())}
            if uses:
                text = _text(observation)
                yield DocumentStatement(
                    id=observation.uuid,
                    document=self._path,
                    kind=_KINDS[type(observation)],
                    controls=concerned.get(observation.uuid, ()),
                    text=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…",
                    evidence=tuple(sorted(uses)),
                )

    def _cited(self, observation: _Citing) -> Iterator[Use]:
        if isinstance(observation, o.Observation):
            cited = [(evidence.href, evidence.description) for evidence in observation.relevant_evidence]
        elif isinstance(observation, o.Component | o.InventoryItem):
            cited = [(link.href, link.text or "") for link in observation.links if link.rel == "evidence"]
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


def _rests_on(observation: _Citing) -> Iterator[str]:
    """Uuids of the observations and components whose evidence is evidence for it as well."""
    if isinstance(observation, o.InventoryItem):
        yield from (implemented_component.component_uuid for implemented_component in observation.implemented_components)
    elif isinstance(observation, o.Finding | o.Observation):
        yield from rests_on(observation)[1]
    elif isinstance(observation, o.Risk | o.PoamItem):
        yield from (related_observation.observation_uuid for related_observation in observation.related_observations)


def _text(observation: _Citing) -> str:
    match observation:
        case o.PoamItem():
            return f"{observation.title}: {observation.description}"
        case o.InventoryItem() | o.Component():
            return observation.description
        case _:
            return observation.title or observation.description


def _resources(document: o.OscalDocument) -> Iterator[tuple[str, str]]:
    """Uuid of each back-matter resource to the path of its file in the delivery."""
    for resource in document.body.back_matter.resources if document.body.back_matter else ():
        for link in resource.rlinks:
            if link.href.startswith("../"):
                yield resource.uuid, unquote(link.href.removeprefix("../"))


def _controls(listed: Iterable[o.Finding | o.Observation]) -> Mapping[str, tuple[ControlId, ...]]:
    """Uuid of what is about objectives, and of the observations it rests on, to the controls."""
    controls: dict[str, dict[ControlId, None]] = {}
    for each in listed:
        target, related = rests_on(each)
        if target:
            for uuid in (each.uuid, *related):
                controls.setdefault(uuid, {})[_control_name(target)] = None
    return {uuid: tuple(names) for uuid, names in controls.items()}


def _control_name(target: str) -> ControlId:
    """`cm-8.3_obj.a-1` as FedRAMP writes it: `CM-8(3)(a)`."""
    control, _, rest = target.partition("_obj")
    letter = rest[1:2] if rest.startswith(".") and rest[1:2].isalpha() else ""
    return ControlId(printed_id(control) + (f"({letter})" if letter else ""))
