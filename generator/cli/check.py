"""`atopack check`: the cross-check alone."""

import argparse

from generator import Workspace, assess
from generator.cli.exit_codes import of_assessment
from generator.cli.report_lines import checked, gaps
from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say


def run(options: argparse.Namespace) -> int:
    """Assess and print."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assess(workspace, as_of(options), progress=shown)
    say("\n".join(checked(result)))
    if result.gaps:
        say("\n".join(["", "Not read or not used:", *gaps(result.gaps)]))
    return of_assessment(result.discrepancies, result.gaps, strict=options.strict)
