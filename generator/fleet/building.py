"""Every system of a fleet, built by the stages of `atopack build`; one that fails is a row with its error, and stops none."""

import gc
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from generator.documents.kept_entries import decoded_entry
from generator.errors import ConfigError, GeneratorError
from generator.fleet.engines import FleetEngine, local
from generator.fleet.fleet_file import PAGE_FOLDER, FleetEntry
from generator.fleet.system_summary import SystemSummary, summary_of
from generator.fleet.workspaces import copied
from generator.model.identifiers import Sha256
from generator.pipeline.kept_builds import BuildNote, KeptBuilds
from generator.pipeline.parse import Progress
from generator.pipeline.publish import destination, publish
from generator.pipeline.stages import rendered
from generator.workspace.folder import Workspace

_USAGE = GeneratorError.exit_code


class FleetOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How the packages are built; neither changes a byte of them."""

    output: Path
    """The parent of all packages."""
    as_of: date
    cache: Path | None = None
    """Keeps derived schemas between runs."""
    evidence_cache: Path | None = None
    """Keeps what was read of evidence, by its hash: a scan that several systems have is read once."""
    jobs: int = 1
    """How many systems may be built at once."""


class BuildFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a system has no new package; the one of an earlier build stays where it is."""

    what: str
    where: str
    """Relative to the workspace or the output, so that it is the same on every machine."""
    next_step: str
    exit_code: int
    """The one that `atopack build` would end with."""


class SystemBuild(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one system."""

    entry: FleetEntry
    result: SystemSummary | BuildFailure


def build_systems(
    entries: Sequence[FleetEntry], options: FleetOptions, progress: Progress, engine: FleetEngine[SystemBuild] | None = None
) -> tuple[SystemBuild, ...]:
    """Build and publish each to `<output>/<system id>/`; in the order of `entries`, whatever is done first.

    `engine` does the work, and changes no byte of it; None is this machine.
    """
    apart = min(options.jobs, len(entries)) if options.jobs > 1 else 0
    inside = max(options.jobs // max(apart, 1), 1)
    works = [partial(_built, entry, options, inside if engine is None else 1) for entry in entries]
    builds = []
    with (engine or local(options.jobs))(works) as results:
        for index, (entry, result) in enumerate(zip(entries, results, strict=True)):
            progress(f"Building {entry.id}", index, len(entries))
            builds.append(result())
    return tuple(builds)


def refuse_page(entries: Sequence[FleetEntry], output: Path) -> None:
    """The fleet's page among the evidence of a system would be read as evidence the next time.

    Raises:
        ConfigError: it would lie there.
    """
    for entry in entries:
        if entry.folder is not None and (entry.folder / "system.yaml").is_file():
            try:
                workspace = Workspace.open(entry.folder)
            except ConfigError:
                continue  # its row says what is wrong
            workspace.refuse_output(output / PAGE_FOLDER)


def _built(entry: FleetEntry, options: FleetOptions, jobs: int) -> SystemBuild:
    folder = entry.folder
    try:
        with nullcontext(folder) if folder else copied(entry.workspace, options.evidence_cache) as folder:
            return SystemBuild(entry=entry, result=_summary(entry, folder, options, jobs))
    except GeneratorError as error:
        what, where, step = (
            _portable(text, entry, folder, options.output) for text in (error.what, error.where, error.next_step)
        )
        failure = BuildFailure(what=what, where=where, next_step=step, exit_code=error.exit_code)
    except OSError as error:
        where = _portable(str(error.filename or ""), entry, folder, options.output)
        step = "make the file or folder readable, or room on the disk, and build again"
        failure = BuildFailure(what=error.strerror or type(error).__name__, where=where, next_step=step, exit_code=_USAGE)
    except Exception as error:  # noqa: BLE001 - a mistake in one build must not lose all other systems; it is named and shown
        what = f"the build failed inside this tool ({type(error).__name__})"
        step = "this is an atopack bug: `atopack build` of this workspace shows where; please report it"
        failure = BuildFailure(what=what, where="", next_step=step, exit_code=_USAGE)
    finally:
        gc.collect()  # NOTE: the command line builds one system without the collector, and ends; here the next one follows
    return SystemBuild(entry=entry, result=failure)


def _summary(entry: FleetEntry, folder: Path, options: FleetOptions, jobs: int) -> SystemSummary:
    workspace = Workspace.open(folder)
    if workspace.system.id != entry.id:
        raise ConfigError(
            f"the system.yaml of {entry.workspace} has the id `{workspace.system.id}`",
            where=f"{entry.place}, key id",
            next_step="write the same id in both files",
        )
    place = destination(workspace, options.output)
    # NOTE: a workspace of an object store is copied to another folder each time, which is part of what a note is found by.
    cache = options.evidence_cache if entry.folder else None
    kept = KeptBuilds(cache, folder, place.folder, ("fleet", options.as_of), workspace.hashes)
    note = kept.note()
    known = decoded_entry(note.summary, SystemSummary) if note is not None else None
    if known is not None:
        return known
    package = rendered(workspace, options.as_of, _silent, cache=options.cache, evidence_cache=options.evidence_cache, jobs=jobs)
    summary = summary_of(package, publish(package, place))
    if all(not gap.may_pass for gap in package.package.gaps):
        kept.keep(_note(summary))
    return summary


def _note(summary: SystemSummary) -> BuildNote:
    """Nothing is printed of one system: the fleet prints of all."""
    manifest = Sha256(summary.package_sha256)
    return BuildNote(manifest=manifest, printed=(), code=0, summary=msgspec.msgpack.encode(summary))


def _portable(text: str, entry: FleetEntry, folder: Path | None, output: Path) -> str:
    """Without the folders of this machine: the workspace as FLEET.yaml writes it, a package by its id."""
    for place in (folder.resolve(), folder) if folder else ():
        text = text.replace(str(place), entry.workspace)
    return text.replace(f"{output.resolve()}/", "").replace(f"{output}/", "")


def _silent(_text: str, _done: int, _total: int) -> None:
    """The fleet counts systems, not their steps."""
