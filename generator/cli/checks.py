"""`atopack checks`: every check with its controls and source."""

import argparse

import msgspec

from generator.checks.documented import described, documented
from generator.cli.exit_codes import CLEAN
from generator.cli.json_output import say_rows
from generator.cli.terminal_escape import say


def run(options: argparse.Namespace) -> int:
    """Print them in the order of the registry."""
    if options.json:
        say_rows(msgspec.to_builtins(check) for check in documented())
        return CLEAN
    for check in documented():
        say("\n".join((*described(check), "")))
    return CLEAN
