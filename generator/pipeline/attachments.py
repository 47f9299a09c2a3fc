"""The documents that people write and system.yaml names: they go into the package as they are."""

from collections.abc import Collection, Iterable, Mapping

from generator.errors import ConfigError
from generator.model.attachment import Attachment, AttachmentKind
from generator.model.evidence import EvidenceFile
from generator.model.hardening import AssessorValidation
from generator.model.narrative import Narrative
from generator.model.places import Places
from generator.model.system import System
from generator.oscal.duties import MATRIX, duties_matrix
from generator.pipeline.package_files import Linked
from generator.workspace.cited_places import present_citations
from generator.workspace.folder import Workspace
from generator.workspace.named_evidence import is_evidence_gone
from generator.workspace.system_yaml import FILE

EVIDENCE_FOLDERS = ("evidence/", "diagrams/")
"""Below them every file is in the package, cited or not."""


def attachments_of(workspace: Workspace) -> tuple[Attachment, ...]:
    """Appendices, then policies, then procedures, each in the order of their letters.

    Raises:
        ConfigError: system.yaml names a file that is not there, or that another file of the package hides. One that lies among
            the evidence by its name is a gap instead.
    """
    plan = workspace.system.plan
    named = (
        (AttachmentKind.APPENDIX, "appendices", plan.appendices),
        (AttachmentKind.POLICY, "policies", plan.policies),
        (AttachmentKind.PROCEDURE, "procedures", plan.procedures),
    )
    return tuple(
        Attachment(kind=kind, name=name, file=_file(workspace, f"plan.{key}.{name}", path))
        for kind, key, rows in named
        for name, path in rows
        if not is_evidence_gone(workspace.root, path)
    )


def matrix_files(system: System) -> Mapping[str, tuple[bytes, str]]:
    """What the plan attaches and this build makes: path in the package to content and title."""
    data = duties_matrix(system)
    return {} if data is None else {MATRIX: (data, "Separation of duties (Table 11.1)")}


def links_of(workspace: Workspace, titled: Iterable[tuple[EvidenceFile, str]], places: Places) -> Mapping[str, Linked]:
    """By path in the package, files with the titles that they have there."""
    return {
        places.of(file.path): Linked(
            path=file.path, file=workspace.place(file.path), title=title, sha256=file.sha256, size=file.size
        )
        for file, title in titled
    }


def validation_files(
    workspace: Workspace, validations: Iterable[AssessorValidation], known: Collection[str]
) -> tuple[EvidenceFile, ...]:
    """The assessors' reports that validations name and that lie outside the evidence: what is cited is in the package."""
    paths = dict.fromkeys(validation.file for validation in validations if validation.file and validation.file not in known)
    return tuple(workspace.load(path)[0] for path in paths)


def cited_files(workspace: Workspace, narratives: Iterable[Narrative], known: Collection[str]) -> tuple[EvidenceFile, ...]:
    """The files that narratives cite and that lie outside the evidence: what is cited is in the package."""
    cited = (path for path in present_citations(narratives, workspace.root) if not path.startswith(EVIDENCE_FOLDERS))
    return tuple(workspace.load(path)[0] for path in cited if path not in known)


def _file(workspace: Workspace, key: str, name: str) -> EvidenceFile:
    path = workspace.root / name
    where = f"{FILE}, key {key}"
    if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(workspace.root.resolve()):
        raise ConfigError(f"there is no file `{name}` in the workspace", where=where, next_step="copy it there")
    try:
        return workspace.load(name)[0]
    except OSError as error:
        what = f"`{name}` may not be read: {error.strerror}"
        raise ConfigError(what, where=where, next_step="let it be read, or copy it again") from error
