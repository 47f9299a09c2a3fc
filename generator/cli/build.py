"""`atopack build`: the package, and a summary of what is in it."""

import argparse
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator import Progress
from generator.cli.exit_codes import of_assessment
from generator.cli.json_output import JsonRow, gap_row, json_lines, named_fields
from generator.cli.terminal import as_of, cache, progress
from generator.cli.terminal_escape import say
from generator.model.identifiers import Sha256
from generator.pipeline.kept_builds import BuildNote, KeptBuilds
from generator.pipeline.worker_processes import cores
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace

if TYPE_CHECKING:
    from generator.oscal.package import AuthorizationPackage
    from generator.pipeline.publish import Published

_MOST_GAPS = 8


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is built, and how."""

    workspace: Path
    output: Path
    as_of: date
    final: bool
    strict: bool
    formats: tuple[str, ...] = ()
    evidence_cache: Path | None = None
    """Keeps what was read, drawn, written and validated between builds; None for nowhere."""
    jobs: int | None = None
    """Processes at once; None for as many as there are cores."""
    as_json: bool = False


def run(options: argparse.Namespace) -> int:
    """The command."""
    return build_and_report(
        Options(
            workspace=options.workspace,
            output=options.output,
            as_of=as_of(options),
            final=options.final,
            strict=options.strict,
            formats=tuple(options.formats),
            evidence_cache=options.cache,
            jobs=options.jobs,
            as_json=options.json,
        )
    )


def build_and_report(options: Options) -> int:
    """Build, print, and return the exit code."""
    workspace = Workspace.open(options.workspace)
    package = options.output / workspace.system.id
    request = (options.as_of, options.final, options.strict, options.formats, options.as_json)
    kept = KeptBuilds(options.evidence_cache, options.workspace, package, request, workspace.hashes)
    with progress() as shown:
        shown("Comparing with the last build", 0, 1)
        note = kept.note()
        if note is None:
            note, may_be_kept = _built(workspace, options, shown)
            if may_be_kept:
                kept.keep(note)
    for text in note.printed:
        say(text)
    return note.code


def _built(workspace: Workspace, options: Options, shown: Progress) -> tuple[BuildNote, bool]:
    """What is printed of a new package; and may it stand for the next one? A file with which a program took too long, or that
    the system refused, is tried again."""
    # NOTE: imported where it is needed; a build of which nothing changed needs none of the stages.
    from generator import build

    result = build(
        workspace,
        options.output,
        options.as_of,
        final=options.final,
        formats=options.formats,
        cache=cache(),
        evidence_cache=options.evidence_cache,
        jobs=options.jobs or cores(),
        progress=shown,
    )
    if options.as_json:
        printed = tuple(json_lines(_rows(result)))
    else:
        from generator.cli import package_lines

        lines = "\n".join((*_evidence_lines(result.package), *package_lines.built(result)))
        printed = (lines, f"\nPackage    {result.folder}  (open report/index.html first)")
    note = BuildNote(
        manifest=Sha256(hashlib.sha256(seal.encode(result.manifest)).hexdigest()),
        printed=printed,
        code=of_assessment(result.package.discrepancies, result.gaps, strict=options.strict),
    )
    return note, all(not gap.may_pass for gap in result.gaps)


def _rows(result: "Published") -> Iterator[JsonRow]:
    """The package, and each gap."""
    yield {
        "kind": "package",
        "folder": str(result.folder),
        **named_fields(result.manifest, "system", "as_of", "draft"),
        "files": len(result.manifest.files),
        "counts": dict(result.manifest.counts),
        "not_stated": [outstanding.key for outstanding in result.package.system.outstanding],
        "warnings": len(result.warnings),
    }
    yield from (gap_row(gap) for gap in result.gaps)


def _evidence_lines(package: "AuthorizationPackage") -> Iterator[str]:
    """What was read and what was not, each behind an empty line."""
    from generator.cli import report_lines

    if package.accounting.results:
        yield from report_lines.accounting(package.accounting)
        yield from report_lines.left_out(package.tallies, package.accounting.later)
        yield ""
    if package.gaps:
        yield "Not read or not used:"
        yield from report_lines.gaps(package.gaps, most=_MOST_GAPS)
        yield ""
