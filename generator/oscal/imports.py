"""Which documents a document imports, and which of those were not handed in with it."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from generator.oscal.faults import FaultLog
from generator.oscal.reference_kinds import HOLDS, IMPORTS
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document that could be read, and where its faults go."""

    name: str
    survey: Survey
    faults: FaultLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An imported document that was not handed in."""

    called: str
    """How a message calls it."""
    models: tuple[str, ...]
    """The models it may have."""

    def may_hold(self, kinds: frozenset[str] | None) -> bool:
        """Whether it, or a document that it imports in turn, may define an object of one of these kinds."""
        if kinds is None:
            return True
        return any(kinds & HOLDS.get(model, frozenset()) for model in _reach(self.models))


def missing_imports(document: Known, documents: Sequence[Known]) -> tuple[Missing, ...]:
    """The imports that were not handed in, followed through those that were."""
    missing: list[Missing] = []
    seen = {document.name}
    open_documents = [document]
    while open_documents:
        one = open_documents.pop()
        for field, href, models in _imports(one.survey):
            names = _names(one, href)
            found = _find(names, models, documents)
            if found is None:
                missing.append(Missing(called=f"{names[0] if names else href} ({field})", models=models))
            elif found.name not in seen:
                seen.add(found.name)
                open_documents.append(found)
    return tuple(missing)


def _imports(found: Survey) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for field, models in IMPORTS.get(found.model, ()):
        value = found.body.get(field)
        items = [item for item, _ in children(found.body, field, (None, ""))] if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, dict):
                yield field, text(item, "href"), models
    if found.model == "plan-of-action-and-milestones" and "import-ssp" not in found.body:
        # A POA&M may name its system by identifier alone; the plan that this stands for can then not be handed in by name.
        system = text(child(found.body, "system-id"), "id")
        if system:
            yield "system-id", f"system {system}", ("system-security-plan",)


def _names(document: Known, href: str) -> tuple[str, ...]:
    """The names an import may go by: of a link into back-matter, those that the resource gives."""
    if not href.startswith("#"):
        return (_name(document, href),)
    return tuple(_name(document, text(rlink, "href")) for rlink in _rlinks(document.survey.body, href[1:]))


def _rlinks(body: Node, uuid: str) -> Iterator[Node]:
    for resource, place in children(child(body, "back-matter"), "resources", (None, "")):
        if text(resource, "uuid").lower() == uuid.lower():
            yield from (rlink for rlink, _ in children(resource, "rlinks", place))


def _name(document: Known, href: str) -> str:
    if "://" in href:
        return href
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.name), unquote(href)))


def _find(names: Sequence[str], models: tuple[str, ...], documents: Sequence[Known]) -> Known | None:
    """By name, else by the last part of the name, for documents that were handed in from different folders."""
    fitting: Mapping[str, Known] = {one.name: one for one in documents if one.survey.model in models}
    ends = {posixpath.basename(name): one for name, one in fitting.items()}
    for name in names:
        if name in fitting:
            return fitting[name]
    return next((ends[end] for end in map(posixpath.basename, names) if end in ends), None)


def _reach(models: Sequence[str]) -> frozenset[str]:
    """The models themselves and all that they import in turn."""
    found: set[str] = set()
    open_models = list(models)
    while open_models:
        model = open_models.pop()
        if model not in found:
            found.add(model)
            open_models.extend(one for _, imported in IMPORTS.get(model, ()) for one in imported)
    return frozenset(found)
