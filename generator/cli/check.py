"""`atopack check`: the cross-check alone."""

import argparse

from generator.cli.exit_codes import of_assessment
from generator.cli.report_lines import checked, gaps
from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace


def run(options: argparse.Namespace) -> int:
    """Assess and print."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assessed(workspace, as_of(options), shown)
    say("\n".join(checked(result)))
    if result.gaps:
        say("\n".join(["", "Not read or not used:", *gaps(result.gaps)]))
    return of_assessment(result.discrepancies, result.gaps, strict=options.strict)
