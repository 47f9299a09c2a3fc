"""`atopack accept PACKAGE`: this package is the one that was handed in, and what the next one carries over.

Copies the plan of action and milestones, the workbook, what `atopack diff` compares, the manifest and the sums into
`previous/<day of the package>/`. Nothing that is there is ever overwritten. New items get their numbers here, where
system.yaml has a prefix for them (see `poam_numbers`).
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator.difference.sides import INDICATORS
from generator.errors import ConfigError, OutputEditedError
from generator.file_loading import refuse_links
from generator.limits import NAMED
from generator.model.picture import LAYOUT
from generator.seal import manifest as seal
from generator.seal.publish import alone, scratch
from generator.text import listed
from generator.workspace.folder import Workspace
from generator.workspace.poam_numbers import write_numbers
from generator.workspace.prior_package import FOLDER, PLAN, WORKBOOK
from generator.workspace.system_yaml import FILE

_KEPT = (
    PLAN,
    WORKBOOK,
    "oscal/system-security-plan.json",
    "diagrams/flows.json",
    LAYOUT,
    "cr26/accepted-vulnerabilities.json",
    INDICATORS,
)
"""What the next package carries over from, and what `atopack diff` holds a later one against."""
_SEALED = f"{seal.SUMS} or {seal.MANIFEST}"
"""As `seal.differences` names the two."""
_UNDER_WAY = "accept"
"""Names the lock and the folder in which a package is put together, so that the next one removes what a killed one left."""
_STEP = "build the package again and accept that one; put edited workbooks beside it, into the folder that accept makes"


class AcceptResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was kept."""

    folder: Path
    files: tuple[str, ...]


def accept(package: Path, workspace: Path, *, draft: bool = False) -> AcceptResult:
    """Keep a package as last time's; a draft only where `draft` says so.

    Raises:
        ConfigError: not a package, not of this workspace's system, one of that day was accepted before, or another one is
            being accepted.
        OutputEditedError: a file of the package is not what its manifest and SHA256SUMS say.
    """
    manifest = _manifest(package)
    _check(package, manifest)
    if manifest.draft and not draft:
        step = "fill in what is missing and build with --final, or say --draft if this is what was handed in"
        raise ConfigError("this package is a draft", where=str(package), next_step=step)
    if not (workspace / FILE).is_file():
        step = "name the workspace with --workspace"
        raise ConfigError(f"there is no {FILE}", where=str(workspace), next_step=step)
    present = {row.path for row in manifest.files}
    files = (*(name for name in _KEPT if name in present), seal.MANIFEST, seal.SUMS)
    if PLAN not in files:
        raise ConfigError(f"the package has no {PLAN}", where=str(package), next_step="name a package that atopack built")
    prefix = Workspace.open(workspace).system.poam.id_prefix
    target = workspace / FOLDER / manifest.as_of
    refuse_links(target.parent, where=str(target.parent), next_step="make a plain folder of it")
    with alone(target.parent / _UNDER_WAY), scratch(target.parent / _UNDER_WAY) as folder:
        _refuse_what_is_there(target, package, manifest)
        staging = folder / "accepted"
        for file in files:
            place = staging / file
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(package / file, place)
        _refuse_another(staging, package, manifest, files)
        if prefix is not None:
            write_numbers(staging, target.parent, PLAN, prefix, manifest.as_of)
        staging.rename(target)
    return AcceptResult(folder=target, files=files)


def _refuse_another(staging: Path, package: Path, manifest: seal.PackageManifest, files: Sequence[str]) -> None:
    """What was copied is what was checked: a build that ended meanwhile put another package there."""
    changed = [name for name in seal.differences(staging, manifest) if name.partition(": ")[2] in {*files, _SEALED}]
    if changed or seal.read(staging) != manifest:
        what = "the package was written anew while it was accepted, and nothing was kept"
        raise OutputEditedError(what, where=str(package), next_step="look at the new package, and accept that")


def _refuse_what_is_there(target: Path, package: Path, manifest: seal.PackageManifest) -> None:
    """Nothing that was accepted is ever written over."""
    if target.exists() or target.is_symlink():
        same = (target / seal.MANIFEST).is_file() and _equal(target / seal.MANIFEST, package / seal.MANIFEST)
        what = "this package was accepted before" if same else f"a package of {manifest.as_of} was accepted before"
        step = "nothing is to be done" if same else f"if that one was never handed in, remove {target} yourself"
        raise ConfigError(what, where=str(target), next_step=step)


def _manifest(package: Path) -> seal.PackageManifest:
    manifest = seal.read(package) if package.is_dir() else None
    if manifest is None:
        step = "name the folder that `atopack build` wrote: the one with manifest.json"
        raise ConfigError("this is not a package", where=str(package), next_step=step)
    return manifest


def _check(package: Path, manifest: seal.PackageManifest) -> None:
    """Every file as it was written; the sums as the manifest says."""
    if not (package / seal.SUMS).is_file():
        raise OutputEditedError(f"the package has no {seal.SUMS}", where=str(package), next_step=_STEP)
    changed = seal.differences(package, manifest)
    if changed:
        shown = listed(changed, NAMED, separator="; ")
        raise OutputEditedError(f"the package is not as it was written: {shown}", where=str(package), next_step=_STEP)


def _equal(path: Path, two: Path) -> bool:
    return path.read_bytes() == two.read_bytes()
