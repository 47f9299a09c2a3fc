"""The appendices that people write and system.yaml names: they go into the package as they are."""

from collections.abc import Mapping, Sequence

from generator.errors import ConfigError
from generator.model.evidence import EvidenceFile
from generator.model.places import Places
from generator.oscal.appendices import title_of
from generator.package_evidence import Linked
from generator.system_yaml import FILE
from generator.workspace import Workspace


def appendix_files(workspace: Workspace) -> tuple[tuple[str, EvidenceFile], ...]:
    """(letter of the appendix, its file), in the order of the letters.

    Raises:
        ConfigError: system.yaml names a file that is not there, or that another file of the package hides.
    """
    return tuple((letter, _file(workspace, letter, path)) for letter, path in workspace.system.plan.appendices)


def appendix_links(workspace: Workspace, files: Sequence[tuple[str, EvidenceFile]], places: Places) -> Mapping[str, Linked]:
    """By path in the package."""
    return dict(_link(workspace, file, title_of(letter), places) for letter, file in files)


def leveraged_links(workspace: Workspace, files: Sequence[EvidenceFile], places: Places) -> Mapping[str, Linked]:
    """The same, of other producers' OSCAL."""
    return dict(_link(workspace, file, "OSCAL of another producer", places) for file in files)


def _link(workspace: Workspace, file: EvidenceFile, title: str, places: Places) -> tuple[str, Linked]:
    made = Linked(path=file.path, file=workspace.place(file.path), title=title, sha256=file.sha256, size=file.size)
    return places.of(file.path), made


def _file(workspace: Workspace, letter: str, name: str) -> EvidenceFile:
    path = workspace.root / name
    where = f"{FILE}, key plan.appendices.{letter}"
    if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(workspace.root.resolve()):
        raise ConfigError(f"there is no file `{name}` in the workspace", where=where, next_step="copy it there")
    try:
        return workspace.load(name)[0]
    except OSError as error:
        what = f"`{name}` may not be read: {error.strerror}"
        raise ConfigError(what, where=where, next_step="let it be read, or copy it again") from error
