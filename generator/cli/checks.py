"""`atopack checks`: every check with its controls and source."""

import argparse

import msgspec

from generator.checks.documented import described, documented
from generator.cli.exit_codes import CLEAN
from generator.cli.json_output import say_result


def run(options: argparse.Namespace) -> int:
    """Print them in the order of the registry."""
    rows = (msgspec.to_builtins(check) for check in documented())
    say_result(options, rows, (line for check in documented() for line in (*described(check), "")))
    return CLEAN
