"""Which documents a document imports, those among them that lie in its package, and those that are not to be had."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.oscal.attachments import inside, is_elsewhere, linked_content
from generator.oscal.faults import FaultLog, OscalFile
from generator.oscal.forms.reading import json_of
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.reading import parsed
from generator.oscal.reference_kinds import HOLDS, IMPORTS
from generator.oscal.shapes import Node, child, children, text
from generator.oscal.survey import Survey, survey


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could be read, and where its faults go."""

    file: OscalFile
    survey: Survey
    faults: FaultLog
    gathered: GatheredEntries = msgspec.field(default_factory=GatheredEntries)
    """What the survey lacks until `locate`."""
    locate: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """Its path inside the package."""
        return self.file.name


class Missing(msgspec.Struct, frozen=True, kw_only=True):
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


def imported(documents: Sequence[Known]) -> tuple[Known, ...]:
    """Documents that were not handed in and that these import, directly or through one another, from inside their package.

    They are read so that references into them resolve, and are not judged themselves. Nothing outside of the package is opened.
    """
    known = list(documents)
    for document in known:  # which grows
        for _, href, models in _imports(document.survey):
            names = _names(document, href)
            if _find(names, models, known) is None:
                read = (_read(document, name, models) for name in names)
                known.extend(islice(filter(None, read), 1))
    return tuple(known[len(documents) :])


def _read(importing: Known, name: str, models: tuple[str, ...]) -> Known | None:
    """A document by its path inside the package; None where it is not there or is none of these models."""
    path = None if is_elsewhere(name) else inside("", name)
    if path is None:
        return None
    file, faults = importing.file, FaultLog(path)
    try:
        data = linked_content(file, path)
        root = parsed(json_of(data, PurePosixPath(path).suffix), faults) if data is not None else None
    except (OSError, ParseError):
        return None
    model = next((each for each in models if root is not None and each in root), None)
    if root is None or model is None:
        return None
    return Known(file=replace(file, name=path, data=b""), survey=survey(root, model), faults=faults)


def missing_imports(document: Known, documents: Sequence[Known]) -> tuple[Missing, ...]:
    """The imports that were not handed in, followed through those that were."""
    missing: list[Missing] = []
    seen = {document.name}
    open_documents = [document]
    while open_documents:
        opened = open_documents.pop()
        for field, href, models in _imports(opened.survey):
            names = _names(opened, href)
            imported = _find(names, models, documents)
            if imported is None:
                missing.append(Missing(called=f"{names[0] if names else href} ({field})", models=models))
            elif imported.name not in seen:
                seen.add(imported.name)
                open_documents.append(imported)
    return tuple(missing)


def _imports(importing: Survey) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for field, models in IMPORTS.get(importing.model, ()):
        value = importing.body.get(field)
        items = [item for item, _ in children(importing.body, field, (None, ""))] if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, dict):
                yield field, text(item, "href"), models
    if importing.model == "plan-of-action-and-milestones" and "import-ssp" not in importing.body:
        # A POA&M may name its system by identifier alone; the plan that this stands for can then not be handed in by name.
        system = text(child(importing.body, "system-id"), "id")
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
    fitting: Mapping[str, Known] = {known.name: known for known in documents if known.survey.model in models}
    ends = {posixpath.basename(name): known for name, known in fitting.items()}
    for name in names:
        if name in fitting:
            return fitting[name]
    return next((ends[end] for end in map(posixpath.basename, names) if end in ends), None)


def _reach(models: Sequence[str]) -> frozenset[str]:
    """The models themselves and all that they import in turn."""
    reached: set[str] = set()
    open_models = list(models)
    while open_models:
        model = open_models.pop()
        if model not in reached:
            reached.add(model)
            open_models.extend(imported_model for _, imported in IMPORTS.get(model, ()) for imported_model in imported)
    return frozenset(reached)
