"""`atopack accept`: this package was submitted, and the next one carries over from it."""

import argparse

from generator.cli.exit_codes import CLEAN
from generator.cli.terminal_escape import say
from generator.workspace.accept import accept


def run(options: argparse.Namespace) -> int:
    """Keep what the next build needs of it."""
    kept = accept(options.package, options.workspace, draft=options.draft)
    say(f"Kept in {kept.folder}: {', '.join(kept.files)}")
    say("Edit a copy of the workbook, and put it into that folder: the next build takes over what you wrote.")
    return CLEAN
