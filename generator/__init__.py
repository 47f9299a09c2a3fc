"""atopack: from evidence about a containerized system to its authorization package.

The names below are the public library; everything else may change between releases. A package in three lines:

    from generator import Workspace, build

    published = build(Workspace.open(Path("parcel-tracker")), Path("output"), date(2026, 11, 20))

Nothing here reads the clock, the environment or a network: what a function needs is an argument. Every error is a
`GeneratorError`, whose `diagnostics()` says what happened, where, and what to do next.
"""

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import (
    ConfigError,
    GeneratorError,
    OutputEditedError,
    ParseError,
    UnknownFormatError,
    ValidationFailedError,
)
from generator.version import VERSION

if TYPE_CHECKING:
    from generator.deliverables.exporting import Exported
    from generator.parsers.inspect import Inspected
    from generator.pipeline.assess import Assessed
    from generator.pipeline.publish import Published
    from generator.seal.checking import Checked
    from generator.workspace.folder import Workspace

__all__ = [
    "ConfigError",
    "GeneratorError",
    "OutputEditedError",
    "ParseError",
    "UnknownFormatError",
    "ValidationFailedError",
    "Workspace",
    "assess",
    "build",
    "export",
    "inspect",
    "verify",
]
__version__ = VERSION

Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in all): called while a function works."""
Signer = Callable[[bytes], bytes]
"""From a statement (in-toto, JSON) to the DSSE envelope around it, as JSON in one line."""


def _silent(_text: str, _done: int, _total: int) -> None:
    """The default: no progress is shown."""


def __getattr__(name: str) -> object:
    """`Workspace` on first use: whoever asks for the version or an error loads no reader."""
    if name == "Workspace":
        from generator.workspace.folder import Workspace

        return Workspace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def inspect(path: Path) -> "Inspected":
    """What is in one evidence file, whatever its format; of a file in a workspace also by its mapping files.

    Bad input is a result with `gap`, never an exception: a file that no reader knows, or that is broken or too large.

    Raises:
        OSError: the file cannot be opened.
        ConfigError: a mapping file of the workspace is wrong.
    """
    from generator.parsers.inspect import inspect as inspected
    from generator.workspace.format_mappings import mapped_formats_above

    root, mapped = mapped_formats_above(path)
    return inspected(path, mapped, path.resolve().relative_to(root).as_posix() if root and mapped else "")


def assess(
    workspace: "Workspace", as_of: date, *, evidence_cache: Path | None = None, progress: Progress = _silent
) -> "Assessed":
    """Read the evidence of a workspace as of the end of a day (UTC), compare it and judge every requirement.

    Evidence that cannot be read or used is in `gaps`, differences between scans, diagrams and inventory in `discrepancies`,
    the state of each requirement in `postures` and `stated`. Nothing is written.

    Raises:
        ConfigError: a file that people write is wrong; names file, line and key.
    """
    from generator.pipeline.stages import assessed

    return assessed(workspace, as_of, progress, evidence_cache)


def build(  # noqa: PLR0913 - the options of a build, each of which a caller may leave out
    workspace: "Workspace",
    output: Path,
    as_of: date,
    *,
    final: bool = False,
    formats: Collection[str] = (),
    cache: Path | None = None,
    evidence_cache: Path | None = None,
    jobs: int = 1,
    progress: Progress = _silent,
) -> "Published":
    """The whole package, written to `<output>/<system id>/` at once or not at all.

    Args:
        workspace: the system's folder.
        output: the parent of the package's folder.
        as_of: the as-of date. Evidence from after it is read and does not count.
        final: refuse while a mandatory cell is blank or the answer to a control is not approved.
        formats: forms of OSCAL written beside JSON: `xml`, `yaml`.
        cache: a folder that keeps derived schemas between runs; saves about a third of a second.
        evidence_cache: a folder of the user's alone that keeps between runs what was read, drawn, written and validated.
        jobs: how many processes may work at once; more than one are forks of this one, and only while it has one thread.
        progress: called while the package is built.

    Raises:
        ConfigError: a file that people write is wrong, or what is missing of a package that is to be `final`.
        OutputEditedError: a person changed the package that is there; it is not overwritten.
        ValidationFailedError: what would be written is not valid OSCAL; nothing was written.
    """
    from generator.pipeline.stages import build as published

    return published(
        workspace,
        output,
        as_of,
        progress,
        cache=cache,
        evidence_cache=evidence_cache,
        final=final,
        formats=formats,
        jobs=jobs,
    )


def export(  # noqa: PLR0913 - the options of a delivery, each of which a caller may leave out
    workspace: "Workspace",
    purpose: str,
    output: Path,
    as_of: date,
    *,
    final: bool = False,
    formats: Collection[str] = (),
    signer: Signer | None = None,
    cache: Path | None = None,
    evidence_cache: Path | None = None,
    progress: Progress = _silent,
) -> "Exported":
    """An evidence bag (BagIt, RFC 8493) for independent verification, written to `<output>/<system id>-<purpose>-<as of>/`.

    Args:
        workspace: the system's folder.
        purpose: `fedramp`, `fedramp-20x`, `conmon`, `cmmc` or `dod`.
        output: the parent of the bag's folder.
        as_of: the as-of date.
        final: refuse while anything in it is a draft.
        formats: forms of OSCAL beside JSON: `xml`, `yaml`.
        signer: signs a statement about the bag's lists; where absent the bag is not signed.
        cache: as in `build`.
        evidence_cache: as in `build`.
        progress: called while the bag is made.

    Raises:
        ConfigError: as in `build`; there is no such purpose; or a file has a name that a bag cannot carry.
        OutputEditedError: there is something else, a signed bag or a changed one.
        SecretsFoundError: it would hand on secrets; names each place.
    """
    from msgspec.structs import replace

    from generator.deliverables.exporting import export as exported
    from generator.deliverables.registry import purpose as named

    wanted = replace(named(purpose), formats=tuple(formats))
    return exported(
        workspace, wanted, output, as_of, progress, cache=cache, evidence_cache=evidence_cache, final=final, signer=signer
    )


def verify(folder: Path, public_key: Path | None = None) -> "Checked":
    """Hash every file of a bag or package and compare it with its lists; with a key (PEM), check the signature too.

    Files that differ are in `differences`; where it is empty the folder is as it was sealed.

    Raises:
        ConfigError: the folder is neither a bag nor a package, or its lists, signature or the key cannot be read.
        SignatureWrongError: the signature is not one of the key.
        OutputEditedError: a key was given and nothing is signed.
    """
    from generator.seal.checking import check
    from generator.seal.signature import public_key as read_key

    return check(folder, read_key(public_key) if public_key else None)
