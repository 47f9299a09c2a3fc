"""Publish: the package to its folder, whole or not at all."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from generator.model.evidence import Gap
from generator.oscal.package import AuthorizationPackage
from generator.oscal.validate import DocumentFault
from generator.pipeline.render import Rendered
from generator.seal import manifest as seal
from generator.seal import publish as seal_publish
from generator.seal.known_hashes import KnownHashes
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import absorbed_hashes


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A package on disk."""

    folder: Path
    package: AuthorizationPackage
    manifest: seal.PackageManifest
    warnings: tuple[DocumentFault, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Evidence that could not be read or used, and what a person has to decide."""
        return self.package.gaps


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a package is published, checked before any work is done."""

    folder: Path
    refuse: Callable[[Path], None]
    """Raises `OutputEditedError` where a person changed what is there; asked again right before the folder is replaced."""
    hashes: KnownHashes
    """Of the files that were there."""


def destination(workspace: Workspace, output: Path) -> Destination:
    """`<output>/<system id>/`.

    Raises:
        ConfigError: it lies among the evidence.
        OutputEditedError: a person changed the package that is there.
    """
    folder = output / workspace.system.id
    workspace.refuse_output(folder)
    refuse = partial(seal_publish.refuse_if_edited, absorbed=absorbed_hashes(workspace.root), hashes=workspace.hashes)
    refuse(folder)
    return Destination(folder=folder, refuse=refuse, hashes=workspace.hashes)


def publish(rendered: Rendered, destination: Destination) -> Published:
    """Write beside, then rename.

    Raises:
        OutputEditedError: a person changed the package that is there.
    """
    manifest = seal.encode(rendered.manifest)
    files = {path: content for path, (content, _) in rendered.generated.items()}
    files |= {seal.MANIFEST: manifest, seal.SUMS: seal.sums(rendered.manifest.files, manifest)}
    copied = {path: (linked.file, linked.sha256) for path, linked in rendered.linked.items()}
    seal_publish.publish(destination.folder, files, copied, refuse=destination.refuse, hashes=destination.hashes)
    return Published(
        folder=destination.folder,
        package=rendered.package,
        manifest=rendered.manifest,
        warnings=rendered.warnings,
    )
