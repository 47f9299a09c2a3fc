"""What proves a statement, and where a piece of evidence is used: the same links, read in both directions.

Statements are the sentences about controls, as claims and plan have them, and the objects of the OSCAL documents that cite
evidence: observations, findings and POA&M items through their observations, inventory items, components.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import msgspec

from generator.ids import Identifiers
from generator.model.claim import Claim
from generator.model.places import Places
from generator.oscal.assessment import SSP_FILE
from generator.oscal.bundle import POAM_FILE, RESULTS_FILE
from generator.text import shortened

_LONGEST = 400
"""Characters of an object's description; the document has the rest."""
_Node = Mapping[str, Any]
_KEPT_LISTS = ("observations", "findings", "poam-items", "inventory-items", "components", "risks")


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
    controls: tuple[str, ...] = ()
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
    found = []
    if f"oscal/{SSP_FILE}" in documents:
        found += list(_sentences(claims, places, ids))
    for path in (f"oscal/{name}" for name in (RESULTS_FILE, POAM_FILE, SSP_FILE)):
        if path in documents:
            (document,) = msgspec.json.decode(documents[path]).values()
            found += list(_Reader(path, document).statements())
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
        control = f"{one.control}({one.part})" if one.part else one.control
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
    """One OSCAL document as plain values."""

    def __init__(self, path: str, document: _Node) -> None:
        self._path = path
        self._document = document
        self._files = dict(_resources(document))
        self._observed: dict[str, tuple[Use, ...]] = {}

    def statements(self) -> Iterator[Statement]:
        """Of every object that cites evidence, itself or through an observation."""
        listed = list(_objects(self._document))
        for _, node in listed:
            self._observed[node.get("uuid", "")] = tuple(self._cited(node))
        concerned = _controls(node for kind, node in listed if kind == "finding")
        for kind, node in listed:
            uses = {*self._observed[node.get("uuid", "")]}
            for related in node.get("related-observations", ()):
                uses |= {*self._observed.get(related["observation-uuid"], ())}
            for related in node.get("implemented-components", ()):
                uses |= {*self._observed.get(related["component-uuid"], ())}
            if uses:
                yield self._statement(kind, node, concerned.get(node["uuid"], ()), uses)

    def _statement(self, kind: str, node: _Node, controls: tuple[str, ...], uses: set[Use]) -> Statement:
        title, description = node.get("title", ""), node.get("description", "")
        text = f"{title}: {description}" if kind == "poam-item" else title
        text = description if kind in ("inventory-item", "component") or not title else text
        return Statement(
            id=node["uuid"],
            document=self._path,
            kind=kind,
            controls=controls,
            text=shortened(text, _LONGEST),
            evidence=tuple(sorted(uses)),
        )

    def _cited(self, node: _Node) -> Iterator[Use]:
        for one in node.get("relevant-evidence", ()):
            if (path := self._files.get(one.get("href", "").removeprefix("#"))) is not None:
                yield Use(path=path, place=one.get("description", ""))
        for one in node.get("links", ()):
            if one.get("rel") == "evidence" and (path := self._files.get(one["href"].removeprefix("#"))) is not None:
                yield Use(path=path, place=one.get("text", ""))


def _objects(node: object, kind: str = "") -> Iterator[tuple[str, _Node]]:
    """Every member of the lists that hold what cites evidence, with the kind of the list."""
    if isinstance(node, dict):
        if kind:
            yield kind, node
        for name, value in node.items():
            yield from _objects_of(value, name.removesuffix("s") if name in _KEPT_LISTS else "")
    elif isinstance(node, list):
        yield from _objects_of(node, "")


def _objects_of(value: object, kind: str) -> Iterator[tuple[str, _Node]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict | list):
            yield from _objects(one, kind if isinstance(value, list) else "")


def _resources(document: _Node) -> Iterator[tuple[str, str]]:
    """Uuid of each back-matter resource to the path of its file in the delivery."""
    for one in document.get("back-matter", {}).get("resources", ()):
        for link in one.get("rlinks", ()):
            if link["href"].startswith("../"):
                yield one["uuid"], unquote(link["href"].removeprefix("../"))


def _controls(findings: Iterable[_Node]) -> Mapping[str, tuple[str, ...]]:
    """Uuid of findings, and of the observations they rest on, to the controls they are about."""
    found: dict[str, dict[str, None]] = {}
    for one in findings:
        name = _control_name(one.get("target", {}).get("target-id", ""))
        for uuid in (one["uuid"], *(related["observation-uuid"] for related in one.get("related-observations", ()))):
            if name:
                found.setdefault(uuid, {})[name] = None
    return {uuid: tuple(names) for uuid, names in found.items()}


def _control_name(target: str) -> str:
    """`cm-8.3_smt.a` as FedRAMP writes it: `CM-8(3)(a)`."""
    control, _, part = target.replace("_obj", "_smt").partition("_smt")
    base, _, enhancement = control.upper().partition(".")
    letter = part.removeprefix(".").partition(".")[0]
    return f"{base}{f'({enhancement})' if enhancement else ''}{f'({letter})' if letter else ''}"
