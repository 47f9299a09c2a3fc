"""Render: valid OSCAL, then every document that is part of the package, then the manifest that lists them.

With several processes one validates, and documents, then pages, are taken by whichever is free.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from generator.documents.kept_entries import KeptEntries, key_of
from generator.documents.large_content import Content, content_of
from generator.errors import ValidationFailedError
from generator.model.evidence import Gap
from generator.model.places import Places
from generator.oscal.package import AuthorizationPackage
from generator.oscal.validate import DocumentFault, Level, OscalFile, validate_documents
from generator.pipeline.compose import Composed
from generator.pipeline.kept_documents import KeptDocuments, digests_of, kept_or_made
from generator.pipeline.manifest import manifest_of
from generator.pipeline.package_files import Linked
from generator.pipeline.parse import Progress
from generator.pipeline.track import Tracked
from generator.pipeline.worker_processes import Pending, WorkerPool, worker_processes
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.registry import DOCUMENTS, PAGES
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace

_LONGEST = ("poam-xlsx", "emass-poam-xlsx", "appendix-a-docx", "poam-html", "crosscheck-html")
"""Names of the renderers that take longest of a large system, or of any; the longest first."""
_VALIDATED = "validated"
"""The kind of what is kept of validation."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A package before it is written to disk."""

    tracked: Tracked
    package: AuthorizationPackage
    """With the gaps that writing the documents added."""
    generated: Mapping[str, tuple[Content, str]]
    """Path in the package to content and title."""
    linked: Mapping[str, Linked]
    """Path in the package to the file of the workspace that is copied there."""
    places: Places
    manifest: seal.PackageManifest
    warnings: tuple[DocumentFault, ...]
    """What validation found in the OSCAL documents short of an error."""


def render(
    composed: Composed,
    progress: Progress,
    *,
    cache: Path | None,
    formats: Collection[str],
    jobs: int = 1,
    kept: Path | None = None,
) -> Rendered:
    """Validate and write. `cache` is a folder that keeps derived schemas between runs, `kept` one that keeps documents and what
    was validated; `formats` are the forms of OSCAL written beside JSON; `jobs` how many processes may work at once.

    Raises:
        ConfigError: a template is wrong.
        ValidationFailedError: the OSCAL is not valid.
    """
    workspace = composed.tracked.assessed.loaded.workspace
    with worker_processes(jobs) as processes:
        written = Pending(composed.write_oscal)
        if kept is not None:
            written.result()  # what is kept is found by it
        validation = Pending(lambda: _validated(composed, written.result(), cache, kept))
        documents_kept = KeptDocuments(kept, lambda: _files_of(composed, written.result()))
        documents_kept.look_at(composed.package)
        try:
            due = [renderer for renderer in DOCUMENTS if renderer.applies(composed.package)]
            made = {
                renderer: Pending(partial(_made, documents_kept, renderer, composed.package, workspace)) for renderer in due
            }
            processes.share(_longest_first(made), first=validation)
            progress("Checking OSCAL", 0, 1)
            if not processes.works:
                validation.result()
            package, documents = _documents(composed.package, made, workspace, documents_kept, processes, progress)
        except Exception:
            validation.result()  # what is not valid is the reason, where renderers fail for it
            raise
        oscal, warnings = validation.take()
    documents_kept.make_room()
    generated: dict[str, tuple[Content, str]] = {
        **oscal,
        **composed.attached,
        **_other_forms(oscal, formats),
        **documents,
    }
    inputs = _inputs(composed)
    return Rendered(
        tracked=composed.tracked,
        package=package,
        generated=generated,
        linked=composed.linked,
        places=composed.places,
        manifest=manifest_of(package, generated, composed.linked, inputs),
        warnings=warnings,
    )


def _other_forms(oscal: Mapping[str, tuple[Content, str]], formats: Collection[str]) -> Mapping[str, tuple[Content, str]]:
    if not formats:
        return {}
    # NOTE: imported where other forms are asked for: most builds write JSON alone.
    from generator.oscal.forms.other_forms import other_forms

    return other_forms(oscal, formats)


def _inputs(composed: Composed) -> Mapping[str, str]:
    """What people wrote, and the accepted package, by path with their SHA-256."""
    return {**composed.tracked.assessed.loaded.workspace.inputs(), **composed.tracked.inputs}


