"""`atopack build`: the package, and a summary of what is in it."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import Workspace, build
from generator.cli import report_lines
from generator.cli.exit_codes import of_assessment
from generator.cli.json_output import JsonRow, gap_row, say_rows
from generator.cli.terminal import as_of, cache, progress
from generator.cli.terminal_escape import say
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.publish import Published
from generator.pipeline.worker_processes import cores

_MOST_GAPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
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
    with progress() as shown:
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
        say_rows(_rows(result))
    else:
        say("\n".join((*_evidence_lines(result.package), *report_lines.built(result))))
        say(f"\nPackage    {result.folder}  (open report/index.html first)")
    return of_assessment(result.package.discrepancies, result.gaps, strict=options.strict)


def _rows(result: Published) -> Iterator[JsonRow]:
    """The package, and each gap."""
    yield {
        "kind": "package",
        "folder": str(result.folder),
        "system": result.manifest.system,
        "as_of": result.manifest.as_of,
        "draft": result.manifest.draft,
        "files": len(result.manifest.files),
        "counts": dict(result.manifest.counts),
        "not_stated": [outstanding.key for outstanding in result.package.system.outstanding],
        "warnings": len(result.warnings),
    }
    yield from (gap_row(gap) for gap in result.gaps)


def _evidence_lines(package: AuthorizationPackage) -> Iterator[str]:
    """What was read and what was not, each behind an empty line."""
    if package.accounting.results:
        yield from report_lines.accounting(package.accounting)
        yield from report_lines.left_out(package.tallies, package.accounting.later)
        yield ""
    if package.gaps:
        yield "Not read or not used:"
        yield from report_lines.gaps(package.gaps, most=_MOST_GAPS)
        yield ""
