"""`atopack check`: the cross-check alone."""

import argparse
from pathlib import Path

from generator import Workspace, assess
from generator.cli.check_arguments import NONE
from generator.cli.check_lines import json_rows
from generator.cli.check_markdown import markdown
from generator.cli.check_sarif import sarif
from generator.cli.check_text import checked
from generator.cli.exit_codes import of_assessment
from generator.cli.json_output import say_rows
from generator.cli.report_lines import gaps
from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say
from generator.model.discrepancy import Discrepancy
from generator.model.scan import Severity
from generator.workspace.whole_file import put_file


def run(options: argparse.Namespace) -> int:
    """Assess and print; whether discrepancies make it end with 1 is decided by `--fail-on`."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assess(workspace, as_of(options), evidence_cache=options.cache, progress=shown)
    if options.json:
        say_rows(json_rows(result))
    else:
        say("\n".join(checked(result)))
        if result.gaps:
            say("\n".join(["", "Not read or not used:", *gaps(result.gaps)]))
    if options.sarif:
        put_file(options.sarif, sarif(result.discrepancies, options.workspace, Path()))
    if options.markdown:
        put_file(options.markdown, markdown(result).encode())
    counting = [row for row in result.discrepancies if counts(row, options.fail_on)]
    return of_assessment(counting, result.gaps, strict=options.strict)


def counts(row: Discrepancy, fail_on: str) -> bool:
    """Is a discrepancy at least as severe as `--fail-on` asks?"""
    return fail_on != NONE and row.severity.rank >= Severity(fail_on).rank