def _longest_first(made: Mapping[Renderer, Pending[RenderedDocument]]) -> list[Pending[RenderedDocument]]:
    """A process that takes a long document last is waited for."""
    order = {name: place for place, name in enumerate(_LONGEST)}
    return [made[renderer] for renderer in sorted(made, key=lambda each: order.get(each.name, len(order)))]


def _files_of(composed: Composed, oscal: Mapping[str, tuple[Content, str]]) -> Mapping[str, str]:
    """All files that the package is made from, or has beside its documents, by path with their SHA-256."""
    copied = {path: linked.sha256 for path, linked in composed.linked.items()}
    return digests_of((oscal, composed.attached), {**_inputs(composed), **copied})


def _validated(
    composed: Composed, oscal: Mapping[str, tuple[Content, str]], cache: Path | None, kept: Path | None
) -> tuple[Mapping[str, tuple[Content, str]], tuple[DocumentFault, ...]]:
    """The OSCAL and the warnings of it; nothing is published that is not valid OSCAL with resolving references."""
    linked = composed.linked
    namespace = composed.tracked.assessed.loaded.workspace.system.fedramp_namespace
    made: Mapping[str, tuple[Content, str]] = {**oscal, **composed.attached}

    def inside(path: str) -> bytes | str | None:
        if path in made:
            content = made[path][0]
            return content if isinstance(content, bytes) else content.sha256
        return linked[path].sha256 if path in linked else None

    documents = [OscalFile(name=name, data=content, resolve=inside) for name, (content, _) in oscal.items()]

    def key() -> str:
        digests = digests_of((made,), {path: each.sha256 for path, each in linked.items()})
        return key_of(namespace.encode(), msgspec.json.encode(sorted(digests.items())))

    entries = KeptEntries(kept, _VALIDATED)
    faults = kept_or_made(
        entries,
        key,
        tuple[DocumentFault, ...],
        lambda: validate_documents(documents, fedramp_namespaces=(namespace,), cache=cache),
    )
    entries.make_room()
    errors = [fault for fault in faults if fault.severity is Level.ERROR]
    if errors:
        shown = "\n  ".join(f"{fault.document}{fault.place}: {fault.message}" for fault in errors[:5])
        raise ValidationFailedError(
            f"the OSCAL documents are not valid ({len(errors)} faults); nothing was published\n  {shown}",
            next_step="this is an atopack bug unless system.yaml holds unusual values: please report it",
        )
    return oscal, faults


def _documents(  # noqa: PLR0917 - what writing takes
    package: AuthorizationPackage,
    made: dict[Renderer, Pending[RenderedDocument]],
    workspace: Workspace,
    kept: KeptDocuments,
    processes: WorkerPool,
    progress: Progress,
) -> tuple[AuthorizationPackage, Mapping[str, tuple[Content, str]]]:
    """Every document of the package by path, and the package as its pages show it: with the gaps that writing them added."""
    documents, notes = _written(made, progress)
    package = replace(package, gaps=tuple(sorted((*package.gaps, *notes))))
    kept.look_at(package)
    pending = {page: Pending(partial(_made, kept, page, package, workspace)) for page in PAGES if page.applies(package)}
    processes.share(_longest_first(pending))
    pages, notes = _written(pending, progress)
    return replace(package, gaps=tuple(sorted((*package.gaps, *notes)))), {**documents, **pages}


def _made(kept: KeptDocuments, renderer: Renderer, package: AuthorizationPackage, workspace: Workspace) -> RenderedDocument:
    return kept.rendered(renderer, package, workspace.template(renderer.template) if renderer.template else None)


def _written(
    made: dict[Renderer, Pending[RenderedDocument]], progress: Progress
) -> tuple[Mapping[str, tuple[Content, str]], Sequence[Gap]]:
    """In the order of the registry; `made` is empty then, since a large document must not stay in memory beside its file."""
    order = tuple(made)
    files: dict[str, tuple[Content, str]] = {}
    notes: list[Gap] = []
    for index, renderer in enumerate(order):
        progress("Writing documents", index, len(order))
        rendered = made.pop(renderer).take()
        notes += rendered.notes
        files[renderer.path] = (content_of((rendered.data,)), renderer.title)
        files |= {extra.path: (content_of((extra.data,)), extra.title) for extra in rendered.second_forms}
    return files, notes
