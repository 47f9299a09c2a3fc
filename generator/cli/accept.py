"""`atopack accept`: this package was submitted, and the next one carries over from it."""

import argparse

from generator.cli.exit_codes import CLEAN
from generator.cli.json_output import say_rows
from generator.cli.terminal import utc_now
from generator.cli.terminal_escape import say
from generator.pipeline.indicators import record_accepted
from generator.workspace.accept import accept


def run(options: argparse.Namespace) -> int:
    """Keep what the next build needs of it, and the record of its indicators."""
    kept = accept(options.package, options.workspace, draft=options.draft)
    if not options.json:
        say(f"Kept in {kept.folder}: {', '.join(kept.files)}")
    outcome = record_accepted(options.package, options.workspace, utc_now().replace(microsecond=0))
    if options.json:
        indicators = {"record": outcome.path or None, "not_recorded_because": outcome.because or None} if outcome else None
        say_rows([{"folder": str(kept.folder), "files": list(kept.files), "indicators": indicators}])
        return CLEAN
    if outcome is not None:
        say(f"Indicators {outcome.path or f'no record was added: {outcome.because}'}")
    say("Edit a copy of the workbook, and put it into that folder: the next build takes over what you wrote.")
    return CLEAN
